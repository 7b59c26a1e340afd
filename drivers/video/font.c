// SPDX-License-Identifier: GPL-2.0-only
/* From characters to glyphs: at once for ASCII, else a binary search. */
#include "font.h"

static unsigned int glyph_number(const struct font *font, u16 character)
{
	unsigned int low = 0, high = font->nr_characters;

	if (character >= FONT_ASCII_FIRST && character <= FONT_ASCII_LAST)
		return character - FONT_ASCII_FIRST;
	while (low < high) {
		const unsigned int middle = (low + high) / 2;
		const struct font_character *entry = &font->characters[middle];

		if (entry->character == character)
			return entry->glyph;
		if (entry->character < character)
			low = middle + 1;
		else
			high = middle;
	}
	return font->fallback;
}

const u8 *font_glyph(const struct font *font, u16 character)
{
	return font->bitmaps + (size_t)glyph_number(font, character) *
				       font->height * font_row_bytes(font);
}
