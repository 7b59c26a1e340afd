// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of splitting a command line.
 */
#include <exo/ktest.h>
#include <uapi/errno.h>

#include "arguments.h"

static char buffer[256];
static char *argv[ARGUMENTS_MAX + 1];

static int split(const char *line)
{
	strscpy(buffer, line, sizeof(buffer));
	return arguments_split(buffer, argv);
}

KTEST(arguments, words_are_separated_by_white_space)
{
	KTEST_ASSERT_EQ(t, split("  one two\t three "), 3);
	KTEST_EXPECT_STREQ(t, argv[0], "one");
	KTEST_EXPECT_STREQ(t, argv[1], "two");
	KTEST_EXPECT_STREQ(t, argv[2], "three");
	KTEST_EXPECT_EQ(t, argv[3], NULL);
}

KTEST(arguments, blank_lines_have_no_words)
{
	KTEST_EXPECT_EQ(t, split(""), 0);
	KTEST_EXPECT_EQ(t, split("  \t "), 0);
	KTEST_EXPECT_EQ(t, argv[0], NULL);
}

KTEST(arguments, quotes_hold_spaces)
{
	KTEST_ASSERT_EQ(t, split("echo \"a b\" 'c  d'"), 3);
	KTEST_EXPECT_STREQ(t, argv[1], "a b");
	KTEST_EXPECT_STREQ(t, argv[2], "c  d");
}

KTEST(arguments, quotes_join_the_text_around_them)
{
	KTEST_ASSERT_EQ(t, split("a\"b c\"'d'e"), 1);
	KTEST_EXPECT_STREQ(t, argv[0], "ab cde");
}

KTEST(arguments, empty_quotes_are_an_empty_word)
{
	KTEST_ASSERT_EQ(t, split("echo \"\" ''"), 3);
	KTEST_EXPECT_STREQ(t, argv[1], "");
	KTEST_EXPECT_STREQ(t, argv[2], "");
}

KTEST(arguments, a_backslash_takes_the_next_character_as_it_is)
{
	KTEST_ASSERT_EQ(t, split("a\\ b \\\"c \\\\"), 3);
	KTEST_EXPECT_STREQ(t, argv[0], "a b");
	KTEST_EXPECT_STREQ(t, argv[1], "\"c");
	KTEST_EXPECT_STREQ(t, argv[2], "\\");
}

KTEST(arguments, double_quotes_know_only_two_escapes)
{
	KTEST_ASSERT_EQ(t, split("\"a\\\"b\\\\c\\nd\""), 1);
	KTEST_EXPECT_STREQ(t, argv[0], "a\"b\\c\\nd");
}

KTEST(arguments, single_quotes_know_no_escapes)
{
	KTEST_ASSERT_EQ(t, split("'a\\b\"'"), 1);
	KTEST_EXPECT_STREQ(t, argv[0], "a\\b\"");
}

KTEST(arguments, what_is_left_open_is_refused)
{
	KTEST_EXPECT_EQ(t, split("echo \"a"), -EINVAL);
	KTEST_EXPECT_EQ(t, split("echo 'a"), -EINVAL);
	KTEST_EXPECT_EQ(t, split("echo \"a\\\""), -EINVAL);
	KTEST_EXPECT_EQ(t, split("echo \"a\\"), -EINVAL);
	KTEST_EXPECT_EQ(t, split("echo a\\"), -EINVAL);
}

KTEST(arguments, too_many_words_are_refused)
{
	char line[2 * (ARGUMENTS_MAX + 1) + 1];

	memset(line, 'x', sizeof(line));
	for (size_t i = 1; i < sizeof(line); i += 2)
		line[i] = ' ';
	line[sizeof(line) - 1] = '\0';
	KTEST_EXPECT_EQ(t, split(line), -E2BIG);
	line[2 * ARGUMENTS_MAX - 1] = '\0';
	KTEST_EXPECT_EQ(t, split(line), ARGUMENTS_MAX);
	KTEST_EXPECT_EQ(t, argv[ARGUMENTS_MAX], NULL);
}
