// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scancode set 1, which the controller makes of what a PS/2 keyboard sends
 * (IBM PS/2 Hardware Interface Technical Reference, Keyboards):
 *
 *	1e		A pressed		9e		released
 *	e0 48		Up pressed		e0 c8		released
 *	e0 2a e0 37	Print Screen		e0 b7 e0 aa	released
 *	e1 1d 45 e1 9d c5	Pause, pressed and released at once
 *
 * Around the newer keys a keyboard fakes presses and releases of Shift, so
 * that software of 1981 takes them for those of the keypad. Those fakes all
 * have the prefix e0, which no real Shift has, and are swallowed.
 */
#include "scancode_set1.h"

#include <exo/compiler.h>

enum {
	PREFIX_E0 = 0xe0,
	PREFIX_E1 = 0xe1,
	RELEASED = 0x80,
	OVERRUN = 0x00, /* more keys held than the keyboard can tell */
	OVERRUN_TOO = 0xff,

	CODE_SYSRQ = 0x54, /* Print Screen while Alt is held */
	CODE_LAST = 0x58, /* F12 */
	CODE_PAUSE = 0x45, /* behind e1 1d */
};

/* Codes behind e0; Ctrl with Pause is e0 46. */
static const u8 extended_keys[] = {
	[0x1c] = KEY_KP_ENTER, [0x1d] = KEY_RIGHT_CTRL, [0x35] = KEY_KP_SLASH,
	[0x37] = KEY_SYSRQ,    [0x38] = KEY_RIGHT_ALT,	[0x46] = KEY_PAUSE,
	[0x47] = KEY_HOME,     [0x48] = KEY_UP,		[0x49] = KEY_PAGE_UP,
	[0x4b] = KEY_LEFT,     [0x4d] = KEY_RIGHT,	[0x4f] = KEY_END,
	[0x50] = KEY_DOWN,     [0x51] = KEY_PAGE_DOWN,	[0x52] = KEY_INSERT,
	[0x53] = KEY_DELETE,   [0x5b] = KEY_LEFT_META,	[0x5c] = KEY_RIGHT_META,
	[0x5d] = KEY_COMPOSE,
};

static enum keycode plain_key(u8 code)
{
	if (code == CODE_SYSRQ)
		return KEY_SYSRQ;
	if (code > CODE_LAST || code == CODE_SYSRQ + 1)
		return KEY_NONE;
	return code;
}

static enum keycode extended_key(u8 code)
{
	return code < ARRAY_SIZE(extended_keys) ? extended_keys[code]
						: KEY_NONE;
}

static enum keycode key_of(enum scancode_state state, u8 code)
{
	switch (state) {
	case SCANCODE_PLAIN:
		return plain_key(code);
	case SCANCODE_E0:
		return extended_key(code);
	case SCANCODE_E1_SECOND:
		return code == CODE_PAUSE ? KEY_PAUSE : KEY_NONE;
	default:
		return KEY_NONE;
	}
}

bool scancode_feed(struct scancode_decoder *decoder, u8 byte,
		   struct key_event *event)
{
	enum scancode_state state = decoder->state;

	if (byte == PREFIX_E0 || byte == PREFIX_E1) {
		decoder->state = byte == PREFIX_E0 ? SCANCODE_E0 : SCANCODE_E1;
		return false;
	}
	decoder->state = SCANCODE_PLAIN;
	if (byte == OVERRUN || byte == OVERRUN_TOO)
		return false;
	if (state == SCANCODE_E1) {
		decoder->state = SCANCODE_E1_SECOND;
		return false;
	}
	event->key = key_of(state, byte & 0x7f);
	event->pressed = !(byte & RELEASED);
	return event->key != KEY_NONE;
}
