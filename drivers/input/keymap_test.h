/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. Typing with the configured layout, for its tests.
 */
#ifndef INPUT_KEYMAP_TEST_H
#define INPUT_KEYMAP_TEST_H

#include <exo/string.h>

#include "key_translate.h"

/* The text of @key pressed with what the translator holds, NUL-terminated. */
static inline const char *type_key(struct key_translator *translator,
				   enum keycode key)
{
	static char text[KEY_TEXT_MAX + 1];
	struct key_output output =
		key_press(translator, key, (struct screen_key_modes){0});

	memcpy(text, output.text, output.length);
	text[output.length] = '\0';
	return text;
}

/* The text of one key with @modifiers and @locks. */
static inline const char *type_chord(enum keycode key, u8 modifiers, u8 locks)
{
	struct key_translator translator = {
		.keymap = &keymap, .modifiers = modifiers, .locks = locks};

	return type_key(&translator, key);
}

#endif
