/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. What is printed on the keys: characters as UTF-16 (only the
 * basic multilingual plane), 0 for none. A combining accent (U+0300 to U+036F)
 * is a dead key, which waits for the letter to put it on.
 *
 * The keys that print the same everywhere, or nothing, are not in here.
 */
#ifndef INPUT_KEYMAP_H
#define INPUT_KEYMAP_H

#include <exo/types.h>

#include "keycode.h"

enum keymap_level {
	KEYMAP_PLAIN,
	KEYMAP_SHIFT,
	KEYMAP_ALTGR,
	KEYMAP_LEVELS,
};

struct keymap {
	const char *name;
	bool has_altgr; /* the right Alt key is AltGr, not another Alt */
	u16 characters[KEY_102ND + 1][KEYMAP_LEVELS];
};

/* The one that CONFIG_KEYMAP_* chose. */
extern const struct keymap keymap;

#endif
