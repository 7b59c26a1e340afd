/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the terminal's tests. A terminal of ten columns
 * and five rows with four lines of scroll-back, and a display for it that
 * keeps what it was told to show.
 */
#ifndef TTY_TEST_DISPLAY_H
#define TTY_TEST_DISPLAY_H

#include <exo/compiler.h>
#include <exo/ktest.h>
#include <exo/string.h>

#include "terminal.h"

enum {
	TEST_ROWS = 5,
	TEST_COLUMNS = 10,
	TEST_SCROLLBACK = 4,
	TEST_MEMORY = 1024, /* enough for terminal_size() */
	TEST_TEXT_MAX = TEST_ROWS * (TEST_COLUMNS * 3 + 1) + 1,
};

static struct {
	struct terminal terminal;
	struct screen_cell cells[TEST_ROWS][TEST_COLUMNS];
	unsigned int row, column;
	bool visible;
	unsigned int nr_drawn, nr_draws, nr_misplaced;
	char replies[64];
	size_t replies_len;
} test;

static void test_draw(struct screen *screen, unsigned int row,
		      unsigned int column, const struct screen_cell *cells,
		      unsigned int count)
{
	(void)screen;
	if (row >= TEST_ROWS || count == 0 || column + count > TEST_COLUMNS) {
		test.nr_misplaced++;
		return;
	}
	memcpy(&test.cells[row][column], cells, count * sizeof(*cells));
	test.nr_drawn += count;
	test.nr_draws++;
}

static void test_cursor(struct screen *screen, unsigned int row,
			unsigned int column, const struct screen_cell *cell)
{
	(void)screen;
	if (cell && memcmp(cell, &test.cells[row][column], sizeof(*cell)))
		test.nr_misplaced++;
	test.row = row;
	test.column = column;
	test.visible = cell != NULL;
}

static const struct screen_ops test_ops = {
	.draw = test_draw,
	.cursor = test_cursor,
};

static struct screen test_screen = {
	.ops = &test_ops,
	.rows = TEST_ROWS,
	.columns = TEST_COLUMNS,
};

static void test_reply(const char *text, size_t len)
{
	len = min(len, sizeof(test.replies) - 1 - test.replies_len);
	memcpy(test.replies + test.replies_len, text, len);
	test.replies_len += len;
}

static inline void test_write(const char *text)
{
	terminal_write(&test.terminal, text, strlen(text));
	terminal_show(&test.terminal);
}

/* A new terminal that has been given @text. */
static inline void test_start(const char *text)
{
	static u64 memory[TEST_MEMORY / sizeof(u64)];

	memset(&test, 0, sizeof(test));
	terminal_init(&test.terminal, &test_screen, memory, TEST_SCROLLBACK,
		      test_reply);
	test_write(text);
}

static char *test_add_utf8(char *to, u16 character)
{
	if (character < 0x80) {
		*to++ = (char)character;
		return to;
	}
	if (character < 0x800) {
		*to++ = (char)(0xc0 | character >> 6);
	} else {
		*to++ = (char)(0xe0 | character >> 12);
		*to++ = (char)(0x80 | (character >> 6 & 0x3f));
	}
	*to++ = (char)(0x80 | (character & 0x3f));
	return to;
}

/*
 * What the display shows: rows without blanks at their ends, a slash between
 * them, none behind the last row that is not empty.
 */
static inline const char *test_text(void)
{
	static char text[TEST_TEXT_MAX];
	char *to = text, *end = text;

	for (unsigned int row = 0; row < TEST_ROWS; row++) {
		char *row_end = to;

		for (unsigned int i = 0; i < TEST_COLUMNS; i++) {
			u16 character = test.cells[row][i].character;

			to = test_add_utf8(to, character);
			if (character != ' ')
				end = row_end = to;
		}
		to = row_end;
		*to++ = '/';
	}
	*end = '\0';
	return text;
}

/* Bytes, what they make of an empty screen, and where the cursor ends up. */
struct test_screenful {
	const char *input, *text;
	unsigned int row, column;
};

static inline bool test_screenfuls(struct ktest *t,
				   const struct test_screenful *screenful,
				   size_t count)
{
	unsigned int failures = t->failures;

	for (; count > 0; count--, screenful++) {
		test_start(screenful->input);
		KTEST_EXPECT_STREQ(t, test_text(), screenful->text);
		KTEST_EXPECT_EQ(t, test.row, screenful->row);
		KTEST_EXPECT_EQ(t, test.column, screenful->column);
		KTEST_EXPECT_EQ(t, test.nr_misplaced, 0);
	}
	return t->failures == failures;
}

#endif
