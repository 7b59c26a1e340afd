# SPDX-License-Identifier: GPL-2.0-only
"""The map that GNU ld writes: which bytes of the image came from which object."""

import re
from dataclasses import dataclass

# Names that are too long push the rest of their entry to the next line.
_NUMBERS = r"\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)"
_OUTPUT = re.compile(rf"^(\.\S+){_NUMBERS}", re.M)
_INPUT = re.compile(rf"^ (?:\.\S+|COMMON){_NUMBERS} (\S+)$", re.M)
_HEAD = "Linker script and memory map"


class MapError(Exception):
    """Not a map of GNU ld."""


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
    if _HEAD not in text:
        raise MapError("explain-size reads the map of GNU ld, not that of LLVM's linker")
    text = text.split(_HEAD, 1)[1]
    found = [(name, int(address, 16), int(size, 16))
             for name, address, size in _OUTPUT.findall(text)]
    places = [each for each in found if each[1] and each[2]]  # others are not loaded
    pieces = []
    for address, size, file in _INPUT.findall(text):
        where = int(address, 16)
        section = next((name for name, start, length in places
                        if start <= where < start + length), None)
        if section and int(size, 16):
            pieces.append(Piece(section, where, int(size, 16), _file_name(file)))
    return Map({name: size for name, _, size in places}, sorted(pieces, key=lambda p: p.address))


def _file_name(file: str) -> str:
    """Without the archive around it."""
    member = re.fullmatch(r".*\((.*)\)", file)
    return member[1] if member else file
