// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the history.
 */
#include <exo/ktest.h>
#include <exo/printf.h>

#include "history.h"

static struct history history;

static void clear(void)
{
	memset(&history, 0, sizeof(history));
}

KTEST(history, is_empty_at_first)
{
	clear();
	KTEST_EXPECT_EQ(t, history_line(&history, 0), NULL);
}

KTEST(history, ages_count_from_the_newest)
{
	clear();
	history_add(&history, "one");
	history_add(&history, "two");
	KTEST_EXPECT_STREQ(t, history_line(&history, 0), "two");
	KTEST_EXPECT_STREQ(t, history_line(&history, 1), "one");
	KTEST_EXPECT_EQ(t, history_line(&history, 2), NULL);
}

KTEST(history, blank_lines_are_not_stored)
{
	clear();
	history_add(&history, "");
	history_add(&history, "   ");
	KTEST_EXPECT_EQ(t, history.count, 0);
}

KTEST(history, a_repeated_line_moves_up)
{
	clear();
	history_add(&history, "one");
	history_add(&history, "two");
	history_add(&history, "one");
	history_add(&history, "one");
	KTEST_EXPECT_EQ(t, history.count, 2);
	KTEST_EXPECT_STREQ(t, history_line(&history, 0), "one");
	KTEST_EXPECT_STREQ(t, history_line(&history, 1), "two");
}

KTEST(history, the_oldest_lines_give_way)
{
	char line[64];

	clear();
	for (int i = 0; i < 1000; i++) {
		snprintf(line, sizeof(line), "command number %d", i);
		history_add(&history, line);
		KTEST_ASSERT(t, history.used <= sizeof(history.lines));
	}
	KTEST_EXPECT_STREQ(t, history_line(&history, 0), "command number 999");
	KTEST_EXPECT_GT(t, history.count, 200);
	for (unsigned int age = 0; age < history.count; age++) {
		snprintf(line, sizeof(line), "command number %d", 999 - age);
		KTEST_ASSERT(t, !strcmp(history_line(&history, age), line));
	}
}

KTEST(history, a_line_larger_than_all_of_it_is_not_stored)
{
	static char line[HISTORY_BYTES + 1];

	clear();
	history_add(&history, "one");
	memset(line, 'x', HISTORY_BYTES);
	history_add(&history, line);
	KTEST_EXPECT_EQ(t, history.count, 1);
	line[HISTORY_BYTES - 1] = '\0';
	history_add(&history, line);
	KTEST_EXPECT_EQ(t, history.count, 1);
	KTEST_EXPECT_STREQ(t, history_line(&history, 0), line);
}

KTEST(history, search_finds_the_newest_that_is_old_enough)
{
	unsigned int age = 0;

	clear();
	history_add(&history, "config HZ");
	history_add(&history, "mem");
	history_add(&history, "config RTC");
	KTEST_EXPECT(t, history_search(&history, "config", &age));
	KTEST_EXPECT_EQ(t, age, 0);
	age = 1;
	KTEST_EXPECT(t, history_search(&history, "config", &age));
	KTEST_EXPECT_EQ(t, age, 2);
	age = 3;
	KTEST_EXPECT(t, !history_search(&history, "config", &age));
	KTEST_EXPECT_EQ(t, age, 3);
}
