# SPDX-License-Identifier: GPL-2.0-only
"""What the interfaces tell of a symbol besides what kconfiglib tells.

ABOVE and BELOW list titles and the functions that give the lines under them, from a tree
and a symbol: before its dependencies and behind all else. Without lines a section is
left out.
"""

import functools
import textwrap

import kconfiglib

from kconfig import paths
from kconfig.paths import ConfigurationError


def _why(tree, symbol) -> list:
    from kconfig import ask
    return ask.reasons(tree, symbol)


def _fix(tree, symbol) -> list:
    """Where a bool cannot be what it is not: the fewest changes that let it."""
    from kconfig import fix
    from kconfig.needs import Change
    if symbol.orig_type != kconfiglib.BOOL or len(symbol.assignable) > 1:
        return []
    wanted = Change(symbol.name, "n" if symbol.tri_value else "y")
    try:
        return fix.description(tree, wanted, fix.find(tree, wanted))
    except ConfigurationError as error:
        return [str(error)]


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


ABOVE = (("Why", _why), ("Fix", _fix))
BELOW = (("Price", _price),)


def sections_text(sections, tree, symbol) -> str:
    told = ((title, lines_of(tree, symbol)) for title, lines_of in sections)
    return "\n".join(f"{title}:\n" + "".join(f"  {line}\n" for line in lines)
                     for title, lines in told if lines)


def extend(interface, tree) -> None:
    """Have an interface show the sections in the information about symbols."""
    own_dependencies, own_text = interface._direct_dep_info, interface._info_str

    def dependencies(item) -> str:
        if not isinstance(item, kconfiglib.Symbol):
            return own_dependencies(item)
        return sections_text(ABOVE, tree, item) + "\n" + own_dependencies(item)

    def information(node) -> str:
        if not isinstance(node.item, kconfiglib.Symbol) or not node.prompt:
            return own_text(node)
        return own_text(node) + "\n" + sections_text(BELOW, tree, node.item)

    interface._direct_dep_info, interface._info_str = dependencies, information
