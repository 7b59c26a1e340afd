// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>

#include "kmsg_format.h"

static char line[KMSG_LINE_MAX + 1];

static const char *format(const struct log_record *record, const char *text)
{
	line[kmsg_format(line, record, text)] = '\0';
	return line;
}

KTEST(kmsg_format, a_record_is_a_line)
{
	struct log_record record = {
		.time_ns = 1234567,
		.sequence = 42,
		.length = 5,
		.level = 6,
	};

	KTEST_EXPECT_STREQ(t, format(&record, "hello"), "6,42,1234,-;hello\n");
	record.facility = 1;
	record.flags = LOG_RECORD_CONT | LOG_RECORD_NEWLINE;
	record.length = 0;
	KTEST_EXPECT_STREQ(t, format(&record, "hello"), "14,42,1234,c;\n");
}

KTEST(kmsg_format, what_is_not_printable_is_escaped)
{
	struct log_record record = {.length = 7};

	KTEST_EXPECT_STREQ(t, format(&record, "a\tb\\\xc3\x7f~"),
			   "0,0,0,-;a\\x09b\\x5c\\xc3\\x7f~\n");
}

KTEST(kmsg_format, the_longest_record_fits)
{
	struct log_record record = {
		.time_ns = ~0UL,
		.sequence = ~0UL,
		.length = LOG_TEXT_MAX,
		.level = 7,
		.facility = 255,
	};
	static char text[LOG_TEXT_MAX];

	KTEST_EXPECT_LE(t, kmsg_format(line, &record, text), KMSG_LINE_MAX);
	KTEST_EXPECT(t, !strncmp(line, "2047,18446744073709551615,", 26));
}

static size_t parse(const char *text, struct kmsg_priority *priority)
{
	*priority = (struct kmsg_priority){.facility = 1, .level = 4};
	return kmsg_parse_priority(text, strlen(text), priority);
}

KTEST(kmsg_format, a_priority_has_level_and_facility)
{
	struct kmsg_priority priority;

	KTEST_EXPECT_EQ(t, parse("<30>text", &priority), 4);
	KTEST_EXPECT_EQ(t, priority.facility, 3);
	KTEST_EXPECT_EQ(t, priority.level, 6);
	KTEST_EXPECT_EQ(t, parse("<2>text", &priority), 3);
	KTEST_EXPECT_EQ(t, priority.facility, 1);
	KTEST_EXPECT_EQ(t, priority.level, 2);
	KTEST_EXPECT_EQ(t, parse("<2047>", &priority), 6);
	KTEST_EXPECT_EQ(t, priority.facility, 255);
}

KTEST(kmsg_format, what_is_no_priority_is_text)
{
	static const char *const texts[] = {
		"",
		"<",
		"<>",
		"<1",
		"1>",
		"<-1>",
		"< 1>x",
		"<2048>",
		"<1x>",
		"text <1>",
		"<x>",
		"<1 >xx",
		"<99999999999999>",
	};
	struct kmsg_priority priority;
	unsigned int wrong = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(texts); i++)
		wrong += parse(texts[i], &priority) != 0 ||
			 priority.facility != 1 || priority.level != 4;
	KTEST_EXPECT_EQ(t, wrong, 0);
}
