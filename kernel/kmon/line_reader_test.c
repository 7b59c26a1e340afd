// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the line reader: history keys, search, completion.
 */
#include <exo/ktest.h>

#include "line_reader.h"
#include "test_terminal.h"

#define UP   "\x1b[A"
#define DOWN "\x1b[B"

static const struct kmon_command test_commands[] = {
	{.name = "reboot"}, {.name = "mem"},	 {.name = "help"},
	{.name = "memory"}, {.name = "history"}, {.name = "cpu"},
};

static const struct command_table test_table = {
	.start = test_commands,
	.end = test_commands + ARRAY_SIZE(test_commands),
};

static struct line_reader reader;
static struct terminal terminal;

static void begin(void)
{
	memset(&terminal, 0, sizeof(terminal));
	line_reader_init(&reader, 80, terminal_write, &terminal, &test_table);
	line_reader_begin(&reader, "> ");
}

/* Type @bytes; the last line that was entered, or NULL. */
static const char *type(const char *bytes)
{
	static char entered[LINE_EDITOR_MAX];
	const char *line, *last = NULL;

	for (; *bytes; bytes++) {
		line = line_reader_feed(&reader, *bytes);
		if (!line)
			continue;
		strscpy(entered, line, sizeof(entered));
		last = entered;
		line_reader_begin(&reader, "> ");
	}
	return last;
}

static const char *shown(void)
{
	return terminal_row(&terminal);
}

KTEST(line_reader, enter_gives_the_whole_line)
{
	begin();
	KTEST_EXPECT_EQ(t, type("hel"), NULL);
	KTEST_EXPECT_STREQ(t, type("p\x02\r"), "help");
	KTEST_EXPECT_STREQ(t, terminal.last_row, "> help");
	KTEST_EXPECT_STREQ(t, shown(), ">");
}

KTEST(line_reader, an_interrupt_drops_the_line_and_prompts_again)
{
	begin();
	type("reboot\x01\x03");
	KTEST_EXPECT_STREQ(t, terminal.last_row, "> reboot^C");
	KTEST_EXPECT_STREQ(t, type("mem\r"), "mem");
}

KTEST(line_reader, up_and_down_walk_the_history)
{
	begin();
	type("one\rtwo\r" UP);
	KTEST_EXPECT_STREQ(t, shown(), "> two");
	type(UP);
	KTEST_EXPECT_STREQ(t, shown(), "> one");
	type(UP);
	KTEST_EXPECT_STREQ(t, shown(), "> one");
	KTEST_EXPECT_EQ(t, terminal.bells, 1);
	type("\x0e");
	KTEST_EXPECT_STREQ(t, shown(), "> two");
	type("\x10");
	KTEST_EXPECT_STREQ(t, type("\r"), "one");
}

KTEST(line_reader, the_draft_survives_a_look_at_the_history)
{
	begin();
	type("one\rdra" UP DOWN "ft");
	KTEST_EXPECT_STREQ(t, shown(), "> draft");
	type(DOWN);
	KTEST_EXPECT_EQ(t, terminal.bells, 1);
	KTEST_EXPECT_STREQ(t, shown(), "> draft");
}

KTEST(line_reader, an_old_line_can_be_changed_and_entered)
{
	begin();
	KTEST_EXPECT_STREQ(t, type("one\r" UP " more\r"), "one more");
	type(UP UP);
	KTEST_EXPECT_STREQ(t, shown(), "> one");
}

KTEST(line_reader, tab_completes_the_only_match)
{
	begin();
	type("reb\t");
	KTEST_EXPECT_STREQ(t, type("x\r"), "reboot x");
	type("c\t");
	KTEST_EXPECT_STREQ(t, type("\r"), "cpu ");
}

KTEST(line_reader, tab_goes_as_far_as_all_matches_agree_then_lists)
{
	begin();
	type("m\t");
	KTEST_EXPECT_STREQ(t, shown(), "> mem");
	type("\t");
	KTEST_EXPECT_STREQ(t, terminal.last_row, "mem  memory");
	KTEST_EXPECT_STREQ(t, shown(), "> mem");
	KTEST_EXPECT_STREQ(t, type("\r"), "mem");
}

KTEST(line_reader, tab_lists_all_on_an_empty_line_in_order)
{
	begin();
	type("\t");
	KTEST_EXPECT_STREQ(t, terminal.last_row,
			   "cpu  help  history  mem  memory  reboot");
}

KTEST(line_reader, tab_rings_where_nothing_fits)
{
	begin();
	type("x\t");
	KTEST_EXPECT_EQ(t, terminal.bells, 1);
	type("\x15mem c\t");
	KTEST_EXPECT_EQ(t, terminal.bells, 2);
	KTEST_EXPECT_STREQ(t, shown(), "> mem c");
}

KTEST(line_reader, tab_completes_behind_help_and_before_other_text)
{
	begin();
	KTEST_EXPECT_STREQ(t, type("help c\t\r"), "help cpu ");
	KTEST_EXPECT_STREQ(t, type(" x\x01reb\t\r"), "reboot  x");
}

KTEST(line_reader, search_shows_the_newest_match)
{
	begin();
	type("config HZ\rmem\rconfig RTC\r\x12"
	     "conf");
	KTEST_EXPECT_STREQ(t, shown(), "search 'conf': config RTC");
	type("\x12");
	KTEST_EXPECT_STREQ(t, shown(), "search 'conf': config HZ");
	KTEST_EXPECT_STREQ(t, type("\r"), "config HZ");
}

KTEST(line_reader, search_without_a_match_rings_and_keeps_the_last)
{
	begin();
	type("mem\r\x12me");
	KTEST_EXPECT_EQ(t, terminal.bells, 0);
	type("x");
	KTEST_EXPECT_EQ(t, terminal.bells, 1);
	type("\x7f");
	KTEST_EXPECT_STREQ(t, shown(), "search 'me': mem");
}

KTEST(line_reader, an_aborted_search_gives_the_draft_back)
{
	begin();
	type("mem\rdraft\x12me\x07");
	KTEST_EXPECT_STREQ(t, shown(), "> draft");
	type("\x12me\x03");
	KTEST_EXPECT_STREQ(t, type("\r"), "draft");
}

KTEST(line_reader, an_editing_key_takes_the_match)
{
	begin();
	type("mem\r\x12me\x01");
	KTEST_EXPECT_STREQ(t, shown(), "> mem");
	KTEST_EXPECT_STREQ(t, type("x\r"), "xmem");
}

KTEST(line_reader, a_search_pattern_too_long_rings)
{
	begin();
	type("mem\r\x12");
	for (int i = 0; i < 100; i++)
		type("m");
	KTEST_EXPECT_GT(t, terminal.bells, 60);
	KTEST_EXPECT_STREQ(t, type("\x07mem\r"), "mem");
}

KTEST(line_reader, any_bytes_leave_it_ready_for_the_next_line)
{
	u32 random = 3;
	char byte[2] = "";

	begin();
	for (int i = 0; i < 50000; i++) {
		random = random * 1664525 + 1013904223;
		byte[0] = (random >> 24) ? random >> 24 : 'x';
		type(byte);
	}
	KTEST_EXPECT_STREQ(t, type("\x03\x03mem\r"), "mem");
}
