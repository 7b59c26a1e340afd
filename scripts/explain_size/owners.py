# SPDX-License-Identifier: GPL-2.0-only
"""
Which symbol put an object into the kernel, by the makefiles of the tree.

    obj-$(CONFIG_X) += x.o                          X
    obj-$(and $(CONFIG_X),$(CONFIG_Y)) += z.o       Y, the last one that is named
    obj-$(CONFIG_X) += $(parts-y)                   X, or who adds to parts-
    obj-y += a.o                                    what its folder belongs to
"""

import re
from pathlib import Path
from typing import Iterator

ALWAYS = "(always)"
_SYMBOL = re.compile(r"CONFIG_(\w+)")
_LIST = re.compile(r"^([\w-]+)-(y|\$\(.*\)) *[+:]?= *(.*)$")
_PARTS = re.compile(r"\$\(([\w-]+)-y\)")
_CONDITION = re.compile(r"^(?:if(?:n?def|n?eq))\b(.*)$")
_Lists = dict[str, list[tuple[str, str]]]


def owners(source: Path, folder: str = ".", owner: str = ALWAYS) -> dict[str, str]:
    """{object: symbol} of a folder and those below it."""
    found = {}
    for word, condition in _members("obj", _lists(_makefile(source / folder))):
        symbols = _SYMBOL.findall(condition)
        own = symbols[-1] if symbols else owner
        path = word if folder == "." else f"{folder}/{word}"
        if word.endswith("/"):
            found |= owners(source, path.rstrip("/"), own)
        elif word.endswith(".o"):
            found.setdefault(path, own)
    return found


def _makefile(folder: Path) -> str:
    for name in ("Kbuild", "Makefile"):
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return ""


def _lists(text: str) -> _Lists:
    """{name: what is added to NAME-..., and the conditions that it is under}."""
    found: _Lists = {}
    conditions: list[str] = []
    for line in text.splitlines():
        opened, added = _CONDITION.match(line), _LIST.match(line)
        if opened:
            conditions.append(opened[1])
        elif line.startswith("endif"):
            conditions.pop()
        elif added:
            condition = " ".join([*conditions, added[2]])
            found.setdefault(added[1], []).append((added[3], condition))
    return found


def _members(name: str, lists: _Lists) -> Iterator[tuple[str, str]]:
    for words, condition in lists.get(name, []):
        for word in words.split():
            parts = _PARTS.fullmatch(word)
            if parts:
                yield from ((each, f"{condition} {own}") for each, own in _members(parts[1], lists))
            else:
                yield word, condition
