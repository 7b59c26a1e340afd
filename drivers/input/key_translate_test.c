// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of what keys mean, with a layout of a few keys: A to E, a digit, and
 * two accents.
 */
#include <exo/ktest.h>

#include "key_translate.h"

enum {
	CIRCUMFLEX = 0x302,
	DIAERESIS = 0x308,

	SHIFT = MODIFIER_LEFT_SHIFT,
	CTRL = MODIFIER_LEFT_CTRL,
	ALT = MODIFIER_LEFT_ALT,
};

static const struct keymap map = {
	.name = "test",
	.has_altgr = true,
	.characters =
		{
			[KEY_A] = {'a', 'A', '@'},
			[KEY_E] = {'e', 'E', L'€'},
			[KEY_X] = {'x', 'X'},
			[KEY_1] = {'1', '!'},
			[KEY_2] = {L'é', '2'},
			[KEY_SPACE] = {' ', ' '},
			[KEY_LEFT_BRACE] = {CIRCUMFLEX, DIAERESIS},
		},
};

static struct key_translator translator;
static struct screen_key_modes modes;

static void begin(u8 modifiers, u8 locks)
{
	translator = (struct key_translator){
		.keymap = &map, .modifiers = modifiers, .locks = locks};
	modes = (struct screen_key_modes){0};
}

static enum key_meaning meaning_of(enum keycode key)
{
	return key_press(&translator, key, modes).meaning;
}

/* What the key types, NUL-terminated. */
static const char *typed(enum keycode key)
{
	static char text[KEY_TEXT_MAX + 1];
	struct key_output output = key_press(&translator, key, modes);

	memcpy(text, output.text, output.length);
	text[output.length] = '\0';
	return text;
}

/* The same with @modifiers held and @locks on, and nothing before it. */
static const char *chord(enum keycode key, u8 modifiers, u8 locks)
{
	begin(modifiers, locks);
	return typed(key);
}

KTEST(key_translate, shift_counts_while_it_is_held)
{
	begin(0, 0);
	KTEST_EXPECT_STREQ(t, typed(KEY_LEFT_SHIFT), "");
	KTEST_EXPECT_STREQ(t, typed(KEY_A), "A");
	KTEST_EXPECT_STREQ(t, typed(KEY_RIGHT_SHIFT), "");
	key_release(&translator, KEY_LEFT_SHIFT);
	KTEST_EXPECT_STREQ(t, typed(KEY_1), "!");
	key_release(&translator, KEY_RIGHT_SHIFT);
	KTEST_EXPECT_STREQ(t, typed(KEY_A), "a");
}

KTEST(key_translate, caps_lock_is_for_letters_and_shift_undoes_it)
{
	begin(0, 0);
	typed(KEY_CAPS_LOCK);
	key_release(&translator, KEY_CAPS_LOCK);
	KTEST_EXPECT_EQ(t, translator.locks, LOCK_CAPS);
	KTEST_EXPECT_STREQ(t, typed(KEY_A), "A");
	KTEST_EXPECT_STREQ(t, typed(KEY_1), "1");
	KTEST_EXPECT_STREQ(t, typed(KEY_2), "É");
	KTEST_EXPECT_STREQ(t, chord(KEY_A, SHIFT, LOCK_CAPS), "a");
	KTEST_EXPECT_STREQ(t, chord(KEY_2, SHIFT, LOCK_CAPS), "2");
	typed(KEY_CAPS_LOCK);
	KTEST_EXPECT_EQ(t, translator.locks, 0);
}

KTEST(key_translate, each_lock_is_a_lamp_of_its_own)
{
	begin(0, 0);
	typed(KEY_NUM_LOCK);
	typed(KEY_SCROLL_LOCK);
	KTEST_EXPECT_EQ(t, translator.locks, LOCK_NUM | LOCK_SCROLL);
}

KTEST(key_translate, altgr_types_the_third_character)
{
	KTEST_EXPECT_STREQ(t, chord(KEY_A, MODIFIER_RIGHT_ALT, 0), "@");
	KTEST_EXPECT_STREQ(t, chord(KEY_E, MODIFIER_RIGHT_ALT, 0), "€");
	KTEST_EXPECT_STREQ(t, chord(KEY_X, MODIFIER_RIGHT_ALT, 0), "");
}

KTEST(key_translate, control_makes_control_codes)
{
	KTEST_EXPECT_STREQ(t, chord(KEY_A, CTRL, 0), "\x01");
	KTEST_EXPECT_STREQ(t, chord(KEY_A, CTRL | SHIFT, LOCK_CAPS), "\x01");
	KTEST_EXPECT_STREQ(t, chord(KEY_2, CTRL | SHIFT, 0), "");
	KTEST_EXPECT_STREQ(t, chord(KEY_1, CTRL, 0), "");
	KTEST_EXPECT_STREQ(t, chord(KEY_2, CTRL, 0), "");
	KTEST_EXPECT_STREQ(t, chord(KEY_BACKSPACE, CTRL, 0), "\b");
}

KTEST(key_translate, alt_puts_an_escape_in_front)
{
	KTEST_EXPECT_STREQ(t, chord(KEY_X, ALT, 0), "\x1bx");
	KTEST_EXPECT_STREQ(t, chord(KEY_X, ALT | CTRL, 0), "\x1b\x18");
	KTEST_EXPECT_STREQ(t, chord(KEY_2, ALT, 0), "\x1bé");
	KTEST_EXPECT_STREQ(t, chord(KEY_BACKSPACE, ALT, 0), "\x1b\x7f");
	KTEST_EXPECT_STREQ(t, chord(KEY_ENTER, ALT, 0), "\x1b\r");
}

KTEST(key_translate, an_accent_waits_for_its_letter)
{
	begin(0, 0);
	KTEST_EXPECT_EQ(t, meaning_of(KEY_LEFT_BRACE), KEY_MEANS_NOTHING);
	KTEST_EXPECT_STREQ(t, typed(KEY_LEFT_SHIFT), "");
	KTEST_EXPECT_STREQ(t, typed(KEY_E), "Ê");
	KTEST_EXPECT_STREQ(t, typed(KEY_E), "E");
}

KTEST(key_translate, an_accent_that_fits_nothing_stands_alone)
{
	begin(0, 0);
	typed(KEY_LEFT_BRACE);
	KTEST_EXPECT_STREQ(t, typed(KEY_X), "^x");
	typed(KEY_LEFT_BRACE);
	KTEST_EXPECT_STREQ(t, typed(KEY_SPACE), "^");
	typed(KEY_LEFT_BRACE);
	KTEST_EXPECT_STREQ(t, typed(KEY_LEFT_BRACE), "^");
	KTEST_EXPECT_STREQ(t, typed(KEY_A), "a");
}

KTEST(key_translate, a_second_accent_takes_the_place_of_the_first)
{
	begin(0, 0);
	typed(KEY_LEFT_BRACE);
	translator.modifiers = SHIFT;
	KTEST_EXPECT_STREQ(t, typed(KEY_LEFT_BRACE), "^");
	translator.modifiers = 0;
	KTEST_EXPECT_STREQ(t, typed(KEY_E), "ë");
}

KTEST(key_translate, a_key_with_a_fixed_meaning_drops_the_accent)
{
	begin(0, 0);
	typed(KEY_LEFT_BRACE);
	KTEST_EXPECT_STREQ(t, typed(KEY_BACKSPACE), "\x7f");
	KTEST_EXPECT_STREQ(t, typed(KEY_E), "e");
}

KTEST(key_translate, cursor_keys_send_what_linux_sends)
{
	begin(0, 0);
	KTEST_EXPECT_STREQ(t, typed(KEY_UP), "\x1b[A");
	KTEST_EXPECT_STREQ(t, typed(KEY_DOWN), "\x1b[B");
	KTEST_EXPECT_STREQ(t, typed(KEY_RIGHT), "\x1b[C");
	KTEST_EXPECT_STREQ(t, typed(KEY_LEFT), "\x1b[D");
	KTEST_EXPECT_STREQ(t, typed(KEY_HOME), "\x1b[1~");
	KTEST_EXPECT_STREQ(t, typed(KEY_INSERT), "\x1b[2~");
	KTEST_EXPECT_STREQ(t, typed(KEY_DELETE), "\x1b[3~");
	KTEST_EXPECT_STREQ(t, typed(KEY_END), "\x1b[4~");
	KTEST_EXPECT_STREQ(t, typed(KEY_PAGE_UP), "\x1b[5~");
	KTEST_EXPECT_STREQ(t, typed(KEY_PAGE_DOWN), "\x1b[6~");
	modes.application_cursor = true;
	KTEST_EXPECT_STREQ(t, typed(KEY_UP), "\x1bOA");
	KTEST_EXPECT_STREQ(t, typed(KEY_HOME), "\x1b[1~");
}

KTEST(key_translate, modifiers_go_into_the_sequence)
{
	KTEST_EXPECT_STREQ(t, chord(KEY_LEFT, CTRL, 0), "\x1b[1;5D");
	KTEST_EXPECT_STREQ(t, chord(KEY_UP, SHIFT | ALT, 0), "\x1b[1;4A");
	KTEST_EXPECT_STREQ(t, chord(KEY_DELETE, SHIFT, 0), "\x1b[3;2~");
	KTEST_EXPECT_STREQ(t, chord(KEY_F12, SHIFT | ALT | CTRL, 0),
			   "\x1b[24;8~");
	begin(CTRL, 0);
	modes.application_cursor = true;
	KTEST_EXPECT_STREQ(t, typed(KEY_UP), "\x1b[1;5A");
}

KTEST(key_translate, function_keys_send_what_linux_sends)
{
	static const char *const sent[] = {"\x1b[[A",  "\x1b[[B",  "\x1b[[C",
					   "\x1b[[D",  "\x1b[[E",  "\x1b[17~",
					   "\x1b[18~", "\x1b[19~", "\x1b[20~",
					   "\x1b[21~"};

	begin(0, 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(sent); i++)
		KTEST_EXPECT_STREQ(t, typed(KEY_F1 + i), sent[i]);
	KTEST_EXPECT_STREQ(t, typed(KEY_F11), "\x1b[23~");
	KTEST_EXPECT_STREQ(t, typed(KEY_F12), "\x1b[24~");
}

KTEST(key_translate, other_keys_send_control_codes)
{
	begin(0, 0);
	KTEST_EXPECT_STREQ(t, typed(KEY_ENTER), "\r");
	KTEST_EXPECT_STREQ(t, typed(KEY_KP_ENTER), "\r");
	KTEST_EXPECT_STREQ(t, typed(KEY_TAB), "\t");
	KTEST_EXPECT_STREQ(t, typed(KEY_ESC), "\x1b");
	KTEST_EXPECT_STREQ(t, typed(KEY_BACKSPACE), "\x7f");
	KTEST_EXPECT_STREQ(t, chord(KEY_TAB, SHIFT, 0), "\x1b[Z");
	modes.newline = true;
	KTEST_EXPECT_STREQ(t, typed(KEY_ENTER), "\r\n");
	KTEST_EXPECT_STREQ(t, typed(KEY_KP_ENTER), "\r\n");
}

KTEST(key_translate, keys_without_a_meaning_send_nothing)
{
	static const u8 keys[] = {KEY_NONE,
				  KEY_SYSRQ,
				  KEY_PAUSE,
				  KEY_LEFT_META,
				  KEY_RIGHT_META,
				  KEY_COMPOSE,
				  84,
				  85,
				  89,
				  95,
				  101,
				  112,
				  255};

	begin(0, 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(keys); i++)
		KTEST_EXPECT_EQ(t, meaning_of(keys[i]), KEY_MEANS_NOTHING);
}

KTEST(key_translate, num_lock_makes_the_keypad_type_digits)
{
	static const u8 keys[] = {KEY_KP_0, KEY_KP_1, KEY_KP_2,	 KEY_KP_3,
				  KEY_KP_4, KEY_KP_5, KEY_KP_6,	 KEY_KP_7,
				  KEY_KP_8, KEY_KP_9, KEY_KP_DOT};
	const char *characters = "0123456789.";

	for (unsigned int i = 0; i < ARRAY_SIZE(keys); i++) {
		char wanted[2] = {characters[i], '\0'};

		KTEST_EXPECT_STREQ(t, chord(keys[i], 0, LOCK_NUM), wanted);
		KTEST_EXPECT_STREQ(t, chord(keys[i], SHIFT, 0), wanted);
	}
}

KTEST(key_translate, without_num_lock_the_keypad_moves_the_cursor)
{
	begin(0, 0);
	KTEST_EXPECT_STREQ(t, typed(KEY_KP_8), "\x1b[A");
	KTEST_EXPECT_STREQ(t, typed(KEY_KP_7), "\x1b[1~");
	KTEST_EXPECT_STREQ(t, typed(KEY_KP_DOT), "\x1b[3~");
	KTEST_EXPECT_STREQ(t, typed(KEY_KP_5), "");
	KTEST_EXPECT_STREQ(t, chord(KEY_KP_9, SHIFT, LOCK_NUM), "\x1b[5~");
	KTEST_EXPECT_STREQ(t, chord(KEY_KP_4, CTRL, 0), "\x1b[1;5D");
}

KTEST(key_translate, the_signs_of_the_keypad_are_always_typed)
{
	for (u8 locks = 0; locks <= LOCK_NUM; locks += LOCK_NUM) {
		KTEST_EXPECT_STREQ(t, chord(KEY_KP_PLUS, 0, locks), "+");
		KTEST_EXPECT_STREQ(t, chord(KEY_KP_MINUS, 0, locks), "-");
		KTEST_EXPECT_STREQ(t, chord(KEY_KP_ASTERISK, 0, locks), "*");
		KTEST_EXPECT_STREQ(t, chord(KEY_KP_SLASH, 0, locks), "/");
	}
}

KTEST(key_translate, in_application_mode_the_keypad_sends_sequences)
{
	begin(0, 0);
	modes.application_keypad = true;
	KTEST_EXPECT_STREQ(t, typed(KEY_KP_0), "\x1bOp");
	KTEST_EXPECT_STREQ(t, typed(KEY_KP_9), "\x1bOy");
	KTEST_EXPECT_STREQ(t, typed(KEY_KP_ENTER), "\x1bOM");
	KTEST_EXPECT_STREQ(t, typed(KEY_KP_ASTERISK), "\x1bOR");
	translator.locks = LOCK_NUM;
	KTEST_EXPECT_STREQ(t, typed(KEY_KP_0), "0");
}

KTEST(key_translate, shift_with_the_page_keys_looks_back)
{
	begin(SHIFT, 0);
	KTEST_EXPECT_EQ(t, meaning_of(KEY_PAGE_UP), KEY_SCROLLS_BACK);
	KTEST_EXPECT_EQ(t, meaning_of(KEY_PAGE_DOWN), KEY_SCROLLS_FORWARD);
	KTEST_EXPECT_EQ(t, meaning_of(KEY_UP), KEY_MEANS_TEXT);
}

KTEST(key_translate, control_alt_delete_reboots)
{
	begin(CTRL | ALT, 0);
	KTEST_EXPECT_EQ(t, meaning_of(KEY_DELETE), KEY_REBOOTS);
	KTEST_EXPECT_EQ(t, meaning_of(KEY_KP_DOT), KEY_REBOOTS);
	begin(MODIFIER_RIGHT_CTRL | MODIFIER_RIGHT_ALT, 0);
	KTEST_EXPECT_EQ(t, meaning_of(KEY_DELETE), KEY_REBOOTS);
	begin(CTRL, 0);
	KTEST_EXPECT_EQ(t, meaning_of(KEY_DELETE), KEY_MEANS_TEXT);
	begin(ALT, 0);
	KTEST_EXPECT_EQ(t, meaning_of(KEY_DELETE), KEY_MEANS_TEXT);
}

KTEST(key_translate, any_keys_in_any_order_fit_the_output)
{
	u32 random = 1;

	begin(0, 0);
	for (int i = 0; i < 50000; i++) {
		enum keycode key;

		random = random * 1664525 + 1013904223;
		key = (random >> 16) % 130;
		modes.application_keypad = random >> 30 & 1;
		modes.newline = random >> 29 & 1;
		if (random >> 31)
			key_release(&translator, key);
		else
			KTEST_EXPECT_LE(
				t, key_press(&translator, key, modes).length,
				KEY_TEXT_MAX);
	}
}
