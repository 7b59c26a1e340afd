// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the line editor, through the eyes of a user: bytes are typed, the
 * line and the row of a terminal are compared.
 */
#include <exo/ktest.h>

#include "line_editor.h"
#include "test_terminal.h"

enum {
	COLUMNS = 40
};

#define LEFT  "\x1b[D"
#define RIGHT "\x1b[C"
#define HOME  "\x01"
#define END   "\x05"

static struct line_editor editor;
static struct terminal terminal;
static struct key_decoder decoder;

static void begin(void)
{
	memset(&terminal, 0, sizeof(terminal));
	memset(&decoder, 0, sizeof(decoder));
	line_editor_init(&editor, COLUMNS, terminal_write, &terminal);
	line_editor_begin(&editor, "> ");
}

static void type(const char *bytes)
{
	enum key key;

	for (; *bytes; bytes++) {
		key = key_decoder_feed(&decoder, *bytes);
		if (key != KEY_NONE)
			line_editor_key(&editor, key, decoder.text,
					decoder.text_length);
	}
}

static void type_repeated(const char *bytes, unsigned int count)
{
	while (count--)
		type(bytes);
}

/* @text without its trailing spaces, which nobody sees. */
static const char *visible(const char *text)
{
	static char copy[LINE_EDITOR_MAX];
	size_t length;

	strscpy(copy, text, sizeof(copy));
	for (length = strlen(copy); length && copy[length - 1] == ' ';)
		copy[--length] = '\0';
	return copy;
}

/* The line is @text, and fits on the row and shows there. */
#define EXPECT_LINE(t, text)                                            \
	do {                                                            \
		KTEST_EXPECT_STREQ(t, line_editor_text(&editor), text); \
		KTEST_EXPECT_STREQ(t, terminal_row(&terminal),          \
				   visible("> " text));                 \
		KTEST_EXPECT_EQ(t, terminal.mistakes, 0);               \
	} while (0)

KTEST(line_editor, typed_text_appears)
{
	begin();
	type("help mem");
	EXPECT_LINE(t, "help mem");
	KTEST_EXPECT_EQ(t, terminal.column, 10);
}

KTEST(line_editor, text_is_inserted_at_the_cursor)
{
	begin();
	type("hp" LEFT "el");
	EXPECT_LINE(t, "help");
	KTEST_EXPECT_EQ(t, terminal.column, 5);
	type(HOME ">");
	EXPECT_LINE(t, ">help");
	type(END "!");
	EXPECT_LINE(t, ">help!");
}

KTEST(line_editor, the_cursor_stops_at_both_ends)
{
	begin();
	type("ab" LEFT LEFT LEFT LEFT "x" RIGHT RIGHT RIGHT RIGHT "y");
	EXPECT_LINE(t, "xaby");
}

KTEST(line_editor, backspace_takes_the_character_before)
{
	begin();
	type("abc\x7f");
	EXPECT_LINE(t, "ab");
	type(LEFT "\x08");
	EXPECT_LINE(t, "b");
	KTEST_EXPECT_EQ(t, terminal.bells, 0);
	type("\x08");
	KTEST_EXPECT_EQ(t, terminal.bells, 1);
	EXPECT_LINE(t, "b");
}

KTEST(line_editor, delete_takes_the_character_under_the_cursor)
{
	begin();
	type("abc" HOME "\x1b[3~");
	EXPECT_LINE(t, "bc");
	type("\x04\x04");
	EXPECT_LINE(t, "");
	KTEST_EXPECT_EQ(t, terminal.bells, 0);
	type("\x04");
	KTEST_EXPECT_EQ(t, terminal.bells, 1);
}

KTEST(line_editor, kills_take_one_side_of_the_cursor)
{
	begin();
	type("one two" LEFT LEFT LEFT "\x0b");
	EXPECT_LINE(t, "one ");
	type("three\x02\x02\x15");
	EXPECT_LINE(t, "ee");
	KTEST_EXPECT_EQ(t, terminal.column, 2);
}

KTEST(line_editor, kill_word_takes_the_spaces_behind_it_too)
{
	begin();
	type("one two  \x17");
	EXPECT_LINE(t, "one ");
	type("\x17");
	EXPECT_LINE(t, "");
	type("\x17");
	KTEST_EXPECT_EQ(t, terminal.bells, 1);
}

KTEST(line_editor, yank_brings_the_last_kill_back)
{
	begin();
	type("\x19");
	KTEST_EXPECT_EQ(t, terminal.bells, 1);
	type("one two\x17" HOME "\x19");
	EXPECT_LINE(t, "twoone ");
	type("\x0b\x19\x19");
	EXPECT_LINE(t, "twoone one ");
}

KTEST(line_editor, words_are_stepped_over)
{
	begin();
	type("one  two\x1b"
	     "bx");
	EXPECT_LINE(t, "one  xtwo");
	type("\x1b"
	     "b\x1b"
	     "by\x1b"
	     "fz");
	EXPECT_LINE(t, "yonez  xtwo");
}

KTEST(line_editor, characters_of_many_bytes_move_and_go_as_one)
{
	begin();
	type("a\xc3\xa9\xe2\x82\xac"
	     "b");
	EXPECT_LINE(t, "a\xc3\xa9\xe2\x82\xac"
		       "b");
	KTEST_EXPECT_EQ(t, terminal.column, 6);
	type(LEFT LEFT "x");
	EXPECT_LINE(t, "a\xc3\xa9x\xe2\x82\xac"
		       "b");
	type(LEFT "\x7f");
	EXPECT_LINE(t, "ax\xe2\x82\xac"
		       "b");
	type(RIGHT "\x04");
	EXPECT_LINE(t, "axb");
}

KTEST(line_editor, characters_that_share_their_first_byte_are_redrawn_whole)
{
	begin();
	type("\xc3\xa9" HOME "\xc3\xa8\x04");
	EXPECT_LINE(t, "\xc3\xa8");
}

KTEST(line_editor, invalid_bytes_ring_and_change_nothing)
{
	begin();
	type("a\xff\x80"
	     "b");
	EXPECT_LINE(t, "ab");
	KTEST_EXPECT_EQ(t, terminal.bells, 2);
}

KTEST(line_editor, a_full_line_rings_and_loses_nothing)
{
	begin();
	type_repeated("x", LINE_EDITOR_MAX - 1);
	KTEST_EXPECT_EQ(t, terminal.bells, 0);
	type("y" HOME "y");
	KTEST_EXPECT_EQ(t, terminal.bells, 2);
	KTEST_EXPECT_EQ(t, editor.length, LINE_EDITOR_MAX - 1);
	KTEST_EXPECT_EQ(t, strspn(line_editor_text(&editor), "x"),
			LINE_EDITOR_MAX - 1);
}

KTEST(line_editor, a_character_that_does_not_fit_whole_is_refused_whole)
{
	begin();
	type_repeated("x", LINE_EDITOR_MAX - 2);
	type("\xc3\xa9");
	KTEST_EXPECT_EQ(t, editor.length, LINE_EDITOR_MAX - 2);
	type("y");
	KTEST_EXPECT_EQ(t, editor.length, LINE_EDITOR_MAX - 1);
}

KTEST(line_editor, a_long_line_scrolls_and_stays_off_the_last_column)
{
	begin();
	type_repeated("0123456789", 10);
	KTEST_EXPECT_LE(t, terminal.columns_used, COLUMNS - 1);
	KTEST_EXPECT_EQ(t, terminal_row(&terminal)[2], '<');
	type("Q");
	KTEST_EXPECT(t, strstr(terminal_row(&terminal), "789Q"));
	type(HOME);
	KTEST_EXPECT_STREQ(t, terminal_row(&terminal),
			   ">  01234567890123456789012345678901234>");
	KTEST_EXPECT_EQ(t, terminal.column, 3);
	KTEST_EXPECT_LE(t, terminal.columns_used, COLUMNS - 1);
	KTEST_EXPECT_EQ(t, terminal.mistakes, 0);
}

KTEST(line_editor, a_scrolled_line_that_shrinks_comes_back_whole)
{
	begin();
	type_repeated("0123456789", 4);
	type_repeated("\x7f", 20);
	EXPECT_LINE(t, "01234567890123456789");
}

KTEST(line_editor, the_cell_under_the_cursor_is_the_character_it_is_on)
{
	begin();
	for (int i = 0; i < 100; i++)
		type(i % 2 ? "\xc3\xa9" : "a");
	for (int i = 99; i >= 0; i--) {
		type(LEFT);
		KTEST_ASSERT_EQ(t, (u8)terminal.cells[terminal.column][0],
				i % 2 ? 0xc3 : 'a');
	}
	KTEST_EXPECT_EQ(t, terminal.mistakes, 0);
}

KTEST(line_editor, redraw_draws_all_of_it_on_a_fresh_row)
{
	begin();
	type("help" LEFT);
	terminal_write(&terminal, "\nmessage\n", 9);
	line_editor_redraw(&editor);
	EXPECT_LINE(t, "help");
	KTEST_EXPECT_EQ(t, terminal.column, 5);
}

KTEST(line_editor, finish_leaves_the_line_standing)
{
	begin();
	type("help" HOME);
	line_editor_finish(&editor);
	KTEST_EXPECT_STREQ(t, terminal.last_row, "> help");
	KTEST_EXPECT_EQ(t, terminal.column, 0);
}

KTEST(line_editor, a_prompt_wider_than_the_row_leaves_room_to_type)
{
	begin();
	line_editor_set_prompt(
		&editor, "a prompt that is wider than all forty columns: ");
	type_repeated("x", 100);
	KTEST_EXPECT_EQ(t, editor.length, 100);
	KTEST_EXPECT_EQ(t, terminal.mistakes, 0);
}

KTEST(line_editor, random_keys_keep_line_and_row_in_step)
{
	u32 random = 7;
	char byte[2] = "";

	begin();
	for (int i = 0; i < 20000; i++) {
		random = random * 1664525 + 1013904223;
		byte[0] = (random >> 24) ? random >> 24 : 'x';
		type(byte);
		KTEST_ASSERT(t, editor.cursor <= editor.length);
		KTEST_ASSERT(t, terminal.columns_used <= COLUMNS - 1);
	}
	line_editor_finish(&editor);
	line_editor_redraw(&editor);
	KTEST_EXPECT_STREQ(t, terminal_row(&terminal), terminal.last_row);
	KTEST_EXPECT_EQ(t, terminal.mistakes, 0);
}
