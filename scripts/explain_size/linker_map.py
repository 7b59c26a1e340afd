# SPDX-License-Identifier: GPL-2.0-only
"""The map that GNU ld or LLVM's linker writes: which bytes came from which object."""

import re
from dataclasses import dataclass
from typing import Iterator

# GNU: output sections at the margin, what went into them behind one space. Names that
# are too long push the rest of their entry to the next line.
_GNU_NUMBERS = r"\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)"
_GNU_OUTPUT = re.compile(rf"^(\.\S+){_GNU_NUMBERS}", re.M)
_GNU_INPUT = re.compile(rf"^ (?:\.\S+|COMMON){_GNU_NUMBERS} (\S+)$", re.M)
_GNU_HEAD = "Linker script and memory map"

# LLVM: address, load address, size and alignment, then the same by columns.
_LLVM_NUMBERS = r"^ *([0-9a-f]+) +[0-9a-f]+ +([0-9a-f]+) +\d+ "
_LLVM_OUTPUT = re.compile(rf"{_LLVM_NUMBERS}(\.\S+)$", re.M)
_LLVM_INPUT = re.compile(rf"{_LLVM_NUMBERS}        (\S.*):\([^()]+\)$", re.M)
_LLVM_HEAD = re.compile(r" +VMA +LMA +Size Align Out +In +Symbol\n")


class MapError(Exception):
    """Not a map of either linker."""


@dataclass(frozen=True)
class Piece:
    """Bytes in a row from one file."""

    section: str
    address: int
    size: int
    file: str


@dataclass(frozen=True)
class Map:
    """Sections that are loaded, by name, with their sizes; and what they are made of."""

    sections: dict[str, int]
    pieces: list[Piece]

    def attributed(self, section: str) -> int:
        return sum(piece.size for piece in self.pieces if piece.section == section)

    def unattributed(self, section: str) -> int:
        """Between two objects, to begin at a multiple of something, and up to a page's end."""
        return self.sections[section] - self.attributed(section)


def parse(text: str) -> Map:
    if _GNU_HEAD in text:
        outputs, inputs = _gnu_entries(text.split(_GNU_HEAD, 1)[1])
    elif _LLVM_HEAD.match(text):
        outputs, inputs = _llvm_entries(text)
    else:
        raise MapError("explain-size reads the maps of GNU ld and of LLVM's linker; this is none")
    places = [(name, int(address, 16), int(size, 16)) for name, address, size in outputs]
    places = [each for each in places if each[1] and each[2]]  # others are not loaded
    pieces = []
    for address, size, file in inputs:
        where = int(address, 16)
        section = next((name for name, start, length in places
                        if start <= where < start + length), None)
        if section and int(size, 16):
            pieces.append(Piece(section, where, int(size, 16), _file_name(file)))
    return Map({name: size for name, _, size in places}, sorted(pieces, key=lambda p: p.address))


def _gnu_entries(text: str) -> tuple[Iterator, Iterator]:
    """Name, address and size of output sections; address, size and file of pieces."""
    return iter(_GNU_OUTPUT.findall(text)), iter(_GNU_INPUT.findall(text))


def _llvm_entries(text: str) -> tuple[Iterator, Iterator]:
    return ((name, address, size) for address, size, name in _LLVM_OUTPUT.findall(text)), \
        iter(_LLVM_INPUT.findall(text))


def _file_name(file: str) -> str:
    """Without the archive around it."""
    member = re.fullmatch(r".*\((.*)\)", file)
    return member[1] if member else file
