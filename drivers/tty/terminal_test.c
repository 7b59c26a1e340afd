// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text: where it goes, how it wraps, what bytes become which characters.
 */
#include "test_display.h"

KTEST(terminal, text_stays_where_it_was_put)
{
	static const struct test_screenful cases[] = {
		{"", "", 0, 0},
		{"abc", "abc", 0, 3},
		{"ab\ncd", "ab/  cd", 1, 4},
		{"ab\r\ncd", "ab/cd", 1, 2},
		{"ab\vc\fd", "ab/  c/   d", 2, 4},
		{"abc\rX", "Xbc", 0, 1},
		{"abc\bX", "abX", 0, 3},
		{"\b\bX", "X", 0, 1},
		{"a\tb", "a       b", 0, 9},
		{"\177a\a\177b", "ab", 0, 2},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal, a_full_line_wraps_when_the_next_character_comes)
{
	static const struct test_screenful cases[] = {
		{"0123456789", "0123456789", 0, 9},
		{"0123456789a", "0123456789/a", 1, 1},
		{"0123456789\r\na", "0123456789/a", 1, 1},
		{"0123456789\ba", "01234567a9", 0, 9},
		{"0123456789\033[Ka", "012345678a", 0, 9},
		{"0123456789\033[5Ga", "0123a56789", 0, 5},
		{"0123456789\ta", "0123456789/a", 1, 1},
		{"0123456789\033[31ma", "0123456789/a", 1, 1},
		{"\033[?7l0123456789ab", "012345678b", 0, 9},
		{"\033[?7l0123\033[?7h", "0123", 0, 4},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal, the_screen_scrolls_below_its_last_row)
{
	static const struct test_screenful cases[] = {
		{"a\r\nb\r\nc\r\nd\r\ne", "a/b/c/d/e", 4, 1},
		{"a\r\nb\r\nc\r\nd\r\ne\r\nf", "b/c/d/e/f", 4, 1},
		{"\033[5;10HXY", "///         X/Y", 4, 1},
		{"a\033[5H\n\n\n\n\n\n\n\n\n\n\n\n\nb", "////b", 4, 1},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal, utf8_becomes_characters)
{
	static const struct test_screenful cases[] = {
		{"\u00e4\u20ac\u2500", "\u00e4\u20ac\u2500", 0, 3},
		{"a\u0301b\u200bc", "abc", 0, 3},
		{"\u4e00b", "\u4e00 b", 0, 3},
		{"012345678\u4e00", "012345678/\u4e00", 1, 2},
		{"\033[?7l012345678\u4e00", "012345678\u4e00", 0, 9},
		{"\U0001f600b", "\ufffd b", 0, 3},
		{"\033[4hcd\033[H\u4e00", "\u4e00 cd", 0, 2},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal, malformed_utf8_becomes_replacements)
{
	static const struct test_screenful cases[] = {
		{"a\x80z", "a\ufffdz", 0, 3},
		{"a\xc3z", "a\ufffdz", 0, 3},
		{"a\xe2\x82z", "a\ufffdz", 0, 3},
		{"a\xe2\xc3\xa4z", "a\ufffd\u00e4z", 0, 4},
		{"\xc0\x80z", "\ufffdz", 0, 2}, /* overlong */
		{"\xed\xa0\x80z", "\ufffdz", 0, 2}, /* a surrogate */
		{"\xf4\x90\x80\x80z", "\ufffdz", 0, 2}, /* beyond the last */
		{"\xff\xfez", "\ufffd\ufffdz", 0, 3},
		{"\xc2\x9bz", "\ufffdz", 0, 2}, /* a control */
		{"a\xc3\033[Cz", "a\ufffd z", 0, 4},
		{"a\xc3\nz", "a\ufffd/  z", 1, 3},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal, without_utf8_bytes_are_latin1)
{
	static const struct test_screenful cases[] = {
		{"\033%@\xe4\xc3\xa4", "\u00e4\u00c3\u00a4", 0, 3},
		{"\033%@a\x9b"
		 "3Cb",
		 "a   b", 0, 5},
		{"\033%@\xe4\033%G\xc3\xa4", "\u00e4\u00e4", 0, 2},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal, character_sets_translate_bytes)
{
	static const struct test_screenful cases[] = {
		{"q\016qx\017q", "q\u2500\u2502q", 0, 4},
		{"\033(0lqk\033(Bq", "\u250c\u2500\u2510q", 0, 4},
		{"\033)B\016q\033)0q", "q\u2500", 0, 2},
		{"\033(U\xc4\x9b\033(Bq", "\u2500\u00a2q", 0, 3},
		{"\033[11m\001\xc4\033[10mq", "\u263a\u2500q", 0, 3},
		{"\0337\016q\0338q", "q", 0, 1},
		{"\033(Zq", "q", 0, 1},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal, tab_stops_can_be_moved)
{
	static const struct test_screenful cases[] = {
		{"\t\tX", "         X", 0, 9},
		{"\033[3g\tX", "         X", 0, 9},
		{"\033[5G\033H\r\tX", "    X", 0, 5},
		{"\033[9G\033[g\r\tX", "         X", 0, 9},
		{"\033[5G\033H\r\033[2IX", "        X", 0, 9},
		{"abcdefghi\033[ZX", "abcdefghX", 0, 9},
		{"abcdefghi\033[2ZX", "Xbcdefghi", 0, 1},
		{"0123456789\033[ZX", "01234567X9", 0, 9},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal, reset_gives_an_empty_screen_of_default_modes)
{
	static const char *const mischief[] = {
		"\033[2;3rabc\033[?6h", "\033[31;42;1mx",  "\033[?5h",
		"\033[4h\033[20h",	"\033(0\016",	   "\033[?25l\033[?7l",
		"\033[3g\033[11m",	"\033]0;no end",   "\033[1;2;3",
		"\033%@\xe4",		"\033P no end",	   "\xe2\x82",
		"\033[?1h\033=",	"\033[4;4H\0337x", "\033",
	};
	static struct terminal fresh;

	test_start("");
	fresh = test.terminal;
	for (size_t i = 0; i < ARRAY_SIZE(mischief); i++) {
		test_start(mischief[i]);
		test_write("\033c");
		KTEST_EXPECT_STREQ(t, test_text(), "");
		KTEST_EXPECT_MEMEQ(t, &test.terminal.modes, &fresh.modes,
				   sizeof(fresh.modes));
		KTEST_EXPECT_MEMEQ(t, &test.terminal.cursor, &fresh.cursor,
				   sizeof(fresh.cursor));
		KTEST_EXPECT_MEMEQ(t, &test.terminal.saved, &fresh.saved,
				   sizeof(fresh.saved));
		KTEST_EXPECT_EQ(t, test.cells[1][1].foreground, SCREEN_WHITE);
		KTEST_EXPECT_EQ(t, test.cells[1][1].background, SCREEN_BLACK);
		test_write("a\tb\nq\033[5;10HX\nY");
		KTEST_EXPECT_STREQ(t, test_text(),
				   "         q///         X/         Y");
	}
}
