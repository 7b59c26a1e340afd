// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/string.h>

#include "mutation.h"

/* Xorshift (Marsaglia 2003). */
u64 random_next(u64 *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

u8 spoil_byte(u8 byte, unsigned int way)
{
	const u8 spoilt[BYTE_SPOILERS] = {
		0,	  0xff,	    0x7f,	 0x80,
		byte + 1, byte - 1, byte ^ 0x10, byte ^ 0x80,
	};

	return spoilt[way] != byte ? spoilt[way] : (u8)~byte;
}

static void spoil_word(u8 *bytes, size_t size, u64 *state)
{
	static const u64 words[] = {
		0,	    1,		7,	     8,
		16,	    24,		0x7fffffff,  0x80000000,
		0xfffffff8, 0xffffffff, 0x100000000, 0x7fffffffffffffff,
		~0UL,
	};
	const u64 word = words[random_next(state) % ARRAY_SIZE(words)];
	const size_t at = random_next(state) % size & ~3UL;
	const size_t len = random_next(state) & 1 ? sizeof(u32) : sizeof(u64);

	memcpy(bytes + at, &word, min(len, size - at));
}

void spoil_randomly(u8 *bytes, size_t size, u64 *state)
{
	unsigned int places = 1 + random_next(state) % 8;

	while (places--) {
		u8 *byte = &bytes[random_next(state) % size];

		if (random_next(state) & 1)
			spoil_word(bytes, size, state);
		else
			*byte = spoil_byte(*byte,
					   random_next(state) % BYTE_SPOILERS);
	}
}
