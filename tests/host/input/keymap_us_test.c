// SPDX-License-Identifier: GPL-2.0-only
/*
 * The US layout against what is printed on its keys, row by row. Here, as a
 * kernel has one layout only.
 */
#include <exo/ktest.h>

#include "../../../drivers/input/keymap_test.h"

/* Type @count keys from @first on; compare with @text. */
static void expect_row(struct ktest *t, enum keycode first, u8 modifiers,
		       const char *text)
{
	for (; *text; text++) {
		char wanted[2] = {*text, '\0'};

		KTEST_EXPECT_STREQ(t, type_chord(first++, modifiers, 0),
				   wanted);
	}
}

KTEST(keymap_us, keys_type_what_is_printed_on_them)
{
	expect_row(t, KEY_1, 0, "1234567890-=");
	expect_row(t, KEY_Q, 0, "qwertyuiop[]");
	expect_row(t, KEY_A, 0, "asdfghjkl;'`");
	expect_row(t, KEY_BACKSLASH, 0, "\\zxcvbnm,./");
}

KTEST(keymap_us, shift_types_the_upper_characters)
{
	expect_row(t, KEY_1, MODIFIER_LEFT_SHIFT, "!@#$%^&*()_+");
	expect_row(t, KEY_Q, MODIFIER_RIGHT_SHIFT, "QWERTYUIOP{}");
	expect_row(t, KEY_A, MODIFIER_LEFT_SHIFT, "ASDFGHJKL:\"~");
	expect_row(t, KEY_BACKSLASH, MODIFIER_RIGHT_SHIFT, "|ZXCVBNM<>?");
}

KTEST(keymap_us, the_right_alt_key_is_alt)
{
	KTEST_EXPECT_STREQ(t, type_chord(KEY_B, MODIFIER_RIGHT_ALT, 0),
			   "\x1b"
			   "b");
}
