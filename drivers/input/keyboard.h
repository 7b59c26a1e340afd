/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. Where keyboard drivers report keys. All of it is called from
 * deferred work only.
 */
#ifndef INPUT_KEYBOARD_H
#define INPUT_KEYBOARD_H

#include <exo/types.h>

#include "keycode.h"

/*
 * @key was pressed or released. A key that is held is repeated from here;
 * further presses of the key that was pressed last are ignored.
 */
void keyboard_key(enum keycode key, bool pressed);

/* The keyboard was unplugged or lost count: no key is held any more. */
void keyboard_release_all(void);

/* The lamps that should burn, of enum key_lock. */
u8 keyboard_lamps(void);

/* Keys whose text was lost because nobody reads it. */
u64 keyboard_dropped_keys(void);

#endif
