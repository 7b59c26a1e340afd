# SPDX-License-Identifier: GPL-2.0-only
"""Which file of the tree an #include or %include means."""

import posixpath
import re
from typing import Iterator

from checkers.source import Tree

_INCLUDE = re.compile(r'^\s*[#%]\s*include\s*([<"])([^>"]+)[>"]')
_PATHS = ("include", "arch/x86_64/include")

# Headers that the compiler or the build makes; they are below every layer.
_OUTSIDE = re.compile(r"^(generated/|std(arg|bool|def|int)\.h$)")

KERNEL_CODE = ("arch/", "lib/", "mm/", "kernel/", "fs/", "ipc/", "drivers/", "init/", "include/")


def kernel_files(tree: Tree, *suffixes: str) -> list[str]:
    return [n for n in tree.ending(*suffixes) if n.startswith(KERNEL_CODE)]


def includes(tree: Tree, name: str) -> Iterator[tuple[int, str, bool]]:
    """(line, written name, in quotes) of each include, the outside ones left out."""
    for number, line in tree.lines(name):
        found = _INCLUDE.match(line)
        if found and not _OUTSIDE.match(found.group(2)):
            yield number, found.group(2), found.group(1) == '"'


def resolve(tree: Tree, name: str, written: str, quoted: bool) -> str | None:
    """The file meant, relative to the root; None if there is none."""
    folders = [posixpath.dirname(name)] if quoted else []
    for folder in [*folders, *_PATHS]:
        candidate = posixpath.normpath(posixpath.join(folder, written))
        if candidate in tree:
            return candidate
    return None
