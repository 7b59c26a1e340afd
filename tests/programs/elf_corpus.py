# SPDX-License-Identifier: GPL-2.0-only
"""
Malformed ELF files, made of a good one: each is a name and its bytes. The same good one
gives the same files.
"""

import random
import struct
from typing import Iterator

HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
SEGMENT = struct.Struct("<IIQQQQQQ")
FIELDS = ("ident", "type", "machine", "version", "entry", "phoff", "shoff", "flags", "ehsize",
          "phentsize", "phnum", "shentsize", "shnum", "shstrndx")
SEGMENT_FIELDS = ("type", "flags", "offset", "vaddr", "paddr", "filesz", "memsz", "align")
LOAD, INTERP, PHDR, TLS, GNU_STACK = 1, 3, 6, 7, 0x6474E551
TOP = 1 << 47
EVIL = (0, 1, 0xFFF, 0x1000, 0x10000, TOP - 0x1000, TOP, 0xFFFF800000000000, 1 << 63,
        (1 << 64) - 0x1000, (1 << 64) - 1)
RANDOM = 60


class Elf:
    """A file in pieces, to be changed and put together again."""

    def __init__(self, content: bytes):
        self.content = content
        self.header = dict(zip(FIELDS, HEADER.unpack_from(content)))
        start, count = self.header["phoff"], self.header["phnum"]
        self.segments = [dict(zip(SEGMENT_FIELDS, SEGMENT.unpack_from(content, start + i * 56)))
                         for i in range(count)]

    def bytes(self) -> bytes:
        """The file as it is now; headers that moved away are written nowhere."""
        content = bytearray(self.content)
        HEADER.pack_into(content, 0, *self.header.values())
        for i, segment in enumerate(self.segments):
            SEGMENT.pack_into(content, 64 + i * 56, *segment.values())
        return bytes(content)

    def loads(self) -> list[dict]:
        return [segment for segment in self.segments if segment["type"] == LOAD]


def _cut(good: bytes) -> Iterator[tuple[str, bytes]]:
    for size in (0, 1, 4, 16, 63, 64, 65, 100, 119, 120, 300, 0x1000, 0x1001, len(good) // 2):
        yield f"cut at {size}", good[:size]


def _headers(good: bytes) -> Iterator[tuple[str, bytes]]:
    limits = {"type": 0xFFFF, "machine": 0xFFFF, "version": 0xFFFFFFFF, "entry": None,
              "phoff": None, "phentsize": 0xFFFF, "phnum": 0xFFFF}
    for field, limit in limits.items():
        for value in EVIL if limit is None else (0, 1, limit // 2, limit):
            elf = Elf(good)
            elf.header[field] = value
            yield f"{field} {value:#x}", elf.bytes()
    for at in range(7):
        content = bytearray(good)
        content[at] ^= 0xFF
        yield f"ident byte {at}", bytes(content)


def _segments(good: bytes) -> Iterator[tuple[str, bytes]]:
    for number in range(2):
        for field in ("offset", "vaddr", "filesz", "memsz", "align"):
            for value in EVIL:
                elf = Elf(good)
                elf.loads()[number][field] = value
                yield f"segment {number} {field} {value:#x}", elf.bytes()


def _orders(good: bytes) -> Iterator[tuple[str, bytes]]:
    elf = Elf(good)
    elf.segments.reverse()
    yield "segments in descending order", elf.bytes()
    elf = Elf(good)
    elf.loads()[1].update(elf.loads()[0])
    yield "a segment twice", elf.bytes()
    for kind in (INTERP, PHDR, TLS, 0, 0x7FFFFFFF):
        elf = Elf(good)
        elf.loads()[0]["type"] = kind
        yield f"segment 0 is of type {kind:#x}", elf.bytes()
    elf = Elf(good)
    for segment in elf.loads():
        segment["flags"] = 0
    yield "nothing is allowed", elf.bytes()
    elf = Elf(good)
    for segment in elf.segments:
        segment["type"] = 0
    yield "no segments", elf.bytes()


def _random(good: bytes) -> Iterator[tuple[str, bytes]]:
    """Bytes of the headers changed, a few at a time."""
    chance = random.Random(1)
    end = 64 + 56 * Elf(good).header["phnum"]
    for number in range(RANDOM):
        content = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(end)] = chance.choice((0, 1, 0x7F, 0x80, 0xFF,
                                                            chance.randrange(256)))
        yield f"random {number}", bytes(content)


def files(good: bytes) -> Iterator[tuple[str, bytes]]:
    for make in (_cut, _headers, _segments, _orders, _random):
        yield from make(good)
