/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the random numbers. A key that turns into output
 * and a new key, with ChaCha20, and takes in whatever may be unknown to
 * others:
 *
 *	take	key --> | new key | 32 bytes out | 64 | 64 | ...
 *	mix	key --> | ...     |  xor input = new key
 *
 * The key that made an output is gone before the output is used (fast key
 * erasure), so who learns the key learns nothing of what was. Who knows all
 * input but not the key before does not know the key after, and the other way
 * round. Plain arithmetic: the owner has the lock.
 */
#ifndef KERNEL_RANDOM_GENERATOR_H
#define KERNEL_RANDOM_GENERATOR_H

#include <exo/chacha20.h>
#include <exo/string.h>
#include <exo/types.h>

struct generator {
	u8 key[CHACHA20_KEY];
};

enum {
	GENERATOR_FIRST = CHACHA20_BLOCK - CHACHA20_KEY, /* bytes */
};

/*
 * Replace the key; @first gets the first bytes of the output, @stream goes on
 * with the rest, block by block. Both are secrets: memzero_explicit() them.
 */
void generator_take(struct generator *generator, struct chacha20 *stream,
		    u8 first[GENERATOR_FIRST]);

/* Have the key depend on @size bytes at @data, too. */
void generator_mix(struct generator *generator, const void *data, size_t size);

#endif
