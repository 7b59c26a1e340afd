# SPDX-License-Identifier: GPL-2.0-only
"""
Text on a graphics screen, read back from a screendump by the font it was drawn
with.

    picture = glyphs.Picture(guest.screendump(path), glyphs.font_of(kernel))
    assert picture.lines()[-1].startswith("exo> ")
"""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from harness.build import Build
from harness.paths import SRCTREE

sys.path.insert(0, str(SRCTREE / "scripts"))
from font import psf, supplement  # noqa: E402

BLACK, GREY = bytes.fromhex("000000"), bytes.fromhex("aaaaaa")
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
PIXEL = 3  # bytes, in a PPM file


def font_of(kernel: Build) -> psf.Font:
    """The font of the kernel's framebuffer console."""
    font = psf.parse(psf.read(SRCTREE / kernel.config["FONT_FILE"]))
    supplement.add_to(font)
    return font


@dataclass(frozen=True)
class Cell:
    """A character in its colours, as RGB bytes; a blank has one colour, twice."""

    character: str
    foreground: bytes = GREY
    background: bytes = BLACK
    underlined: bool = False


class Picture:
    """A screendump, divided into cells of the font's size."""

    def __init__(self, path: Path, font: psf.Font):
        magic, size, depth, self.pixels = path.read_bytes().split(b"\n", 3)
        assert (magic, depth) == (b"P6", b"255")
        self.width, self.height = map(int, size.split())
        self.font = font
        self.rows, self.columns = self.height // font.height, self.width // font.width
        self._known: dict[bytes, Cell] = {}
        # Of characters that look the same the simplest one is read.
        self._characters = {font.glyphs[c]: chr(c) for c in sorted(font.glyphs, reverse=True)}

    def lines(self) -> list[str]:
        """The text, one string a row, blanks at the end removed."""
        return ["".join(self.cell(row, column).character
                        for column in range(self.columns)).rstrip()
                for row in range(self.rows)]

    def read(self, text: str) -> str:
        """The text as lines() has it: a glyph may be that of several characters."""
        replacement = self.font.glyphs[ord(UNREADABLE)]
        return "".join(self._characters[self.font.glyphs.get(ord(c), replacement)] for c in text)

    def cell(self, row: int, column: int) -> Cell:
        pixels = self._cell_pixels(row, column)
        if pixels not in self._known:
            self._known[pixels] = self._recognise(pixels)
        return self._known[pixels]

    def text_hash(self) -> str:
        """Of the pixels of all cells."""
        width = self.columns * self.font.width * PIXEL
        digest = hashlib.sha256()
        for y in range(self.rows * self.font.height):
            digest.update(self._line(y, 0, width))
        return digest.hexdigest()

    def font_hash(self) -> str:
        """Of all glyphs: with other ones the pixels are others."""
        return hashlib.sha256(repr(sorted(self.font.glyphs.items())).encode()).hexdigest()

    def border(self) -> set[bytes]:
        """The colours of what is left over, right of the cells and below."""
        right = self.columns * self.font.width * PIXEL
        found = b"".join(self._line(y, right, self.width * PIXEL)
                         for y in range(self.rows * self.font.height))
        found += self.pixels[self.rows * self.font.height * self.width * PIXEL:]
        return {found[at:at + PIXEL] for at in range(0, len(found), PIXEL)}

    def _line(self, y: int, start: int, end: int) -> bytes:
        at = y * self.width * PIXEL
        return self.pixels[at + start:at + end]

    def _cell_pixels(self, row: int, column: int) -> bytes:
        width = self.font.width * PIXEL
        return b"".join(self._line(row * self.font.height + y, column * width,
                                   (column + 1) * width) for y in range(self.font.height))

    def _recognise(self, pixels: bytes) -> Cell:
        cell = [pixels[at:at + PIXEL] for at in range(0, len(pixels), PIXEL)]
        colors = sorted(set(cell))
        if len(colors) == 1:
            return Cell(" ", colors[0], colors[0])
        if len(colors) > 2:
            return Cell(UNREADABLE)
        # The darker background is the likelier one, and so is no underline.
        for underlined in (False, True):
            for background, foreground in (colors, colors[::-1]):
                character = self._character([p == foreground for p in cell], underlined)
                if character:
                    return Cell(character, foreground, background, underlined)
        return Cell(UNREADABLE)

    def _character(self, bits: list[bool], underlined: bool) -> str | None:
        width, rows = self.font.width, []
        for at in range(0, len(bits), width):
            rows.append(int("".join("01"[bit] for bit in bits[at:at + width]), 2))
        if underlined:
            if rows[-1] != (1 << width) - 1:
                return None
            rows[-1] = 0
        return self._characters.get(self.font.pack(rows))
