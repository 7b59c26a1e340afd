// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fast key erasure (D. J. Bernstein, "Fast-key-erasure random-number
 * generators", 2017) and mixing as OpenBSD's arc4random(3) does it: the next
 * key is key stream xor input. Nonces tell what a block is for.
 */
#include "generator.h"

#include <exo/compiler.h>

enum purpose {
	PURPOSE_OUTPUT,
	PURPOSE_MIX,
};

static void start(const struct generator *generator, struct chacha20 *stream,
		  enum purpose purpose, size_t size)
{
	const u32 nonce[] = {purpose, (u32)size, 0};

	_Static_assert(sizeof(nonce) == CHACHA20_NONCE, "three words");
	chacha20_init(stream, generator->key, (const u8 *)nonce, 0);
}

void generator_take(struct generator *generator, struct chacha20 *stream,
		    u8 first[GENERATOR_FIRST])
{
	u8 block[CHACHA20_BLOCK];

	start(generator, stream, PURPOSE_OUTPUT, 0);
	chacha20_block(stream, block);
	memcpy(generator->key, block, CHACHA20_KEY);
	memcpy(first, block + CHACHA20_KEY, GENERATOR_FIRST);
	memzero_explicit(block, sizeof(block));
}

/* @size bytes, at most a key; how many goes in as well. */
static void mix_piece(struct generator *generator, const u8 *data, size_t size)
{
	u8 block[CHACHA20_BLOCK];
	struct chacha20 stream;

	start(generator, &stream, PURPOSE_MIX, size);
	chacha20_block(&stream, block);
	for (size_t i = 0; i < size; i++)
		block[i] ^= data[i];
	memcpy(generator->key, block, CHACHA20_KEY);
	memzero_explicit(block, sizeof(block));
	memzero_explicit(&stream, sizeof(stream));
}

void generator_mix(struct generator *generator, const void *data, size_t size)
{
	const u8 *from = data;

	while (size) {
		size_t piece = min(size, (size_t)CHACHA20_KEY);

		mix_piece(generator, from, piece);
		from += piece;
		size -= piece;
	}
}
