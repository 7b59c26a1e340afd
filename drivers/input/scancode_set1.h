/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. From the bytes of a keyboard to keys pressed and released.
 */
#ifndef INPUT_SCANCODE_SET1_H
#define INPUT_SCANCODE_SET1_H

#include <exo/types.h>

#include "keycode.h"

enum scancode_state {
	SCANCODE_PLAIN,
	SCANCODE_E0, /* after the prefix of the newer keys */
	SCANCODE_E1, /* after the prefix of Pause */
	SCANCODE_E1_SECOND, /* and after the first byte behind it */
};

/* All zero is a decoder that has seen nothing. */
struct scancode_decoder {
	enum scancode_state state;
};

struct key_event {
	enum keycode key;
	bool pressed; /* else released */
};

/*
 * Take one byte of scancode set 1. True when it completes the event in
 * @event; bytes that belong to no key are swallowed. A keyboard repeats the
 * press of a key that is held; Pause is released as soon as it is pressed.
 */
bool scancode_feed(struct scancode_decoder *decoder, u8 byte,
		   struct key_event *event);

#endif
