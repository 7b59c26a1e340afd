// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/ktest.h>

#include "character_width.h"
#include "charset.h"

KTEST(charset, ascii_is_the_same_in_all_but_graphics)
{
	for (unsigned int byte = ' '; byte <= '~'; byte++) {
		KTEST_EXPECT_EQ(t, charset_character(CHARSET_LATIN1, (u8)byte),
				byte);
		KTEST_EXPECT_EQ(t, charset_character(CHARSET_PC, (u8)byte),
				byte);
	}
	for (unsigned int byte = 'A'; byte <= 'Z'; byte++)
		KTEST_EXPECT_EQ(
			t, charset_character(CHARSET_GRAPHICS, (u8)byte), byte);
}

KTEST(charset, graphics_has_lines_and_arrows)
{
	KTEST_EXPECT_EQ(t, charset_character(CHARSET_GRAPHICS, 'q'), 0x2500);
	KTEST_EXPECT_EQ(t, charset_character(CHARSET_GRAPHICS, 'x'), 0x2502);
	KTEST_EXPECT_EQ(t, charset_character(CHARSET_GRAPHICS, '~'), 0xb7);
	KTEST_EXPECT_EQ(t, charset_character(CHARSET_GRAPHICS, '+'), 0x2192);
	KTEST_EXPECT_EQ(t, charset_character(CHARSET_GRAPHICS, '0'), 0x2588);
}

KTEST(charset, pc_has_pictures_for_controls)
{
	KTEST_EXPECT_EQ(t, charset_character(CHARSET_PC, 0x01), 0x263a);
	KTEST_EXPECT_EQ(t, charset_character(CHARSET_PC, 0x7f), 0x2302);
	KTEST_EXPECT_EQ(t, charset_character(CHARSET_PC, 0x80), 0xc7);
	KTEST_EXPECT_EQ(t, charset_character(CHARSET_PC, 0xff), 0xa0);
}

KTEST(charset, widths_are_those_of_blocks)
{
	static const struct {
		u32 character;
		unsigned int width;
	} cases[] = {
		{'a', 1},      {0x2ff, 1},   {0x300, 0},   {0x36f, 0},
		{0x370, 1},    {0x200b, 0},  {0x2500, 1},  {0x4e00, 2},
		{0xac00, 2},   {0xff01, 2},  {0xff61, 1},  {0xfffd, 1},
		{0x1f600, 2},  {0x20000, 2}, {0x3fffd, 2}, {0x3fffe, 1},
		{0x10ffff, 1},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		KTEST_EXPECT_EQ(t, character_width(cases[i].character),
				cases[i].width);
}
