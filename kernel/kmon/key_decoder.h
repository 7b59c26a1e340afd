/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the monitor. From received bytes to keys.
 */
#ifndef KMON_KEY_DECODER_H
#define KMON_KEY_DECODER_H

#include <exo/types.h>

enum key {
	KEY_NONE, /* nothing yet: in the middle of a sequence, or unbound */
	KEY_INVALID, /* a byte that belongs to no character */
	KEY_TEXT, /* one character, in the decoder's text */
	KEY_ENTER,
	KEY_TAB,
	KEY_BACKSPACE,
	KEY_DELETE,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_HOME,
	KEY_END,
	KEY_UP,
	KEY_DOWN,
	KEY_WORD_LEFT,
	KEY_WORD_RIGHT,
	KEY_KILL_TO_END,
	KEY_KILL_TO_START,
	KEY_KILL_WORD,
	KEY_YANK,
	KEY_CLEAR,
	KEY_INTERRUPT,
	KEY_ABORT,
	KEY_SEARCH,
};

enum key_decoder_state {
	KEY_DECODER_PLAIN,
	KEY_DECODER_TEXT, /* inside a UTF-8 character */
	KEY_DECODER_ESCAPE, /* after ESC */
	KEY_DECODER_SS3, /* after ESC O */
	KEY_DECODER_CSI, /* after ESC [ */
	KEY_DECODER_FUNCTION, /* after ESC [ [, as F1 to F5 of Linux begin */
};

/* All zero is a decoder that has seen nothing. */
struct key_decoder {
	enum key_decoder_state state;
	bool after_return; /* a '\n' next is the second half of "\r\n" */
	char text[4]; /* the character so far */
	size_t text_length;
	size_t text_expected;
	unsigned int parameter; /* of a CSI sequence: the first number */
	unsigned int modifier; /* and the last */
};

/*
 * Take one byte; returns the key that it completes. Escape sequences
 * (ECMA-48, as xterm, the VT220 and Linux send them) and characters may arrive
 * split anywhere. A control character ends a broken sequence and counts.
 */
enum key key_decoder_feed(struct key_decoder *decoder, u8 byte);

#endif
