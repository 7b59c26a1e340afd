# SPDX-License-Identifier: GPL-2.0-only
"""
Lists of files to be made, in the format of Linux's gen_init_cpio:

    dir NAME MODE UID GID
    file NAME LOCATION MODE UID GID [MORE NAMES]
    slink NAME TARGET MODE UID GID
    nod NAME MODE UID GID TYPE MAJOR MINOR      TYPE is c or b
    pipe NAME MODE UID GID
    sock NAME MODE UID GID

Modes are octal, all else decimal. "#" begins a comment. In LOCATION, ${VARIABLE}
stands for what the environment says.
"""

import os
import re
import stat
from pathlib import Path
from typing import Callable, Iterator

from initramfs.newc import Member, SourceError
from initramfs.places import Places, content_of, relative_name

VARIABLE = re.compile(r"\$\{(\w+)\}")


def read(path: Path, places: Places, check: Callable[[Member], None]) -> Iterator[Member]:
    """The members that the list names, if they pass. Raises SourceError with the line."""
    try:
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from error
    for number, line in enumerate(lines, 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        try:
            member = _member(words, places)
            check(member)
            yield member
        except SourceError as error:
            raise SourceError(f"{path}:{number}: {error}") from error


def _member(words: list[str], places: Places) -> Member:
    kind, *arguments = words
    if kind not in KINDS:
        raise SourceError(f"'{kind}' is none of {', '.join(KINDS)}")
    make, usage, more = KINDS[kind]
    count = len(usage.split())
    if len(arguments) < count or (len(arguments) > count and not more):
        raise SourceError(f"'{kind}' takes: {usage}{' [MORE NAMES]' if more else ''}")
    return make(arguments, places)


def _attributes(kind: int, mode: str, uid: str, gid: str) -> tuple[int, int, int]:
    return (kind | _number(mode, 8, 0o7777, "mode"), _number(uid, 10, 0xFFFFFFFF, "user"),
            _number(gid, 10, 0xFFFFFFFF, "group"))


def _number(text: str, base: int, largest: int, what: str) -> int:
    try:
        value = int(text, base)
    except ValueError:
        value = -1
    if not 0 <= value <= largest:
        raise SourceError(f"'{text}' is no {what}")
    return value


def _plain(kind: int) -> Callable[[list[str], Places], Member]:
    def make(arguments: list[str], _: Places) -> Member:
        name, *attributes = arguments
        return Member((relative_name(name),), *_attributes(kind, *attributes))
    return make


def _file(arguments: list[str], places: Places) -> Member:
    name, location, mode, uid, gid, *more = arguments
    names = tuple(relative_name(n) for n in (name, *more))
    content = content_of(places.find(_expand(location, places)), places)
    return Member(names, *_attributes(stat.S_IFREG, mode, uid, gid), content)


def _expand(location: str, places: Places) -> str:
    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name not in os.environ:
            raise SourceError(f"no variable {name} is set")
        places.variables[name] = os.environ[name]
        return os.environ[name]
    return VARIABLE.sub(value, location)


def _link(arguments: list[str], _: Places) -> Member:
    name, target, *attributes = arguments
    return Member((relative_name(name),), *_attributes(stat.S_IFLNK, *attributes),
                  target.encode("utf-8", "surrogateescape"))


def _node(arguments: list[str], _: Places) -> Member:
    name, mode, uid, gid, kind, major, minor = arguments
    kinds = {"c": stat.S_IFCHR, "b": stat.S_IFBLK}
    if kind not in kinds:
        raise SourceError(f"'{kind}' is neither c nor b")
    device = (_number(major, 10, 0xFFF, "major number"),
              _number(minor, 10, 0xFFFFF, "minor number"))
    return Member((relative_name(name),), *_attributes(kinds[kind], mode, uid, gid),
                  device=device)


# What makes it, from which words, and whether more names may follow.
KINDS = {
    "dir": (_plain(stat.S_IFDIR), "NAME MODE UID GID", False),
    "file": (_file, "NAME LOCATION MODE UID GID", True),
    "slink": (_link, "NAME TARGET MODE UID GID", False),
    "nod": (_node, "NAME MODE UID GID TYPE MAJOR MINOR", False),
    "pipe": (_plain(stat.S_IFIFO), "NAME MODE UID GID", False),
    "sock": (_plain(stat.S_IFSOCK), "NAME MODE UID GID", False),
}
