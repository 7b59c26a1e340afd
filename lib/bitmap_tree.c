// SPDX-License-Identifier: GPL-2.0-only
/*
 * A change climbs only as long as a word becomes empty or stops being so: most
 * changes end at the lowest level.
 */
#include <exo/bitmap_tree.h>

enum {
	WORD_SHIFT = 6,
	WORD_MASK = BITS_PER_WORD - 1
};

size_t bitmap_tree_bytes(size_t size)
{
	size_t words = 0;

	do {
		size = BITMAP_WORDS(size);
		words += size;
	} while (size > 1);
	return words * sizeof(u64);
}

void bitmap_tree_init(struct bitmap_tree *tree, size_t size, u64 *memory)
{
	tree->size = size;
	tree->nr_levels = 0;
	do {
		tree->levels[tree->nr_levels++] = memory;
		size = BITMAP_WORDS(size);
		memory += size;
	} while (size > 1);
}

void bitmap_tree_note_filled(struct bitmap_tree *tree, size_t word)
{
	for (unsigned int level = 1; level < tree->nr_levels; level++) {
		const u64 before = tree->levels[level][word >> WORD_SHIFT];

		bitmap_set(tree->levels[level], word);
		if (before)
			return;
		word >>= WORD_SHIFT;
	}
}

void bitmap_tree_note_empty(struct bitmap_tree *tree, size_t word)
{
	for (unsigned int level = 1; level < tree->nr_levels; level++) {
		bitmap_clear(tree->levels[level], word);
		word >>= WORD_SHIFT;
		if (tree->levels[level][word])
			return;
	}
}

void bitmap_tree_set_range(struct bitmap_tree *tree, size_t start, size_t count)
{
	for (unsigned int level = 0; count && level < tree->nr_levels;
	     level++) {
		size_t last = (start + count - 1) >> WORD_SHIFT;

		bitmap_set_range(tree->levels[level], start, count);
		start >>= WORD_SHIFT;
		count = last - start + 1;
	}
}

void bitmap_tree_clear_range(struct bitmap_tree *tree, size_t start,
			     size_t count)
{
	if (!count)
		return;
	bitmap_clear_range(tree->levels[0], start, count);
	for (size_t word = start >> WORD_SHIFT;
	     word <= (start + count - 1) >> WORD_SHIFT; word++)
		if (!tree->levels[0][word])
			bitmap_tree_note_empty(tree, word);
}

/* The first set bit of the part that bit @bit of @level sums up. */
static size_t descend(const struct bitmap_tree *tree, unsigned int level,
		      size_t bit)
{
	while (level-- > 0)
		bit = bit << WORD_SHIFT |
		      (size_t)__builtin_ctzl(tree->levels[level][bit]);
	return bit;
}

size_t bitmap_tree_next_set(const struct bitmap_tree *tree, size_t from)
{
	size_t size = tree->size;

	for (unsigned int level = 0; level < tree->nr_levels; level++) {
		u64 found;

		if (from >= size)
			break;
		found = tree->levels[level][from >> WORD_SHIFT] >>
			(from & WORD_MASK);
		if (found)
			return descend(tree, level,
				       from + __builtin_ctzl(found));
		/* Whatever follows is in a later word. */
		from = (from >> WORD_SHIFT) + 1;
		size = BITMAP_WORDS(size);
	}
	return tree->size;
}

u64 bitmap_tree_take_word(struct bitmap_tree *tree, size_t from, size_t *first)
{
	const size_t bit = bitmap_tree_next_set(tree, from);
	const size_t word = bit >> WORD_SHIFT;
	u64 bits;

	if (bit == tree->size)
		return 0;
	bits = tree->levels[0][word];
	tree->levels[0][word] = 0;
	bitmap_tree_note_empty(tree, word);
	*first = word << WORD_SHIFT;
	return bits;
}

/*
 * Where in word @word @count bits in a row begin, as a bit each, for a count
 * up to 64: the run may reach into the next word. A run of n + m begins where
 * one of n does and, n further on, one of m.
 */
static u64 run_starts(const struct bitmap_tree *tree, size_t word, size_t count)
{
	unsigned __int128 bits = tree->levels[0][word];
	size_t more;

	if (word + 1 < BITMAP_WORDS(tree->size))
		bits |= (unsigned __int128)tree->levels[0][word + 1]
			<< BITS_PER_WORD;
	for (size_t have = 1; have < count && (u64)bits; have += more) {
		more = min(have, count - have);
		bits &= bits >> more;
	}
	return (u64)bits;
}

/* Each word is looked at whole. @align is below 64. */
static size_t find_short_run(const struct bitmap_tree *tree, size_t count,
			     size_t align, size_t from, size_t to)
{
	/* Bits 0, @align, 2 * @align ... */
	const u64 aligned = ~0UL / (BIT(align) - 1);

	for (;;) {
		const size_t next = bitmap_tree_next_set(tree, from);
		const size_t word = next >> WORD_SHIFT;
		u64 starts;

		if (next >= to)
			return tree->size;
		starts = run_starts(tree, word, count) & aligned &
			 ~0UL << (next & WORD_MASK);
		if (starts) {
			from = word << WORD_SHIFT |
			       (size_t)__builtin_ctzl(starts);
			return from + count <= to ? from : tree->size;
		}
		from = (word + 1) << WORD_SHIFT;
	}
}

/* A run that is no part of one word begins after the last gap in a word. */
static size_t after_last_gap(const struct bitmap_tree *tree, size_t gap)
{
	const size_t word = gap >> WORD_SHIFT;

	return ((word + 1) << WORD_SHIFT) -
	       __builtin_clzl(~tree->levels[0][word]);
}

/* @count is above 64, or @align at least that. */
static size_t find_long_run(const struct bitmap_tree *tree, size_t count,
			    size_t align, size_t from, size_t to)
{
	for (;;) {
		size_t gap;

		from = ALIGN_UP(bitmap_tree_next_set(tree, from), align);
		if (from >= to || count > to - from)
			return tree->size;
		gap = bitmap_next_clear(tree->levels[0], from + count, from);
		if (gap == from + count)
			return from;
		from = after_last_gap(tree, gap);
	}
}

size_t bitmap_tree_find_run(const struct bitmap_tree *tree, size_t count,
			    size_t align, size_t from, size_t to)
{
	to = min(to, tree->size);
	if (count <= BITS_PER_WORD && align < BITS_PER_WORD)
		return find_short_run(tree, count, align, from, to);
	return find_long_run(tree, count, align, from, to);
}
