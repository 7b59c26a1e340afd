/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Sets of small numbers as arrays of 64-bit words, bit 0 of word 0
 * first. Not atomic: the owner's lock covers them. Sizes are in bits; bits of
 * the last word past the size are never looked at.
 */
#ifndef EXO_BITMAP_H
#define EXO_BITMAP_H

#include <exo/compiler.h>
#include <exo/types.h>

enum {
	BITS_PER_WORD = 64
};

#define BITMAP_WORDS(bits)	   DIV_ROUND_UP(bits, BITS_PER_WORD)
#define DECLARE_BITMAP(name, bits) u64 name[BITMAP_WORDS(bits)]

static inline u64 bitmap_mask(size_t bit)
{
	return 1UL << (bit % BITS_PER_WORD);
}

static inline bool bitmap_test(const u64 *map, size_t bit)
{
	return map[bit / BITS_PER_WORD] & bitmap_mask(bit);
}

static inline void bitmap_set(u64 *map, size_t bit)
{
	map[bit / BITS_PER_WORD] |= bitmap_mask(bit);
}

static inline void bitmap_clear(u64 *map, size_t bit)
{
	map[bit / BITS_PER_WORD] &= ~bitmap_mask(bit);
}

/* Set or clear @count bits from @start. */
void bitmap_set_range(u64 *map, size_t start, size_t count);
void bitmap_clear_range(u64 *map, size_t start, size_t count);

/* The first set (or clear) bit at or after @from, @size when there is none. */
size_t bitmap_next_set(const u64 *map, size_t size, size_t from);
size_t bitmap_next_clear(const u64 *map, size_t size, size_t from);

/* How many of the @size bits are set. */
size_t bitmap_count(const u64 *map, size_t size);

#define for_each_set_bit(bit, map, size)                        \
	for (bit = bitmap_next_set(map, size, 0); bit < (size); \
	     bit = bitmap_next_set(map, size, bit + 1))

#endif
