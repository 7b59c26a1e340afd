// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>

#include "font.h"

enum {
	NR_ASCII = FONT_ASCII_LAST - FONT_ASCII_FIRST + 1,
	FALLBACK = NR_ASCII + 3,
};

/* Glyphs of two bytes, which hold nothing: only their places count. */
static const u8 bitmaps[(FALLBACK + 1) * 2];
static const struct font_character others[] = {
	{0x00a0, 0},
	{0x00e9, NR_ASCII},
	{0x2500, NR_ASCII + 1},
	{0xffff, NR_ASCII + 2},
};

static const struct font font = {
	.width = 8,
	.height = 2,
	.fallback = FALLBACK,
	.nr_characters = ARRAY_SIZE(others),
	.characters = others,
	.bitmaps = bitmaps,
};

static long number_of(u16 character)
{
	return (font_glyph(&font, character) - bitmaps) / font.height;
}

KTEST(font, glyphs_of_ascii_are_the_first_in_order)
{
	KTEST_EXPECT_EQ(t, number_of(' '), 0);
	KTEST_EXPECT_EQ(t, number_of('A'), 'A' - ' ');
	KTEST_EXPECT_EQ(t, number_of('~'), NR_ASCII - 1);
}

KTEST(font, other_characters_are_found_in_the_table)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(others); i++)
		KTEST_EXPECT_EQ(t, number_of(others[i].character),
				others[i].glyph);
}

KTEST(font, characters_that_are_lacking_become_the_fallback)
{
	static const u16 lacking[] = {0,      0x1f,   0x7f,  0xe8,
				      0x24ff, 0x2501, 0xfffe};

	for (unsigned int i = 0; i < ARRAY_SIZE(lacking); i++)
		KTEST_EXPECT_EQ(t, number_of(lacking[i]), FALLBACK);
}

KTEST(font, a_font_of_ascii_only_has_no_table)
{
	struct font ascii = font;

	ascii.nr_characters = 0;
	KTEST_EXPECT_EQ(t, font_glyph(&ascii, 0xe9) - bitmaps,
			FALLBACK * font.height);
}
