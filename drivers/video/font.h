/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. A font of bitmaps that all have one size. The console's is
 * made by scripts/font at build time.
 */
#ifndef DRIVERS_VIDEO_FONT_H
#define DRIVERS_VIDEO_FONT_H

#include <exo/compiler.h>
#include <exo/types.h>

enum {
	FONT_WIDTH_MAX = 32, /* pixels */
	FONT_HEIGHT_MAX = 64,

	FONT_ASCII_FIRST = ' ',
	FONT_ASCII_LAST = '~',
};

struct font_character {
	u16 character; /* Unicode */
	u16 glyph; /* number of its bitmap */
};

struct font {
	u16 width, height; /* pixels */
	u16 fallback; /* the glyph of all characters that it lacks */
	u16 nr_characters;
	/* Ascending. ASCII is left out: its glyphs are the first, in order. */
	const struct font_character *characters;
	/* Row by row from the top, the leftmost pixel in the highest bit. */
	const u8 *bitmaps;
};

extern const struct font console_font;

/* Bytes that a row of a bitmap takes. */
static inline unsigned int font_row_bytes(const struct font *font)
{
	return DIV_ROUND_UP(font->width, 8U);
}

/* The bitmap of @character, the fallback if it has none. Any context. */
const u8 *font_glyph(const struct font *font, u16 character);

#endif
