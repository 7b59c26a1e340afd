// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes and colours, by the cell that they make of a letter.
 */
#include "test_display.h"

struct look {
	const char *attributes;
	u8 foreground, background, style;
};

static void check_looks(struct ktest *t, const struct look *look, size_t count)
{
	for (; count > 0; count--, look++) {
		const struct screen_cell *cell = &test.cells[0][0];
		struct screen_cell expected = {
			.character = 'x',
			.foreground = look->foreground & 15,
			.background = look->background & 15,
			.style = look->style,
		};

		test_start(look->attributes);
		test_write("x");
		KTEST_EXPECT_MEMEQ(t, cell, &expected, sizeof(expected));
	}
}

KTEST(terminal_pen, attributes_become_colours_and_styles)
{
	static const struct look looks[] = {
		{"", 7, 0, 0},
		{"\033[1m", 15, 0, 0},
		{"\033[2m", 8, 0, 0},
		{"\033[1;2m", 8, 0, 0},
		{"\033[1;22m", 7, 0, 0},
		{"\033[4m", 7, 0, SCREEN_UNDERLINE},
		{"\033[21m", 7, 0, SCREEN_UNDERLINE},
		{"\033[4;24m", 7, 0, 0},
		{"\033[5m", 7, 0, SCREEN_BLINK},
		{"\033[5;25m", 7, 0, 0},
		{"\033[7m", 0, 7, 0},
		{"\033[7;27m", 7, 0, 0},
		{"\033[2;7m", 8, 0, 0},
		{"\033[91;7m", 8, 1, 0},
		{"\033[31;1;7m", 8, 1, 0},
		{"\033[1;4;5;7m\033[m", 7, 0, 0},
		{"\033[1;31m\033[0m", 7, 0, 0},
		{"\033[1;31;;4m", 7, 0, SCREEN_UNDERLINE},
	};

	check_looks(t, looks, ARRAY_SIZE(looks));
}

KTEST(terminal_pen, colours_are_those_asked_for_or_the_nearest)
{
	static const struct look looks[] = {
		{"\033[31m", 1, 0, 0},
		{"\033[36;44m", 6, 4, 0},
		{"\033[31;42;39m", 7, 2, 0},
		{"\033[31;42;49m", 1, 0, 0},
		{"\033[91;104m", 9, 12, 0},
		{"\033[38;5;9m", 9, 0, 0},
		{"\033[48;5;4m", 7, 4, 0},
		{"\033[38;5;196m", 1, 0, 0},
		{"\033[38;5;16m", 0, 0, 0},
		{"\033[38;5;231m", 15, 0, 0},
		{"\033[38;5;250m", 7, 0, 0},
		{"\033[38;5;240m", 8, 0, 0},
		{"\033[38;5;999m", 7, 0, 0},
		{"\033[38;2;0;170;0m", 2, 0, 0},
		{"\033[48;2;250;10;250;31m", 1, 13, 0},
		{"\033[38;2;9999;9999;9999m", 15, 0, 0},
		/* Cut off, or of a kind that does not exist: no change. */
		{"\033[38m", 7, 0, 0},
		{"\033[38;5m", 7, 0, 0},
		{"\033[38;2;1;2m", 7, 0, 0},
		{"\033[38;7;1m", 7, 0, 0},
	};

	check_looks(t, looks, ARRAY_SIZE(looks));
}

KTEST(terminal_pen, erased_cells_have_the_background_colour_only)
{
	struct screen_cell expected = {
		.character = ' ',
		.foreground = SCREEN_RED,
		.background = SCREEN_BLUE,
	};

	test_start("\033[31;44;1;4;5;7m\033[J");
	KTEST_EXPECT_MEMEQ(t, &test.cells[3][3], &expected, sizeof(expected));
	test_write("\033[5H\n");
	KTEST_EXPECT_MEMEQ(t, &test.cells[4][9], &expected, sizeof(expected));
}

KTEST(terminal_pen, reverse_video_turns_the_whole_screen)
{
	test_start("a\033[31mb\033[?5h");
	KTEST_EXPECT_EQ(t, test.cells[0][0].background, SCREEN_WHITE);
	KTEST_EXPECT_EQ(t, test.cells[0][1].background, SCREEN_RED);
	KTEST_EXPECT_EQ(t, test.cells[4][9].background, SCREEN_WHITE);
	test_write("c\033[7md\033[?5h");
	KTEST_EXPECT_EQ(t, test.cells[0][2].background, SCREEN_RED);
	KTEST_EXPECT_EQ(t, test.cells[0][3].background, SCREEN_BLACK);
	test_write("\033[?5l");
	KTEST_EXPECT_EQ(t, test.cells[0][2].foreground, SCREEN_RED);
	KTEST_EXPECT_EQ(t, test.cells[0][3].background, SCREEN_RED);
	KTEST_EXPECT_EQ(t, test.cells[4][9].background, SCREEN_BLACK);
}
