/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. From keys pressed and released to what they mean: the layout,
 * the keys that change others, and accents that wait for their letter.
 */
#ifndef INPUT_KEY_TRANSLATE_H
#define INPUT_KEY_TRANSLATE_H

#include <exo/screen_console.h>
#include <exo/types.h>

#include "keycode.h"
#include "keymap.h"

enum {
	KEY_TEXT_MAX = 8, /* bytes; the longest is ESC [ 2 4 ; 8 ~ */
};

/* Keys held, each side by itself. */
enum key_modifier {
	MODIFIER_LEFT_SHIFT = 1 << 0,
	MODIFIER_RIGHT_SHIFT = 1 << 1,
	MODIFIER_LEFT_CTRL = 1 << 2,
	MODIFIER_RIGHT_CTRL = 1 << 3,
	MODIFIER_LEFT_ALT = 1 << 4,
	MODIFIER_RIGHT_ALT = 1 << 5, /* AltGr where the keymap has it */
};

/* In the order of the lamps of a PS/2 keyboard. */
enum key_lock {
	LOCK_SCROLL = 1 << 0,
	LOCK_NUM = 1 << 1,
	LOCK_CAPS = 1 << 2,
};

/* All zero but the keymap is a keyboard with nothing held. */
struct key_translator {
	const struct keymap *keymap;
	u8 modifiers; /* of enum key_modifier */
	u8 locks; /* of enum key_lock */
	u16 dead; /* the accent that waits for a letter, or 0 */
};

enum key_meaning {
	KEY_MEANS_NOTHING, /* or it changes what others mean */
	KEY_MEANS_TEXT,
	KEY_SCROLLS_BACK,
	KEY_SCROLLS_FORWARD,
	KEY_REBOOTS, /* Ctrl-Alt-Del */
};

struct key_output {
	enum key_meaning meaning;
	size_t length;
	char text[KEY_TEXT_MAX]; /* UTF-8 and escape sequences; no NUL */
};

/*
 * @key was pressed, or is held so long that it repeats; @modes are those of the
 * terminal that reads the text.
 */
struct key_output key_press(struct key_translator *translator, enum keycode key,
			    struct screen_key_modes modes);

void key_release(struct key_translator *translator, enum keycode key);

#endif
