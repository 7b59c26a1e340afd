// SPDX-License-Identifier: GPL-2.0-only
/*
 * ChaCha20 as RFC 8439 has it: twenty rounds over sixteen words, by turns down
 * the columns of the square and along its diagonals.
 */
#include <exo/chacha20.h>
#include <exo/compiler.h>
#include <exo/string.h>

enum {
	DOUBLE_ROUNDS = 10,
};

void chacha20_init(struct chacha20 *stream, const u8 key[CHACHA20_KEY],
		   const u8 nonce[CHACHA20_NONCE], u32 counter)
{
	u32 *words = stream->words;

	memcpy(words, "expand 32-byte k", 16);
	memcpy(words + 4, key, CHACHA20_KEY);
	words[12] = counter;
	memcpy(words + 13, nonce, CHACHA20_NONCE);
}

static __always_inline u32 rotate_left(u32 word, unsigned int bits)
{
	return word << bits | word >> (32 - bits);
}

static __always_inline void quarter_round(u32 *x, int a, int b, int c, int d)
{
	x[a] += x[b];
	x[d] = rotate_left(x[d] ^ x[a], 16);
	x[c] += x[d];
	x[b] = rotate_left(x[b] ^ x[c], 12);
	x[a] += x[b];
	x[d] = rotate_left(x[d] ^ x[a], 8);
	x[c] += x[d];
	x[b] = rotate_left(x[b] ^ x[c], 7);
}

static __always_inline void double_round(u32 *x)
{
	quarter_round(x, 0, 4, 8, 12);
	quarter_round(x, 1, 5, 9, 13);
	quarter_round(x, 2, 6, 10, 14);
	quarter_round(x, 3, 7, 11, 15);
	quarter_round(x, 0, 5, 10, 15);
	quarter_round(x, 1, 6, 11, 12);
	quarter_round(x, 2, 7, 8, 13);
	quarter_round(x, 3, 4, 9, 14);
}

void chacha20_block(struct chacha20 *stream, u8 block[CHACHA20_BLOCK])
{
	u32 x[16];

	memcpy(x, stream->words, sizeof(x));
	for (int i = 0; i < DOUBLE_ROUNDS; i++)
		double_round(x);
	for (int i = 0; i < 16; i++)
		x[i] += stream->words[i];
	memcpy(block, x, sizeof(x));
	stream->words[12]++;
}
