// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is drawn, and looking back at lines that have scrolled off.
 */
#include "test_display.h"

static void write_numbers(unsigned int count)
{
	char line[] = "\r\n0";

	for (unsigned int i = 1; i <= count; i++) {
		line[2] = (char)('0' + i);
		test_write(line);
	}
}

static void forget_draws(void)
{
	test.nr_drawn = 0;
	test.nr_draws = 0;
}

KTEST(terminal_display, a_new_display_is_drawn_once_all_over)
{
	test_start("");
	KTEST_EXPECT_EQ(t, test.nr_drawn, TEST_ROWS * TEST_COLUMNS);
	forget_draws();
	test_write("");
	KTEST_EXPECT_EQ(t, test.nr_draws, 0);
}

KTEST(terminal_display, only_cells_that_differ_are_drawn)
{
	test_start("abc");
	forget_draws();
	test_write("d");
	KTEST_EXPECT_EQ(t, test.nr_drawn, 1);
	test_write("\rabcd");
	KTEST_EXPECT_EQ(t, test.nr_drawn, 1);
	test_write("\rXbcX");
	KTEST_EXPECT_EQ(t, test.nr_drawn, 3);
	KTEST_EXPECT_EQ(t, test.nr_draws, 3);
	test_write("\033[2J\rXbcX");
	KTEST_EXPECT_EQ(t, test.nr_drawn, 3);
}

KTEST(terminal_display, lines_of_one_write_are_drawn_once)
{
	test_start("a\r\na\r\na\r\na\r\na");
	forget_draws();
	test_write("\r\na\r\na\r\na\r\na\r\nb");
	KTEST_EXPECT_EQ(t, test.nr_drawn, 1);
	KTEST_EXPECT_STREQ(t, test_text(), "a/a/a/a/b");
}

KTEST(terminal_display, scrolled_lines_can_be_looked_at)
{
	test_start("0");
	write_numbers(7);
	KTEST_EXPECT_STREQ(t, test_text(), "3/4/5/6/7");
	terminal_scroll_back(&test.terminal, 2);
	KTEST_EXPECT_STREQ(t, test_text(), "1/2/3/4/5");
	KTEST_EXPECT(t, !test.visible);
	terminal_scroll_back(&test.terminal, -1);
	KTEST_EXPECT_STREQ(t, test_text(), "2/3/4/5/6");
	terminal_scroll_back(&test.terminal, 99);
	KTEST_EXPECT_STREQ(t, test_text(), "0/1/2/3/4");
	terminal_scroll_back(&test.terminal, -99);
	KTEST_EXPECT_STREQ(t, test_text(), "3/4/5/6/7");
	KTEST_EXPECT(t, test.visible);
	KTEST_EXPECT_EQ(t, test.row, 4);
}

KTEST(terminal_display, the_oldest_lines_make_room)
{
	test_start("0");
	write_numbers(9);
	terminal_scroll_back(&test.terminal, 99);
	KTEST_EXPECT_STREQ(t, test_text(), "1/2/3/4/5");
}

KTEST(terminal_display, output_returns_to_the_present)
{
	test_start("0");
	write_numbers(7);
	terminal_scroll_back(&test.terminal, 3);
	test_write("!");
	KTEST_EXPECT_STREQ(t, test_text(), "3/4/5/6/7!");
	KTEST_EXPECT(t, test.visible);
}

KTEST(terminal_display, the_cursor_moves_down_with_what_is_looked_back_at)
{
	test_start("0");
	write_numbers(7);
	test_write("\033[2;3H");
	terminal_scroll_back(&test.terminal, 2);
	KTEST_EXPECT(t, test.visible);
	KTEST_EXPECT_EQ(t, test.row, 3);
	KTEST_EXPECT_EQ(t, test.column, 2);
}

KTEST(terminal_display, lines_of_a_region_are_not_kept)
{
	test_start("0");
	write_numbers(4);
	test_write("\033[1;4r\033[4H\n\n\n");
	terminal_scroll_back(&test.terminal, 99);
	KTEST_EXPECT_STREQ(t, test_text(), "3////4");
}

KTEST(terminal_display, scroll_back_can_be_erased)
{
	test_start("0");
	write_numbers(7);
	test_write("\033[3Jx");
	terminal_scroll_back(&test.terminal, 99);
	KTEST_EXPECT_STREQ(t, test_text(), "//// x");
}

KTEST(terminal_display, moving_to_other_memory_keeps_the_screen)
{
	static u64 memory[TEST_MEMORY / sizeof(u64)];
	size_t size = terminal_size(&test_screen, TEST_SCROLLBACK);

	KTEST_ASSERT(t, size <= sizeof(memory));
	test_start("0");
	write_numbers(7);
	test_write("\033[2;3H");
	terminal_move(&test.terminal, memory, 1);
	test_write("x");
	KTEST_EXPECT_STREQ(t, test_text(), "3/4 x/5/6/7");
}

/* As if a panic had come while line numbers were being exchanged. */
KTEST(terminal_display, recovery_makes_any_interrupted_state_sound)
{
	struct terminal_grid *grid = &test.terminal.grid;

	test_start("a\r\nb\033[2;3r\033[?6h\033[31m\033(0\033]0;no end");
	grid->reordering = true;
	grid->order[0] = grid->order[1];
	test.terminal.top = 9;
	terminal_recover(&test.terminal);
	test_write("\033[H1\033[5;10H2\nq");
	KTEST_EXPECT_STREQ(t, test_text(), "///         2/         q");
	for (unsigned int i = 0; i < grid->nr_lines; i++)
		KTEST_EXPECT_EQ(t, grid->order[i], i);
}

KTEST(terminal_display, recovery_keeps_what_was_sound)
{
	test_start("a\r\nb\033[2;3r\033[31m\033]0;no end");
	memset(test.cells, 0, sizeof(test.cells));
	terminal_recover(&test.terminal);
	test_write("c\n");
	KTEST_EXPECT_STREQ(t, test_text(), "c/b");
}
