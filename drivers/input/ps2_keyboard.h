/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. The keyboard on the other end of the i8042's line, for the
 * command that shows it.
 */
#ifndef INPUT_PS2_KEYBOARD_H
#define INPUT_PS2_KEYBOARD_H

#include <exo/types.h>

struct ps2_keyboard_state {
	bool answers; /* it passed its self-test */
	u16 id; /* 0xab83 untranslated; 0: it does not tell */
	u8 lamps; /* what it was told to light, of enum key_lock */
	unsigned int failures; /* commands given up */
};

/* A snapshot. Any context. */
struct ps2_keyboard_state ps2_keyboard_state(void);

#endif
