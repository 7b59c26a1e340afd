// SPDX-License-Identifier: GPL-2.0-only
#include <exo/io_iter.h>
#include <exo/ktest.h>
#include <uapi/errno.h>

#include "console_line.h"

static struct console_line line;
static char echoed[CONSOLE_ECHO_MAX + 1];

static void start(void)
{
	line = (struct console_line){.complete = false};
	echoed[0] = '\0';
}

/* What typing @keys shows, as far as a line goes. */
static const char *type(const char *keys)
{
	size_t shown = 0;

	for (; *keys && !line.complete; keys++)
		shown += console_line_add(&line, (u8)*keys, echoed + shown);
	echoed[shown] = '\0';
	return echoed;
}

static char taken[CONSOLE_LINE_MAX + 1];

static ssize_t take(size_t size)
{
	struct io_iter to = io_iter_buffer(taken, size);
	ssize_t done = console_line_take(&line, &to);

	taken[done > 0 ? done : 0] = '\0';
	return done;
}

KTEST(console_line, enter_ends_a_line)
{
	start();
	KTEST_EXPECT_STREQ(t, type("ab\tc\rx"), "ab\tc\n");
	KTEST_EXPECT_EQ(t, take(100), 5);
	KTEST_EXPECT_STREQ(t, taken, "ab\tc\n");
	KTEST_EXPECT(t, !line.complete && !line.length);
}

KTEST(console_line, a_line_is_taken_piece_by_piece)
{
	start();
	type("abc\n");
	KTEST_EXPECT_EQ(t, take(2), 2);
	KTEST_EXPECT_STREQ(t, taken, "ab");
	KTEST_EXPECT(t, line.complete);
	KTEST_EXPECT_EQ(t, take(2), 2);
	KTEST_EXPECT_STREQ(t, taken, "c\n");
	KTEST_EXPECT(t, !line.complete);
}

KTEST(console_line, backspace_takes_out_a_character)
{
	start();
	KTEST_EXPECT_STREQ(t, type("\x7f"), "");
	KTEST_EXPECT_STREQ(t, type("a\x7f\x08"), "a\b \b");
	KTEST_EXPECT_STREQ(t, type("x\xc3\xa9\x7f"), "x\xc3\xa9\b \b");
	KTEST_EXPECT_STREQ(t, type("\x01\x7f"), "^A\b \b\b \b");
	type("\n");
	take(100);
	KTEST_EXPECT_STREQ(t, taken, "x\n");
}

KTEST(console_line, ctrl_u_empties_the_line)
{
	start();
	KTEST_EXPECT_STREQ(t, type("ab\x15"), "ab\b \b\b \b");
	KTEST_EXPECT_EQ(t, line.length, 0);
}

KTEST(console_line, ctrl_d_ends_without_a_newline)
{
	start();
	KTEST_EXPECT_STREQ(t, type("ab\x04"), "ab");
	KTEST_EXPECT_EQ(t, take(100), 2);
	KTEST_EXPECT_STREQ(t, taken, "ab");
	KTEST_EXPECT_STREQ(t, type("\x04"), "");
	KTEST_EXPECT(t, line.complete);
	KTEST_EXPECT_EQ(t, take(100), 0);
	KTEST_EXPECT(t, !line.complete);
}

KTEST(console_line, ctrl_c_drops_the_line)
{
	start();
	KTEST_EXPECT_STREQ(t, type("ab\x03"), "ab^C\n");
	KTEST_EXPECT_EQ(t, take(100), -EINTR);
	KTEST_EXPECT_STREQ(t, type("c\n"), "c\n");
	KTEST_EXPECT_EQ(t, take(100), 2);
}

KTEST(console_line, a_full_line_rings_and_takes_enter)
{
	unsigned int kept = 0;
	char echo[CONSOLE_ECHO_MAX];

	start();
	while (line.length < CONSOLE_LINE_MAX - 1)
		kept += (unsigned int)console_line_add(&line, 'x', echo);
	KTEST_EXPECT_EQ(t, kept, CONSOLE_LINE_MAX - 1);
	KTEST_EXPECT_STREQ(t, type("yz"), "\a\a");
	KTEST_EXPECT_STREQ(t, type("\n"), "\n");
	KTEST_EXPECT_EQ(t, take(1000), CONSOLE_LINE_MAX);
	KTEST_EXPECT_EQ(t, taken[CONSOLE_LINE_MAX - 2], 'x');
	KTEST_EXPECT_EQ(t, taken[CONSOLE_LINE_MAX - 1], '\n');
}

KTEST(console_line, a_full_line_of_controls_can_be_emptied)
{
	static char echo[CONSOLE_ECHO_MAX];

	start();
	while (line.length < CONSOLE_LINE_MAX - 1)
		console_line_add(&line, 1, echo);
	KTEST_EXPECT_LE(t, console_line_add(&line, 21, echo), CONSOLE_ECHO_MAX);
	KTEST_EXPECT_EQ(t, line.length, 0);
}
