// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/ktest.h>
#include <uapi/errno.h>

#include "boot_option_parse.h"

/* A word of seven characters fits. */
static char word[8];

static ssize_t next(const char **rest)
{
	return boot_option_next_word(rest, word, sizeof(word));
}

KTEST(boot_option, words_are_split_at_any_white_space)
{
	const char *line = " \t one\ntwo  three ";

	KTEST_EXPECT_EQ(t, next(&line), 3);
	KTEST_EXPECT_STREQ(t, word, "one");
	KTEST_EXPECT_EQ(t, next(&line), 3);
	KTEST_EXPECT_STREQ(t, word, "two");
	KTEST_EXPECT_EQ(t, next(&line), 5);
	KTEST_EXPECT_STREQ(t, word, "three");
	KTEST_EXPECT_EQ(t, next(&line), -ENOENT);
	KTEST_EXPECT_EQ(t, next(&line), -ENOENT);
}

KTEST(boot_option, empty_and_blank_lines_have_no_word)
{
	const char *empty = "", *blank = " \t\n ";

	KTEST_EXPECT_EQ(t, next(&empty), -ENOENT);
	KTEST_EXPECT_EQ(t, next(&blank), -ENOENT);
}

KTEST(boot_option, quotes_hold_spaces_and_are_dropped)
{
	const char *line = "a=\"b c\" \"d e\"f \"\" end";

	KTEST_EXPECT_EQ(t, next(&line), 5);
	KTEST_EXPECT_STREQ(t, word, "a=b c");
	KTEST_EXPECT_EQ(t, next(&line), 4);
	KTEST_EXPECT_STREQ(t, word, "d ef");
	KTEST_EXPECT_EQ(t, next(&line), 0);
	KTEST_EXPECT_STREQ(t, word, "");
	KTEST_EXPECT_EQ(t, next(&line), 3);
}

KTEST(boot_option, an_open_quote_takes_the_rest_and_is_refused)
{
	const char *line = "a \"b c d";

	KTEST_EXPECT_EQ(t, next(&line), 1);
	KTEST_EXPECT_EQ(t, next(&line), -EINVAL);
	KTEST_EXPECT_STREQ(t, word, "b c d");
	KTEST_EXPECT_EQ(t, next(&line), -ENOENT);
}

KTEST(boot_option, a_long_word_is_refused_alone)
{
	const char *line = "1234567 12345678 \"1234567890\" ok";

	KTEST_EXPECT_EQ(t, next(&line), 7);
	KTEST_EXPECT_EQ(t, next(&line), -E2BIG);
	KTEST_EXPECT_STREQ(t, word, "1234567");
	KTEST_EXPECT_EQ(t, next(&line), -E2BIG);
	KTEST_EXPECT_EQ(t, next(&line), 2);
	KTEST_EXPECT_STREQ(t, word, "ok");
}

static int parse_nothing(const char *value)
{
	(void)value;
	return 0;
}

enum {
	FLAG,
	VALUE,
	LONGER,
	AGAIN,
	NOBODY,
};

static const struct boot_option table[] = {
	[FLAG] = {"log", parse_nothing, "a flag"},
	[VALUE] = {"log=", parse_nothing, "a value"},
	[LONGER] = {"logfile=", parse_nothing, "begins like the others"},
	[AGAIN] = {"log=", parse_nothing, "comes too late"},
};

static const char *value;

/* Whose @text is. */
static int find(const char *text)
{
	const struct boot_option *option =
		boot_option_find(table, ARRAY_SIZE(table), text, &value);

	return option ? (int)(option - table) : NOBODY;
}

KTEST(boot_option, a_flag_is_told_nothing)
{
	KTEST_EXPECT_EQ(t, find("log"), FLAG);
	KTEST_EXPECT_STREQ(t, value, NULL);
}

KTEST(boot_option, a_value_goes_to_the_first_option_of_the_whole_name)
{
	KTEST_EXPECT_EQ(t, find("log=7"), VALUE);
	KTEST_EXPECT_STREQ(t, value, "7");
	KTEST_EXPECT_EQ(t, find("logfile=log=7"), LONGER);
	KTEST_EXPECT_STREQ(t, value, "log=7");
}

KTEST(boot_option, a_value_may_be_empty)
{
	KTEST_EXPECT_EQ(t, find("log="), VALUE);
	KTEST_EXPECT_STREQ(t, value, "");
}

KTEST(boot_option, other_words_are_nobodys)
{
	static const char *const words[] = {
		"", "=", "lo", "logs", "logfile", "Log", "log =1", "nolog",
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(words); i++)
		KTEST_EXPECT_EQ(t, find(words[i]), NOBODY);
}
