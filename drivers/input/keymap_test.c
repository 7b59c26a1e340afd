// SPDX-License-Identifier: GPL-2.0-only
/* What every layout must offer, tried on the configured one. */
#include <exo/ktest.h>

#include "dead_key.h"
#include "keymap_test.h"

/* A key and modifiers out of @choices that type exactly the byte @wanted. */
static bool can_type(u8 wanted, const u8 *choices, size_t nr_choices)
{
	for (enum keycode key = 0; key <= KEY_COMPOSE; key++) {
		for (size_t i = 0; i < nr_choices; i++) {
			const char *text = type_chord(key, choices[i], 0);

			if ((u8)text[0] == wanted && wanted && !text[1])
				return true;
		}
	}
	return false;
}

KTEST(keymap, every_printable_character_of_ascii_can_be_typed)
{
	static const u8 choices[] = {0, MODIFIER_LEFT_SHIFT,
				     MODIFIER_RIGHT_ALT};

	for (u8 c = ' '; c <= '~'; c++)
		if (!KTEST_EXPECT(t, can_type(c, choices, ARRAY_SIZE(choices))))
			KTEST_EXPECT_EQ(t, c, 0); /* shows which */
}

KTEST(keymap, every_control_code_but_nul_can_be_typed)
{
	static const u8 choices[] = {0, MODIFIER_LEFT_CTRL,
				     MODIFIER_LEFT_CTRL | MODIFIER_LEFT_SHIFT,
				     MODIFIER_LEFT_CTRL | MODIFIER_RIGHT_ALT};

	for (u8 c = 1; c < ' '; c++)
		if (!KTEST_EXPECT(t, can_type(c, choices, ARRAY_SIZE(choices))))
			KTEST_EXPECT_EQ(t, c, 0);
}

KTEST(keymap, control_and_space_is_nul)
{
	struct key_translator translator = {.keymap = &keymap,
					    .modifiers = MODIFIER_RIGHT_CTRL};
	struct key_output output =
		key_press(&translator, KEY_SPACE, (struct screen_key_modes){0});

	KTEST_EXPECT_EQ(t, output.meaning, KEY_MEANS_TEXT);
	KTEST_ASSERT_EQ(t, output.length, 1);
	KTEST_EXPECT_EQ(t, output.text[0], 0);
}

KTEST(keymap, letters_have_their_capital_with_shift)
{
	unsigned int letters = 0;

	for (enum keycode key = 0; key <= KEY_102ND; key++) {
		u16 plain = keymap.characters[key][KEYMAP_PLAIN];

		if (plain < 'a' || plain > 'z')
			continue;
		letters++;
		KTEST_EXPECT_EQ(t, keymap.characters[key][KEYMAP_SHIFT],
				letter_swap_case(plain));
	}
	KTEST_EXPECT_EQ(t, letters, 26);
}

KTEST(keymap, dead_keys_are_accents_that_are_known)
{
	for (enum keycode key = 0; key <= KEY_102ND; key++) {
		for (unsigned int level = 0; level < KEYMAP_LEVELS; level++) {
			u16 c = keymap.characters[key][level];

			KTEST_EXPECT(t, !is_dead_key(c) || dead_key_alone(c));
		}
	}
}

KTEST(keymap, only_a_layout_with_altgr_has_a_third_level)
{
	for (enum keycode key = 0; key <= KEY_102ND; key++)
		KTEST_EXPECT(t, keymap.has_altgr ||
					!keymap.characters[key][KEYMAP_ALTGR]);
}
