/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the terminal. UTF-8 byte by byte (RFC 3629).
 */
#ifndef TTY_UTF8_DECODER_H
#define TTY_UTF8_DECODER_H

#include <exo/types.h>

enum {
	UNICODE_REPLACEMENT = 0xfffd,
};

struct utf8_decoder {
	u32 character; /* so far */
	u32 least; /* anything below could be said in fewer bytes */
	u8 missing; /* bytes; 0 between characters */
};

/* The character is complete, or this byte makes it impossible. */
enum utf8_result {
	UTF8_INCOMPLETE,
	UTF8_CHARACTER, /* @character is one, U+FFFD for a malformed one */
	UTF8_CUT, /* what was begun lacks its end; give the byte again */
};

static inline bool utf8_pending(const struct utf8_decoder *decoder)
{
	return decoder->missing > 0;
}

/* Forget what was begun. */
static inline void utf8_reset(struct utf8_decoder *decoder)
{
	decoder->missing = 0;
}

/*
 * Take a byte. Overlong forms, surrogates and what lies beyond U+10FFFF give
 * one U+FFFD at their end, as on the Linux console.
 */
enum utf8_result utf8_decode(struct utf8_decoder *decoder, u8 byte);

#endif
