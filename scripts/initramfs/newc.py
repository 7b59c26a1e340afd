# SPDX-License-Identifier: GPL-2.0-only
"""
Writing cpio archives of the format "newc": a header of numbers in hexadecimal,
the name with its NUL, the content; name and content are filled up with zeros to
a multiple of 4 bytes. (cpio(5), and Linux's buffer-format.rst.)

Nothing of the build machine gets in but what the sources say: files are
numbered as they come, and all have one date.
"""

import stat
from dataclasses import dataclass

MAGICS = (b"070701", b"070702")
ALIGNMENT = 4
TRAILER = "TRAILER!!!"
NUMBER_MAX = 0xFFFFFFFF


class SourceError(Exception):
    """What is wrong with a source, and where."""


@dataclass(frozen=True)
class Member:
    """A file, by one name or several."""

    names: tuple[str, ...]  # without a slash in front; "." is the root
    mode: int  # with the type
    uid: int = 0
    gid: int = 0
    content: bytes = b""  # of a regular file; what a symbolic link says
    device: tuple[int, int] = (0, 0)  # major, minor


class Archive:
    """Members, one after the other; bytes() ends it."""

    def __init__(self, date: int):
        self._date = date
        self._parts: list[bytes] = []
        self._count = 0

    def add(self, member: Member) -> None:
        """The content goes with the last name, as cpio has it."""
        self._count += 1
        links = 2 if stat.S_ISDIR(member.mode) else len(member.names)
        for name in member.names:
            content = member.content if name == member.names[-1] else b""
            self._write(name, content, self._count, member.mode, member.uid, member.gid, links,
                        self._date, member.device)

    def bytes(self) -> bytes:
        self._write(TRAILER, b"", 0, 0, 0, 0, 1, 0, (0, 0))
        return b"".join(self._parts)

    def _write(self, name: str, content: bytes, number: int, mode: int, uid: int, gid: int,
               links: int, date: int, device: tuple[int, int]) -> None:
        text = name.encode("utf-8", "surrogateescape") + b"\0"
        numbers = (number, mode, uid, gid, links, date, len(content), 0, 0, *device, len(text), 0)
        if any(not 0 <= value <= NUMBER_MAX for value in numbers):
            raise SourceError(f"/{name}: a number is too large for the archive")
        header = MAGICS[0] + b"".join(b"%08X" % value for value in numbers)
        self._parts += (padded(header + text), padded(content))


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % ALIGNMENT)
