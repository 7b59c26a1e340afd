# SPDX-License-Identifier: GPL-2.0-only
"""
PC screen fonts, versions 1 and 2, plain or packed by gzip.

    version 1: 36 04, mode, height; then 256 or 512 glyphs of 8 pixels' width
    version 2: 72 b5 4a 86, then seven u32: version, header size, flags,
               glyphs, bytes a glyph, height, width

Behind the glyphs stands, glyph by glyph, which characters look like that:
u16 ended by ffff in version 1, UTF-8 ended by ff in version 2. Behind a
separator (fffe, fe) come sequences of combining characters, which are not
used here. (kbd's psf.h and its page "The PSF formats".)
"""

import gzip
import struct
import zlib
from dataclasses import dataclass, field

PSF1_MAGIC = b"\x36\x04"
PSF1_512_GLYPHS, PSF1_TABLES = 0x01, 0x06  # of the mode; either of two bits
PSF2_MAGIC = b"\x72\xb5\x4a\x86"
PSF2_HEADER = struct.Struct("<4s7I")
PSF2_TABLE = 0x01  # of the flags

WIDTHS, HEIGHTS = range(4, 33), range(6, 65)  # pixels
ASCII = range(0x20, 0x7F)


class FontError(Exception):
    """Why a file cannot be the console's font."""


@dataclass
class Font:
    """Bitmaps of one size: rows of whole bytes, the leftmost pixel in the highest bit."""

    width: int
    height: int
    glyphs: dict[int, bytes] = field(default_factory=dict)  # by Unicode character

    @property
    def row_bytes(self) -> int:
        return (self.width + 7) // 8

    def rows(self, character: int) -> list[int]:
        """The glyph as numbers of width bits, from the top."""
        glyph, size = self.glyphs[character], self.row_bytes
        spare = 8 * size - self.width
        return [int.from_bytes(glyph[at:at + size], "big") >> spare
                for at in range(0, len(glyph), size)]

    def pack(self, rows: list[int]) -> bytes:
        """Such numbers as a glyph."""
        spare = 8 * self.row_bytes - self.width
        return b"".join((row << spare).to_bytes(self.row_bytes, "big") for row in rows)


def read(path: str) -> bytes:
    """The contents of the file, unpacked."""
    try:
        with open(path, "rb") as file:
            data = file.read()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    except OSError as error:  # gzip.BadGzipFile is one
        raise FontError(error.strerror or str(error)) from error
    except (EOFError, zlib.error) as error:
        raise FontError(f"damaged gzip file: {error}") from error


def parse(data: bytes) -> Font:
    """What the file says, each character of the basic multilingual plane once."""
    if data.startswith(PSF2_MAGIC):
        font, glyphs, table = _parse_psf2(data)
        names = _names_psf2(table)
    elif data.startswith(PSF1_MAGIC):
        font, glyphs, table = _parse_psf1(data)
        names = _names_psf1(table)
    else:
        raise FontError("not a PC screen font (PSF)")
    if len(names) < len(glyphs):
        raise FontError("the table of characters is cut short")
    for glyph, characters in zip(glyphs, names):
        for character in characters:
            if ASCII.start <= character <= 0xFFFF:
                font.glyphs.setdefault(character, glyph)
    _check(font)
    return font


def _parse_psf1(data: bytes) -> tuple[Font, list[bytes], bytes]:
    if len(data) < 4:
        raise FontError("the header is cut short")
    mode, height = data[2], data[3]
    if not mode & PSF1_TABLES:
        raise FontError("it does not say which characters its glyphs are")
    count = 512 if mode & PSF1_512_GLYPHS else 256
    return Font(8, height), *_split(data, 4, count, height)


def _parse_psf2(data: bytes) -> tuple[Font, list[bytes], bytes]:
    if len(data) < PSF2_HEADER.size:
        raise FontError("the header is cut short")
    _, _, start, flags, count, size, height, width = PSF2_HEADER.unpack_from(data)
    if not flags & PSF2_TABLE:
        raise FontError("it does not say which characters its glyphs are")
    font = Font(width, height)
    if size != height * font.row_bytes:
        raise FontError(f"glyphs of {width}x{height} pixels do not take {size} bytes")
    return font, *_split(data, start, count, size)


def _split(data: bytes, start: int, count: int, size: int) -> tuple[list[bytes], bytes]:
    """The glyphs, and what stands behind them."""
    end = start + count * size
    if not size or end > len(data):
        raise FontError("the glyphs are cut short")
    return [data[at:at + size] for at in range(start, end, size)], data[end:]


def _names_psf1(table: bytes) -> list[list[int]]:
    words = struct.unpack(f"<{len(table) // 2}H", table[:len(table) & ~1])
    names: list[list[int]] = []
    current: list[int] = []
    in_sequence = False
    for word in words:
        if word == 0xFFFF:
            names.append(current)
            current, in_sequence = [], False
        elif word == 0xFFFE:
            in_sequence = True
        elif not in_sequence:
            current.append(word)
    return names


def _names_psf2(table: bytes) -> list[list[int]]:
    try:
        return [[ord(c) for c in entry.split(b"\xfe")[0].decode()]
                for entry in table.split(b"\xff")[:-1]]
    except UnicodeDecodeError as error:
        raise FontError("the table of characters is not UTF-8") from error


def _check(font: Font) -> None:
    if font.width not in WIDTHS or font.height not in HEIGHTS:
        raise FontError(f"glyphs of {font.width}x{font.height} pixels; supported are "
                        f"{WIDTHS[0]}x{HEIGHTS[0]} to {WIDTHS[-1]}x{HEIGHTS[-1]}")
    missing = [chr(c) for c in ASCII if c not in font.glyphs]
    if missing:
        raise FontError(f"it lacks ASCII characters: {' '.join(missing)}")
