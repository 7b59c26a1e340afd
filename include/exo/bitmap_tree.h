/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. A large set of small numbers, a bitmap under summary levels: bit
 * n of level k + 1 says whether word n of level k has any bit set. The top
 * level is one word, so that the next member of the set is found by at most
 * two bit scans a level, however few there are.
 *
 *	level 2                 |       .....11|
 *	level 1           |.......1|   |....1..1|
 *	level 0      |1.1.....| ...  |.....11.|  |........| ...
 *
 * Not atomic: the owner's lock covers it. Numbers are 0 .. size - 1.
 */
#ifndef EXO_BITMAP_TREE_H
#define EXO_BITMAP_TREE_H

#include <exo/bitmap.h>
#include <exo/compiler.h>
#include <exo/types.h>

enum {
	BITMAP_TREE_LEVELS_MAX = 7 /* 2^42 bits */
};

struct bitmap_tree {
	size_t size; /* bits */
	unsigned int nr_levels;
	u64 *levels[BITMAP_TREE_LEVELS_MAX];
};

/* How many bytes of memory a tree of @size bits, 1.., needs. */
size_t bitmap_tree_bytes(size_t size);

/* An empty set in zeroed @memory, which the tree keeps. */
void bitmap_tree_init(struct bitmap_tree *tree, size_t size, u64 *memory);

static inline bool bitmap_tree_test(const struct bitmap_tree *tree, size_t bit)
{
	return bitmap_test(tree->levels[0], bit);
}

/* For the two below: word @word is empty no longer, or now. */
void bitmap_tree_note_filled(struct bitmap_tree *tree, size_t word);
void bitmap_tree_note_empty(struct bitmap_tree *tree, size_t word);

static inline void bitmap_tree_set(struct bitmap_tree *tree, size_t bit)
{
	const u64 before = tree->levels[0][bit / BITS_PER_WORD];

	bitmap_set(tree->levels[0], bit);
	if (!before)
		bitmap_tree_note_filled(tree, bit / BITS_PER_WORD);
}

static inline void bitmap_tree_clear(struct bitmap_tree *tree, size_t bit)
{
	bitmap_clear(tree->levels[0], bit);
	if (!tree->levels[0][bit / BITS_PER_WORD])
		bitmap_tree_note_empty(tree, bit / BITS_PER_WORD);
}

/*
 * Take all of the word that begins at bit @from, a multiple of 64: returns its
 * bits and leaves none. 0 when it is empty or lies past the end.
 */
static inline u64 bitmap_tree_take_word_at(struct bitmap_tree *tree,
					   size_t from)
{
	const size_t word = from / BITS_PER_WORD;
	u64 bits;

	if (from >= tree->size)
		return 0;
	bits = tree->levels[0][word];
	if (bits) {
		tree->levels[0][word] = 0;
		bitmap_tree_note_empty(tree, word);
	}
	return bits;
}

/* Set or clear @count bits from @start. */
void bitmap_tree_set_range(struct bitmap_tree *tree, size_t start,
			   size_t count);
void bitmap_tree_clear_range(struct bitmap_tree *tree, size_t start,
			     size_t count);

/* The first set bit at or after @from, size when there is none. */
size_t bitmap_tree_next_set(const struct bitmap_tree *tree, size_t from);

/*
 * Clear the word with the first set bit at or after @from, a multiple of 64.
 * Returns what it held, 0 when there is none, and its first bit's number.
 */
u64 bitmap_tree_take_word(struct bitmap_tree *tree, size_t from, size_t *first);

/*
 * The first @count bits in a row that are set, 1.., at a multiple of @align, a
 * power of two, all at or after @from and below @to. Size when there are none.
 * Looks at each word between them once at most, however the bits lie.
 */
size_t bitmap_tree_find_run(const struct bitmap_tree *tree, size_t count,
			    size_t align, size_t from, size_t to);

#endif
