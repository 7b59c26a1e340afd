# SPDX-License-Identifier: GPL-2.0-only
"""What the interfaces tell of a symbol besides what kconfiglib tells.

SECTIONS lists titles and the functions that give the lines below them, from
a tree and a symbol; without lines a section is left out.
"""

import functools
import textwrap

import kconfiglib

from kconfig import paths
from kconfig.paths import ConfigurationError


def _price(_tree, symbol) -> list:
    from prices import listing
    try:
        flips, known = _default_configuration()
        return listing.information(flips.flip(symbol.name), known)
    except (ConfigurationError, ValueError, OSError) as error:
        return textwrap.wrap(str(error), 76)


@functools.lru_cache(maxsize=None)
def _default_configuration() -> tuple:
    """How its symbols are flipped, and what they cost; of this source tree."""
    from prices import book
    from prices.flips import Flips
    return Flips(), book.read(paths.source_path("scripts/prices/prices.json"))


SECTIONS = (("Price", _price),)


def sections_text(tree, symbol) -> str:
    text = ""
    for title, lines_of in SECTIONS:
        lines = lines_of(tree, symbol)
        if lines:
            text += f"\n{title}:\n" + "".join(f"  {line}\n" for line in lines)
    return text


def extend(interface, tree) -> None:
    """Append the sections to the information that an interface shows."""
    own_text = interface._info_str

    def with_sections(node) -> str:
        is_set_here = isinstance(node.item, kconfiglib.Symbol) and node.prompt
        return own_text(node) + (sections_text(tree, node.item) if is_set_here else "")

    interface._info_str = with_sections
