// SPDX-License-Identifier: GPL-2.0-only
/*
 * The French layout against what is printed on its keys, row by row. Here, as a
 * kernel has one layout only.
 */
#include <exo/ktest.h>

#include "../../../drivers/input/keymap_test.h"

/* Type @count keys from @first on; each types one of @texts. */
static void expect_row(struct ktest *t, enum keycode first, u8 modifiers,
		       const char *const *texts)
{
	for (; *texts; texts++)
		KTEST_EXPECT_STREQ(t, type_chord(first++, modifiers, 0),
				   *texts);
}

#define ROW(...) ((const char *const[]){__VA_ARGS__, NULL})

KTEST(keymap_fr, keys_type_what_is_printed_on_them)
{
	expect_row(t, KEY_1, 0,
		   ROW("&", "é", "\"", "'", "(", "-", "è", "_", "ç", "à", ")",
		       "="));
	expect_row(t, KEY_Q, 0,
		   ROW("a", "z", "e", "r", "t", "y", "u", "i", "o", "p", "",
		       "$"));
	expect_row(t, KEY_A, 0,
		   ROW("q", "s", "d", "f", "g", "h", "j", "k", "l", "m", "ù",
		       "²"));
	expect_row(t, KEY_BACKSLASH, 0,
		   ROW("*", "w", "x", "c", "v", "b", "n", ",", ";", ":", "!"));
	expect_row(t, KEY_102ND, 0, ROW("<"));
}

KTEST(keymap_fr, shift_types_the_upper_characters)
{
	expect_row(t, KEY_1, MODIFIER_LEFT_SHIFT,
		   ROW("1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "°",
		       "+"));
	expect_row(t, KEY_Q, MODIFIER_LEFT_SHIFT,
		   ROW("A", "Z", "E", "R", "T", "Y", "U", "I", "O", "P", "",
		       "£"));
	expect_row(t, KEY_A, MODIFIER_RIGHT_SHIFT,
		   ROW("Q", "S", "D", "F", "G", "H", "J", "K", "L", "M", "%"));
	expect_row(t, KEY_BACKSLASH, MODIFIER_RIGHT_SHIFT,
		   ROW("µ", "W", "X", "C", "V", "B", "N", "?", ".", "/", "§"));
	expect_row(t, KEY_102ND, MODIFIER_LEFT_SHIFT, ROW(">"));
}

KTEST(keymap_fr, altgr_types_the_characters_of_programmers)
{
	expect_row(t, KEY_2, MODIFIER_RIGHT_ALT,
		   ROW("~", "#", "{", "[", "|", "`", "\\", "^", "@", "]", "}"));
	KTEST_EXPECT_STREQ(t, type_chord(KEY_E, MODIFIER_RIGHT_ALT, 0), "€");
	KTEST_EXPECT_STREQ(
		t, type_chord(KEY_RIGHT_BRACE, MODIFIER_RIGHT_ALT, 0), "¤");
	KTEST_EXPECT_STREQ(t, type_chord(KEY_Q, MODIFIER_RIGHT_ALT, 0), "");
}

KTEST(keymap_fr, caps_lock_gives_capitals_with_their_accents)
{
	KTEST_EXPECT_STREQ(t, type_chord(KEY_2, 0, LOCK_CAPS), "É");
	KTEST_EXPECT_STREQ(t, type_chord(KEY_7, 0, LOCK_CAPS), "È");
	KTEST_EXPECT_STREQ(t, type_chord(KEY_9, 0, LOCK_CAPS), "Ç");
	KTEST_EXPECT_STREQ(t, type_chord(KEY_0, 0, LOCK_CAPS), "À");
	KTEST_EXPECT_STREQ(t, type_chord(KEY_APOSTROPHE, 0, LOCK_CAPS), "Ù");
	KTEST_EXPECT_STREQ(t, type_chord(KEY_1, 0, LOCK_CAPS), "&");
	KTEST_EXPECT_STREQ(t, type_chord(KEY_2, MODIFIER_LEFT_SHIFT, LOCK_CAPS),
			   "2");
}

KTEST(keymap_fr, accents_are_put_on_the_letter_that_follows)
{
	struct key_translator translator = {.keymap = &keymap};

	KTEST_EXPECT_STREQ(t, type_key(&translator, KEY_LEFT_BRACE), "");
	KTEST_EXPECT_STREQ(t, type_key(&translator, KEY_E), "ê");
	type_key(&translator, KEY_LEFT_SHIFT);
	KTEST_EXPECT_STREQ(t, type_key(&translator, KEY_LEFT_BRACE), "");
	key_release(&translator, KEY_LEFT_SHIFT);
	KTEST_EXPECT_STREQ(t, type_key(&translator, KEY_I), "ï");
	KTEST_EXPECT_STREQ(t, type_key(&translator, KEY_I), "i");
}

KTEST(keymap_fr, control_with_altgr_reaches_the_controls_of_signs)
{
	const u8 held = MODIFIER_LEFT_CTRL | MODIFIER_RIGHT_ALT;

	KTEST_EXPECT_STREQ(t, type_chord(KEY_5, held, 0), "\x1b");
	KTEST_EXPECT_STREQ(t, type_chord(KEY_8, held, 0), "\x1c");
	KTEST_EXPECT_STREQ(t, type_chord(KEY_8, MODIFIER_LEFT_CTRL, 0), "\x1f");
	KTEST_EXPECT_STREQ(t, type_chord(KEY_Q, MODIFIER_LEFT_CTRL, 0), "\x01");
}
