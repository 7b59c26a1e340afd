# SPDX-License-Identifier: GPL-2.0-only
"""A font as the C source that drivers/video/font.h describes."""

from font.psf import ASCII, Font

REPLACEMENT, QUESTION_MARK = 0xFFFD, ord("?")

SOURCE = """\
// SPDX-License-Identifier: GPL-2.0-only
/* Made by scripts/font from {name}. */
#include "font.h"

static const u8 bitmaps[] = {{
{bitmaps}}};

static const struct font_character characters[] = {{
{characters}}};

const struct font console_font = {{
\t.width = {width},
\t.height = {height},
\t.fallback = {fallback},
\t.nr_characters = {nr_characters},
\t.characters = characters,
\t.bitmaps = bitmaps,
}};
"""


def c_source(font: Font, name: str) -> str:
    """Equal glyphs are stored once, but those of ASCII keep their places in front."""
    bitmaps = [font.glyphs[character] for character in ASCII]
    number_of = {glyph: number for number, glyph in enumerate(bitmaps)}
    others = {}
    for character in sorted(font.glyphs.keys() - set(ASCII)):
        glyph = font.glyphs[character]
        if glyph not in number_of:
            number_of[glyph] = len(bitmaps)
            bitmaps.append(glyph)
        others[character] = number_of[glyph]
    fallback = font.glyphs.get(REPLACEMENT, font.glyphs[QUESTION_MARK])
    return SOURCE.format(
        name=name, width=font.width, height=font.height, fallback=number_of[fallback],
        nr_characters=len(others),
        bitmaps="".join(f"\t{', '.join(map(str, glyph))},\n" for glyph in bitmaps),
        characters="".join(f"\t{{{character:#06x}, {number}}},\n"
                           for character, number in others.items()))
