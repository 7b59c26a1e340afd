// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control sequences: each with the screen that it should make.
 */
#include "test_display.h"

#define LETTERS "a\r\nb\r\nc\r\nd\r\ne"

KTEST(terminal_sequence, the_cursor_moves_and_stops_at_edges)
{
	static const struct test_screenful cases[] = {
		{"\033[3;4HX", "//   X", 2, 4},
		{"\033[3;4fX", "//   X", 2, 4},
		{"\033[HX", "X", 0, 1},
		{"\033[0;0HX", "X", 0, 1},
		{"\033[99;99HX", "////         X", 4, 9},
		{"\033[3HX", "//X", 2, 1},
		{"\033[;4HX", "   X", 0, 4},
		{"\033[3;4H\033[AX", "/   X", 1, 4},
		{"\033[3;4H\033[9AX", "   X", 0, 4},
		{"\033[3;4H\033[0AX", "/   X", 1, 4},
		{"\033[2BX\033[2eY", "//X// Y", 4, 2},
		{"\033[3CX\033[2aY", "   X  Y", 0, 7},
		{"abc\033[2DX", "aXc", 0, 2},
		{"abc\033[99DX", "Xbc", 0, 1},
		{"abc\033[2EX", "abc//X", 2, 1},
		{"\033[3;4H\033[FX", "/X", 1, 1},
		{"\033[5GX\033[2`Y", " Y  X", 0, 2},
		{"abc\033[3dX", "abc//   X", 2, 4},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal_sequence, erasing_reaches_to_where_it_is_told)
{
	static const struct test_screenful cases[] = {
		{"abcdef\033[3G\033[K", "ab", 0, 2},
		{"abcdef\033[3G\033[1K", "   def", 0, 2},
		{"abcdef\033[3G\033[2K", "", 0, 2},
		{"abcdef\033[3G\033[3K", "abcdef", 0, 2},
		{LETTERS "\033[3HX\033[D\033[J", "a/b", 2, 0},
		{LETTERS "\033[3H\033[1J", "///d/e", 2, 0},
		{LETTERS "\033[3H\033[2J", "", 2, 0},
		{LETTERS "\033[3H\033[3J", "", 2, 0},
		{LETTERS "\033[3H\033[4J", "a/b/c/d/e", 2, 0},
		{"abcdef\033[3G\033[X", "ab def", 0, 2},
		{"abcdef\033[3G\033[2X", "ab  ef", 0, 2},
		{"abcdef\033[3G\033[99X", "ab", 0, 2},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal_sequence, characters_are_inserted_and_deleted)
{
	static const struct test_screenful cases[] = {
		{"abcdef\033[3G\033[@", "ab cdef", 0, 2},
		{"0123456789\033[3G\033[2@", "01  234567", 0, 2},
		{"abcdef\033[3G\033[99@", "ab", 0, 2},
		{"abcdef\033[3G\033[P", "abdef", 0, 2},
		{"abcdef\033[3G\033[2P", "abef", 0, 2},
		{"abcdef\033[3G\033[99P", "ab", 0, 2},
		{"abc\r\033[4hXY\033[4lZ", "XYZbc", 0, 3},
		{"0123456789\033[3G\033[4hX", "01X2345678", 0, 3},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal_sequence, lines_are_inserted_and_deleted)
{
	static const struct test_screenful cases[] = {
		{LETTERS "\033[2H\033[L", "a//b/c/d", 1, 0},
		{LETTERS "\033[2H\033[2L", "a///b/c", 1, 0},
		{LETTERS "\033[2H\033[99L", "a", 1, 0},
		{LETTERS "\033[5H\033[L", "a/b/c/d", 4, 0},
		{LETTERS "\033[2H\033[M", "a/c/d/e", 1, 0},
		{LETTERS "\033[2H\033[2M", "a/d/e", 1, 0},
		{LETTERS "\033[2H\033[99M", "a", 1, 0},
		{LETTERS "\033[2;4r\033[3H\033[L", "a/b//c/e", 2, 0},
		{LETTERS "\033[2;4r\033[3H\033[M", "a/b/d//e", 2, 0},
		{LETTERS "\033[2;4r\033[5H\033[L", "a/b/c/d/e", 4, 0},
		{LETTERS "\033[2;4r\033[1H\033[M", "b/c/d//e", 0, 0},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal_sequence, a_region_scrolls_alone)
{
	static const struct test_screenful cases[] = {
		{LETTERS "\033[2;4r", "a/b/c/d/e", 0, 0},
		{LETTERS "\033[2;4r\033[4H\n", "a/c/d//e", 3, 0},
		{LETTERS "\033[2;4r\033[4H\033D", "a/c/d//e", 3, 0},
		{LETTERS "\033[2;4r\033[4;3H\033E", "a/c/d//e", 3, 0},
		{LETTERS "\033[2;4r\033[2H\033M", "a//b/c/e", 1, 0},
		{LETTERS "\033[2;4r\033[5H\n", "a/b/c/d/e", 4, 0},
		{LETTERS "\033[2;4r\033[1H\033M", "a/b/c/d/e", 0, 0},
		{LETTERS "\033[2;4r\033[S", "a/c/d//e", 0, 0},
		{LETTERS "\033[2;4r\033[2T", "a///b/e", 0, 0},
		{LETTERS "\033[2;4r\033[99S", "a////e", 0, 0},
		{LETTERS "\033[1;4r\033[4H\n", "b/c/d//e", 3, 0},
		{LETTERS "\033[2;5r\033[5H\n", "a/c/d/e", 4, 0},
		{LETTERS "\033[H\033M", "/a/b/c/d", 0, 0},
		/* Wrong ones change nothing. */
		{LETTERS "\033[4;2r\n", "b/c/d/e", 4, 1},
		{LETTERS "\033[3;3r\n", "b/c/d/e", 4, 1},
		{LETTERS "\033[2;6r\n", "b/c/d/e", 4, 1},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal_sequence, origin_mode_counts_from_the_region)
{
	static const struct test_screenful cases[] = {
		{"\033[2;4r\033[?6hX", "/X", 1, 1},
		{"\033[2;4r\033[?6h\033[2;2HX", "// X", 2, 2},
		{"\033[2;4r\033[?6h\033[9HX", "///X", 3, 1},
		{"\033[2;4r\033[?6h\033[3dX", "///X", 3, 1},
		{"\033[2;4r\033[?6h\033[9AX", "/X", 1, 1},
		{"\033[2;4r\033[?6h\033[?6lX", "X", 0, 1},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}

KTEST(terminal_sequence, the_cursor_is_saved_with_its_attributes)
{
	test_start("ab\033[31m\0337\033[32m\033[4;4H\0338X");
	KTEST_EXPECT_STREQ(t, test_text(), "abX");
	KTEST_EXPECT_EQ(t, test.cells[0][2].foreground, SCREEN_RED);
	test_start("ab\033[s\033[4;4H\033[uX");
	KTEST_EXPECT_STREQ(t, test_text(), "abX");
	test_start("ab\0338X"); /* nothing was saved: home */
	KTEST_EXPECT_STREQ(t, test_text(), "Xb");
}

KTEST(terminal_sequence, the_alignment_pattern_fills_the_screen)
{
	test_start("a\033#8");
	KTEST_EXPECT_STREQ(t, test_text(),
			   "EEEEEEEEEE/EEEEEEEEEE/EEEEEEEEEE/"
			   "EEEEEEEEEE/EEEEEEEEEE");
}

KTEST(terminal_sequence, questions_are_answered_as_linux_does)
{
	static const struct {
		const char *input, *answer;
	} cases[] = {
		{"\033[5n", "\033[0n"},
		{"\033[3;4H\033[6n", "\033[3;4R"},
		{"0123456789\033[6n", "\033[1;10R"},
		{"\033[2;4r\033[?6h\033[2;2H\033[6n", "\033[2;2R"},
		{"\033[c", "\033[?6c"},
		{"\033Z", "\033[?6c"},
		{"\033[1c\033[?6c\033[>c\033[?6n", ""},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		test_start(cases[i].input);
		KTEST_EXPECT_STREQ(t, test.replies, cases[i].answer);
	}
}

KTEST(terminal_sequence, the_cursor_can_be_hidden)
{
	test_start("a");
	KTEST_EXPECT(t, test.visible);
	test_write("\033[?25l\033[?1c");
	KTEST_EXPECT(t, !test.visible);
	test_write("b\033[?25h\033[?0c");
	KTEST_EXPECT(t, test.visible);
	KTEST_EXPECT_EQ(t, test.column, 2);
}

KTEST(terminal_sequence, keyboard_modes_are_kept)
{
	const struct terminal_modes *modes = &test.terminal.modes;

	test_start("\033[?1;7h\033=\033[20ha\nb");
	KTEST_EXPECT(t, modes->application_cursor);
	KTEST_EXPECT(t, modes->application_keypad);
	KTEST_EXPECT(t, modes->newline);
	KTEST_EXPECT_STREQ(t, test_text(), "a/b");
	test_write("\033[?1l\033>\033[20l");
	KTEST_EXPECT(t, !modes->application_cursor);
	KTEST_EXPECT(t, !modes->application_keypad);
	KTEST_EXPECT(t, !modes->newline);
}

KTEST(terminal_sequence, what_is_unknown_or_broken_leaves_no_trace)
{
	static const struct test_screenful cases[] = {
		{"a\033[5yb\033[?99hb\033[99hc", "abbc", 0, 4},
		{"a\033[>1;2cb\033[=3hc\033[<5hd", "abcd", 0, 4},
		{"a\033[!pb\033[1\"qc\033[ qd", "abcd", 0, 4},
		{"a\033[1;2:3mb", "ab", 0, 2},
		{"a\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18mb", "ab",
		 0, 2},
		{"a\033[99999999999999999999Db", "b", 0, 1},
		{"a\033[[Ab\033[[Bc", "abc", 0, 3},
		{"a\033]0;title\ab", "ab", 0, 2},
		{"a\033]0;title\033\\b", "ab", 0, 2},
		{"a\033]P1aabbccb", "ab", 0, 2},
		{"a\033]P1aabzc\033]Rd", "acd", 0, 3},
		{"a\033Pdata\033\\b\033_data\033\\c\033^data\033\\d", "abcd", 0,
		 4},
		{"a\033Pa\r\nb\033\\c", "ac", 0, 2},
		{"a\033[3\030b\033[3\032c", "abc", 0, 3},
		{"a\033[3\033[2Cb", "a  b", 0, 4},
		{"ab\033[\b2Cc", "ab c", 0, 4},
		{"ab\033[2\r\nCc", "ab/  c", 1, 3},
		{"a\033%zb\033#3c\033 Fd\033$(Be\033yf", "abcdef", 0, 6},
	};

	KTEST_EXPECT(t, test_screenfuls(t, cases, ARRAY_SIZE(cases)));
}
