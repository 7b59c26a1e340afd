# SPDX-License-Identifier: GPL-2.0-only
"""
Characters that text screens need and many fonts lack, drawn for any size: the
block elements (U+2580-259F) and what the DEC special graphics set has besides
box drawing. A glyph that the font has stays.
"""

from typing import Callable

from font.psf import Font

Inside = Callable[[int, int], bool]  # whether the pixel at x, y is set

# Letters of 3x5 pixels, a row each digit: for the names of control characters.
LETTERS = {"C": "74447", "F": "74744", "H": "55755", "L": "44447", "N": "57755",
           "R": "75765", "T": "72222", "V": "55552"}
CONTROL_NAMES = {0x2409: "HT", 0x240A: "LF", 0x240B: "VT", 0x240C: "FF", 0x240D: "CR",
                 0x2424: "NL"}
SCAN_LINES = {0x23BA: 0, 0x23BB: 2, 0x23BC: 6, 0x23BD: 8}  # eighths of the height
DIAMOND = 0x25C6
# Which quarters are set: upper left 8, upper right 4, lower left 2, lower right 1.
QUADRANTS = {0x2596: 2, 0x2597: 1, 0x2598: 8, 0x2599: 11, 0x259A: 9, 0x259B: 14,
             0x259C: 13, 0x259D: 4, 0x259E: 6, 0x259F: 7}


def add_to(font: Font) -> None:
    """Draw those that the font lacks."""
    for character, inside in {**_blocks(font), **_quadrants(font), **_scan_lines(font),
                              **_control_names(font), DIAMOND: _diamond(font)}.items():
        if character not in font.glyphs:
            font.glyphs[character] = font.pack([_row(font, inside, y)
                                                for y in range(font.height)])


def _row(font: Font, inside: Inside, y: int) -> int:
    return sum(inside(x, y) << (font.width - 1 - x) for x in range(font.width))


def _eighths(size: int, count: int) -> int:
    return (size * count + 4) // 8


def _blocks(font: Font) -> dict[int, Inside]:
    width, height = font.width, font.height
    below = {n: height - _eighths(height, n) for n in range(1, 9)}
    left = {n: _eighths(width, n) for n in range(1, 8)}
    found: dict[int, Inside] = {
        0x2580: lambda x, y: y < below[4],
        0x2590: lambda x, y: x >= left[4],
        0x2591: lambda x, y: x % 2 == 0 and (x // 2 + y) % 2 == 0,
        0x2592: lambda x, y: (x + y) % 2 == 0,
        0x2593: lambda x, y: x % 2 != 0 or (x // 2 + y) % 2 != 0,
        0x2594: lambda x, y: y < height - below[1],
        0x2595: lambda x, y: x >= width - left[1],
    }
    for n in below:
        found[0x2580 + n] = lambda x, y, top=below[n]: y >= top
    for n in left:
        found[0x2590 - n] = lambda x, y, end=left[n]: x < end
    return found


def _quadrants(font: Font) -> dict[int, Inside]:
    def quarter(x: int, y: int) -> int:
        return 8 >> (x >= font.width // 2) + 2 * (y >= font.height // 2)

    return {character: lambda x, y, parts=parts: bool(parts & quarter(x, y))
            for character, parts in QUADRANTS.items()}


def _scan_lines(font: Font) -> dict[int, Inside]:
    thick = max(1, font.height // 16)
    room = font.height - thick
    return {character: lambda x, y, top=eighths * room // 8: top <= y < top + thick
            for character, eighths in SCAN_LINES.items()}


def _diamond(font: Font) -> Inside:
    reach = min(font.width, font.height) - 1  # in half pixels, from the middle
    return lambda x, y: (abs(2 * x + 1 - font.width) + abs(2 * y + 1 - font.height)) <= reach


def _control_names(font: Font) -> dict[int, Inside]:
    """Two letters, the second one lower; none in cells that are too small."""
    scale = min(font.width // 7, font.height // 11)
    if not scale:
        return {}
    down = (font.height - 11 * scale) // 2

    def pixel(letter: str, x: int, y: int) -> bool:
        x, y = x // scale, y // scale
        return x in range(3) and y in range(5) and bool(int(LETTERS[letter][y], 8) & 4 >> x)

    def inside(name: str, x: int, y: int) -> bool:
        return (pixel(name[0], x, y - down)
                or pixel(name[1], x - 4 * scale, y - down - 6 * scale))

    return {character: lambda x, y, name=name: inside(name, x, y)
            for character, name in CONTROL_NAMES.items()}
