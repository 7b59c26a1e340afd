// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hash of a byte string: each word is multiplied into the state, 64 by 64 to
 * 128 bits, and the halves of the product are folded together.
 */
#include <exo/hash.h>
#include <exo/unaligned.h>

/* Odd, half of their bits set, otherwise arbitrary (digits of pi and e). */
#define KEY_WORD 0x243f6a8885a308d3UL
#define KEY_LAST 0xb7e151628aed2a6bUL

static u64 fold_multiply(u64 a, u64 b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (u64)product ^ (u64)(product >> 64);
}

/* The last 0 to 7 bytes; their number is mixed in by the caller. */
static u64 load_tail(const u8 *p, size_t len)
{
	u64 tail = 0;

	for (size_t i = 0; i < len; i++)
		tail |= (u64)p[i] << (8 * i);
	return tail;
}

u32 hash_bytes(const void *data, size_t len, u64 seed)
{
	const u8 *p = data;
	size_t left = len;
	u64 state = seed ^ KEY_LAST;

	for (; left >= 8; p += 8, left -= 8)
		state = fold_multiply(state ^ load_u64(p), KEY_WORD);
	state = fold_multiply(state ^ load_tail(p, left), KEY_WORD);
	state = fold_multiply(state ^ len, KEY_LAST);
	return (u32)(state >> 32);
}
