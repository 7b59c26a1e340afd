// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/ktest.h>

#include "escape_parser.h"

static struct escape_parser parser;

/* What the last byte of @text completes; the first are to complete nothing. */
static enum escape_action parse(const char *text)
{
	escape_parser_reset(&parser);
	while (text[1])
		if (escape_parse(&parser, (u8)*text++) != ESCAPE_NOTHING)
			return ESCAPE_NOTHING;
	return escape_parse(&parser, (u8)*text);
}

KTEST(escape_parser, numbers_are_found_and_left_out_ones_are_zero)
{
	KTEST_ASSERT_EQ(t, parse("\033[12;;3m"), ESCAPE_SEQUENCE);
	KTEST_EXPECT_EQ(t, parser.nr_parameters, 3);
	KTEST_EXPECT_EQ(t, parser.parameters[0], 12);
	KTEST_EXPECT_EQ(t, parser.parameters[1], 0);
	KTEST_EXPECT_EQ(t, parser.parameters[2], 3);
	KTEST_EXPECT_EQ(t, parser.final, 'm');
	KTEST_EXPECT_EQ(t, parser.prefix, 0);
}

KTEST(escape_parser, a_sequence_without_numbers_has_one_zero)
{
	KTEST_ASSERT_EQ(t, parse("\033[m"), ESCAPE_SEQUENCE);
	KTEST_EXPECT_EQ(t, parser.nr_parameters, 1);
	KTEST_EXPECT_EQ(t, parser.parameters[0], 0);
}

KTEST(escape_parser, large_numbers_are_limited)
{
	KTEST_ASSERT_EQ(t, parse("\033[123456789012345678901234567890A"),
			ESCAPE_SEQUENCE);
	KTEST_EXPECT_EQ(t, parser.parameters[0], ESCAPE_NUMBER_MAX);
}

KTEST(escape_parser, sixteen_numbers_are_taken_and_seventeen_ignored)
{
	KTEST_EXPECT_EQ(t,
			parse("\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16m"),
			ESCAPE_SEQUENCE);
	KTEST_EXPECT_EQ(t, parser.nr_parameters, ESCAPE_PARAMETERS_MAX);
	KTEST_EXPECT_EQ(
		t, parse("\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17m"),
		ESCAPE_NOTHING);
	KTEST_EXPECT(t, escape_parser_in_text(&parser));
}

KTEST(escape_parser, prefix_and_intermediate_are_told)
{
	KTEST_ASSERT_EQ(t, parse("\033[?25h"), ESCAPE_SEQUENCE);
	KTEST_EXPECT_EQ(t, parser.prefix, '?');
	KTEST_ASSERT_EQ(t, parse("\033(0"), ESCAPE_SHORT);
	KTEST_EXPECT_EQ(t, parser.intermediate, '(');
	KTEST_EXPECT_EQ(t, parser.final, '0');
	KTEST_ASSERT_EQ(t, parse("\033M"), ESCAPE_SHORT);
	KTEST_EXPECT_EQ(t, parser.intermediate, 0);
}

KTEST(escape_parser, a_control_inside_a_sequence_acts_and_it_goes_on)
{
	KTEST_EXPECT_EQ(t, parse("\033[1\n"), ESCAPE_CONTROL);
	KTEST_EXPECT_EQ(t, parser.final, '\n');
	KTEST_EXPECT_EQ(t, escape_parse(&parser, '2'), ESCAPE_NOTHING);
	KTEST_EXPECT_EQ(t, escape_parse(&parser, 'm'), ESCAPE_SEQUENCE);
	KTEST_EXPECT_EQ(t, parser.parameters[0], 12);
}

KTEST(escape_parser, every_way_out_leads_back_to_text)
{
	static const char *const texts[] = {
		"\033[1\030",	   "\033[1\032",    "\033]0;title\a",
		"\033Pdata\033\\", "\033]Pabcdef0", "\033[[A",
		"\033[1!p",	   "\033[1\200",    "\033\200",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		parse(texts[i]);
		KTEST_EXPECT(t, escape_parser_in_text(&parser));
	}
}
