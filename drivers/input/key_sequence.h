/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. What the keys that print nothing send: the sequences of the
 * Linux console, as the terminfo entry "linux" has them.
 */
#ifndef INPUT_KEY_SEQUENCE_H
#define INPUT_KEY_SEQUENCE_H

#include <exo/types.h>

#include "keycode.h"

enum {
	KEY_SEQUENCE_MAX = 8, /* bytes */
};

/* The weights that a sequence has for keys held meanwhile (xterm's). */
enum sequence_modifier {
	SEQUENCE_SHIFT = 1,
	SEQUENCE_ALT = 2,
	SEQUENCE_CTRL = 4,
};

struct sequence_modes {
	u8 modifiers; /* of enum sequence_modifier */
	bool application_cursor; /* DECCKM */
	bool application_keypad; /* DECKPAM */
};

/*
 * Write what the cursor, editing or function key @key sends to @bytes;
 * returns the length, 0 for any other key.
 */
size_t key_sequence(enum keycode key, struct sequence_modes modes,
		    char bytes[KEY_SEQUENCE_MAX]);

/* Likewise for a key of the keypad while it does not type digits. */
size_t keypad_sequence(enum keycode key, struct sequence_modes modes,
		       char bytes[KEY_SEQUENCE_MAX]);

/* What is printed on a key of the keypad: '7', '+'; Enter has '\r'. Else 0. */
char keypad_character(enum keycode key);

#endif
