// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything works a word at a time: a range is a first word cut below, whole
 * words, and a last word cut above.
 */
#include <exo/bitmap.h>

/* The bits of word @word that belong to @start .. @end - 1. */
static u64 range_mask(size_t word, size_t start, size_t end)
{
	size_t first = word * BITS_PER_WORD;
	u64 mask = ~0UL;

	if (start > first)
		mask <<= start - first;
	if (end - first < BITS_PER_WORD)
		mask &= (1UL << (end - first)) - 1;
	return mask;
}

void bitmap_set_range(u64 *map, size_t start, size_t count)
{
	size_t end = start + count;

	for (size_t word = start / BITS_PER_WORD; word < BITMAP_WORDS(end);
	     word++)
		map[word] |= range_mask(word, start, end);
}

void bitmap_clear_range(u64 *map, size_t start, size_t count)
{
	size_t end = start + count;

	for (size_t word = start / BITS_PER_WORD; word < BITMAP_WORDS(end);
	     word++)
		map[word] &= ~range_mask(word, start, end);
}

/* @flip is 0 to look for set bits, all ones to look for clear ones. */
static __always_inline size_t next_bit(const u64 *map, size_t size, size_t from,
				       u64 flip)
{
	if (from >= size)
		return size;
	for (size_t word = from / BITS_PER_WORD; word < BITMAP_WORDS(size);
	     word++) {
		u64 found = (map[word] ^ flip) & range_mask(word, from, size);

		if (found)
			return word * BITS_PER_WORD + __builtin_ctzl(found);
	}
	return size;
}

size_t bitmap_next_set(const u64 *map, size_t size, size_t from)
{
	return next_bit(map, size, from, 0);
}

size_t bitmap_next_clear(const u64 *map, size_t size, size_t from)
{
	return next_bit(map, size, from, ~0UL);
}

/*
 * Sums of 2, then 4, then 8 bits side by side; the product adds the bytes up
 * in its highest one. POPCNT is not in the x86-64 we compile for.
 */
static size_t count_word(u64 word)
{
	word -= word >> 1 & 0x5555555555555555;
	word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
	word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0f;
	return word * 0x0101010101010101 >> 56;
}

size_t bitmap_count(const u64 *map, size_t size)
{
	size_t count = 0;

	for (size_t word = 0; word < BITMAP_WORDS(size); word++)
		count += count_word(map[word] & range_mask(word, 0, size));
	return count;
}
