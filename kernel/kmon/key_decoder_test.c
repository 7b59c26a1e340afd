// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the key decoder.
 */
#include <exo/ktest.h>

#include "key_decoder.h"

/* Feed all of @bytes; the last key they gave, other than KEY_NONE. */
static enum key feed(struct key_decoder *decoder, const char *bytes)
{
	enum key key, last = KEY_NONE;

	for (; *bytes; bytes++) {
		key = key_decoder_feed(decoder, *bytes);
		if (key != KEY_NONE)
			last = key;
	}
	return last;
}

static enum key decode(const char *bytes)
{
	struct key_decoder decoder = {0};

	return feed(&decoder, bytes);
}

KTEST(key_decoder, letters_are_text)
{
	struct key_decoder decoder = {0};

	KTEST_EXPECT_EQ(t, key_decoder_feed(&decoder, 'a'), KEY_TEXT);
	KTEST_EXPECT_EQ(t, decoder.text_length, 1);
	KTEST_EXPECT_EQ(t, decoder.text[0], 'a');
}

KTEST(key_decoder, controls_are_the_keys_of_emacs)
{
	KTEST_EXPECT_EQ(t, decode("\x01"), KEY_HOME);
	KTEST_EXPECT_EQ(t, decode("\x02"), KEY_LEFT);
	KTEST_EXPECT_EQ(t, decode("\x03"), KEY_INTERRUPT);
	KTEST_EXPECT_EQ(t, decode("\x04"), KEY_DELETE);
	KTEST_EXPECT_EQ(t, decode("\x05"), KEY_END);
	KTEST_EXPECT_EQ(t, decode("\x06"), KEY_RIGHT);
	KTEST_EXPECT_EQ(t, decode("\x08"), KEY_BACKSPACE);
	KTEST_EXPECT_EQ(t, decode("\x0b"), KEY_KILL_TO_END);
	KTEST_EXPECT_EQ(t, decode("\x0c"), KEY_CLEAR);
	KTEST_EXPECT_EQ(t, decode("\x0e"), KEY_DOWN);
	KTEST_EXPECT_EQ(t, decode("\x10"), KEY_UP);
	KTEST_EXPECT_EQ(t, decode("\x12"), KEY_SEARCH);
	KTEST_EXPECT_EQ(t, decode("\x15"), KEY_KILL_TO_START);
	KTEST_EXPECT_EQ(t, decode("\x17"), KEY_KILL_WORD);
	KTEST_EXPECT_EQ(t, decode("\x19"), KEY_YANK);
	KTEST_EXPECT_EQ(t, decode("\x7f"), KEY_BACKSPACE);
	KTEST_EXPECT_EQ(t, decode("\x1f"), KEY_NONE);
}

KTEST(key_decoder, return_and_newline_together_are_one_enter)
{
	struct key_decoder decoder = {0};

	KTEST_EXPECT_EQ(t, key_decoder_feed(&decoder, '\r'), KEY_ENTER);
	KTEST_EXPECT_EQ(t, key_decoder_feed(&decoder, '\n'), KEY_NONE);
	KTEST_EXPECT_EQ(t, key_decoder_feed(&decoder, '\n'), KEY_ENTER);
	KTEST_EXPECT_EQ(t, key_decoder_feed(&decoder, '\r'), KEY_ENTER);
	KTEST_EXPECT_EQ(t, key_decoder_feed(&decoder, '\r'), KEY_ENTER);
}

KTEST(key_decoder, cursor_keys_come_in_both_modes)
{
	KTEST_EXPECT_EQ(t, decode("\x1b[A"), KEY_UP);
	KTEST_EXPECT_EQ(t, decode("\x1b[B"), KEY_DOWN);
	KTEST_EXPECT_EQ(t, decode("\x1b[C"), KEY_RIGHT);
	KTEST_EXPECT_EQ(t, decode("\x1b[D"), KEY_LEFT);
	KTEST_EXPECT_EQ(t, decode("\x1bOA"), KEY_UP);
	KTEST_EXPECT_EQ(t, decode("\x1bOD"), KEY_LEFT);
	KTEST_EXPECT_EQ(t, decode("\x1b[H"), KEY_HOME);
	KTEST_EXPECT_EQ(t, decode("\x1bOF"), KEY_END);
}

KTEST(key_decoder, numbered_keys_are_the_vt220s)
{
	KTEST_EXPECT_EQ(t, decode("\x1b[1~"), KEY_HOME);
	KTEST_EXPECT_EQ(t, decode("\x1b[3~"), KEY_DELETE);
	KTEST_EXPECT_EQ(t, decode("\x1b[4~"), KEY_END);
	KTEST_EXPECT_EQ(t, decode("\x1b[3;5~"), KEY_DELETE);
	KTEST_EXPECT_EQ(t, decode("\x1b[5~"), KEY_NONE);
}

KTEST(key_decoder, function_keys_of_a_linux_console_leave_nothing_behind)
{
	KTEST_EXPECT_EQ(t, decode("\x1b[[A"), KEY_NONE);
	KTEST_EXPECT_EQ(t, decode("\x1b[[E"), KEY_NONE);
	KTEST_EXPECT_EQ(t, decode("\x1b[17~"), KEY_NONE);
	KTEST_EXPECT_EQ(t, decode("\x1b[[A\x1b[D"), KEY_LEFT);
	KTEST_EXPECT_EQ(t, decode("\x1b[[Ax"), KEY_TEXT);
	KTEST_EXPECT_EQ(t, decode("\x1b[[\r"), KEY_ENTER);
}

KTEST(key_decoder, control_with_an_arrow_moves_by_words)
{
	KTEST_EXPECT_EQ(t, decode("\x1b[1;5C"), KEY_WORD_RIGHT);
	KTEST_EXPECT_EQ(t, decode("\x1b[1;5D"), KEY_WORD_LEFT);
	KTEST_EXPECT_EQ(t, decode("\x1b[1;2C"), KEY_RIGHT);
	KTEST_EXPECT_EQ(t,
			decode("\x1b"
			       "b"),
			KEY_WORD_LEFT);
	KTEST_EXPECT_EQ(t,
			decode("\x1b"
			       "f"),
			KEY_WORD_RIGHT);
}

KTEST(key_decoder, unknown_sequences_leave_nothing_behind)
{
	KTEST_EXPECT_EQ(t, decode("\x1b[24;80R"), KEY_NONE);
	KTEST_EXPECT_EQ(t, decode("\x1b[?1;2c"), KEY_NONE);
	KTEST_EXPECT_EQ(t, decode("\x1b[99999999999999999999Z"), KEY_NONE);
	KTEST_EXPECT_EQ(t, decode("\x1bq"), KEY_NONE);
}

KTEST(key_decoder, a_control_ends_a_broken_sequence)
{
	KTEST_EXPECT_EQ(t, decode("\x1b[1;\r"), KEY_ENTER);
	KTEST_EXPECT_EQ(t, decode("\x1b\r"), KEY_ENTER);
	KTEST_EXPECT_EQ(t, decode("\x1b[1\x1b[D"), KEY_LEFT);
	KTEST_EXPECT_EQ(t, decode("\xc3\r"), KEY_ENTER);
}

KTEST(key_decoder, characters_are_put_together_from_their_bytes)
{
	struct key_decoder decoder = {0};

	KTEST_EXPECT_EQ(t, feed(&decoder, "\xc3"), KEY_NONE);
	KTEST_EXPECT_EQ(t, feed(&decoder, "\xa9"), KEY_TEXT);
	KTEST_EXPECT_EQ(t, decoder.text_length, 2);
	KTEST_EXPECT_EQ(t, feed(&decoder, "\xe2\x82\xac"), KEY_TEXT);
	KTEST_EXPECT_EQ(t, decoder.text_length, 3);
	KTEST_EXPECT_EQ(t, feed(&decoder, "\xf0\x9f\x90\xa7"), KEY_TEXT);
	KTEST_EXPECT_EQ(t, decoder.text_length, 4);
	KTEST_EXPECT_MEMEQ(t, decoder.text, "\xf0\x9f\x90\xa7", 4);
}

KTEST(key_decoder, malformed_characters_are_refused)
{
	KTEST_EXPECT_EQ(t, decode("\x80"), KEY_INVALID);
	KTEST_EXPECT_EQ(t, decode("\xff"), KEY_INVALID);
	KTEST_EXPECT_EQ(t, decode("\xc0\xaf"), KEY_INVALID); /* overlong */
	KTEST_EXPECT_EQ(t, decode("\xe0\x80"), KEY_INVALID);
	KTEST_EXPECT_EQ(t, decode("\xf0\x80"), KEY_INVALID);
	KTEST_EXPECT_EQ(t, decode("\xed\xa0"), KEY_INVALID); /* surrogate */
	KTEST_EXPECT_EQ(t, decode("\xf4\x90"), KEY_INVALID); /* too high */
	KTEST_EXPECT_EQ(t, decode("\xc2\x9b"), KEY_INVALID); /* C1 CSI */
}

KTEST(key_decoder, a_letter_after_half_a_character_is_kept)
{
	struct key_decoder decoder = {0};

	KTEST_EXPECT_EQ(t,
			feed(&decoder, "\xe2\x82"
				       "x"),
			KEY_TEXT);
	KTEST_EXPECT_EQ(t, decoder.text[0], 'x');
	KTEST_EXPECT_EQ(t, decoder.text_length, 1);
}

KTEST(key_decoder, any_byte_in_any_state_is_survived)
{
	struct key_decoder decoder = {0};
	u32 random = 1;

	for (int i = 0; i < 20000; i++) {
		random = random * 1664525 + 1013904223;
		key_decoder_feed(&decoder, random >> 24);
	}
	feed(&decoder, "\r");
	KTEST_EXPECT_EQ(t, feed(&decoder, "z"), KEY_TEXT);
	KTEST_EXPECT_EQ(t, decoder.text[0], 'z');
}
