/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. The ChaCha20 block function (RFC 8439, 2.3): from a key, a nonce
 * and a counter to 64 bytes that tell nothing of the key.
 */
#ifndef EXO_CHACHA20_H
#define EXO_CHACHA20_H

#include <exo/types.h>

enum {
	CHACHA20_KEY = 32, /* bytes */
	CHACHA20_NONCE = 12,
	CHACHA20_BLOCK = 64,
};

/* constants | key | counter | nonce */
struct chacha20 {
	u32 words[16];
};

/* Begin a stream at its block number @counter. */
void chacha20_init(struct chacha20 *stream, const u8 key[CHACHA20_KEY],
		   const u8 nonce[CHACHA20_NONCE], u32 counter);

/* The next block of @stream, of which there are 2^32. */
void chacha20_block(struct chacha20 *stream, u8 block[CHACHA20_BLOCK]);

#endif
