// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sizes on both sides of a level's end, and a random walk in step with a plain
 * bitmap, in which everything is searched the slow way.
 */
#include <exo/bitmap_tree.h>
#include <exo/ktest.h>

enum {
	SIZE_MAX_BITS = 64 * 64 + 200, /* three levels */
	TREE_WORDS = BITMAP_WORDS(SIZE_MAX_BITS) + 4,
};

static struct bitmap_tree tree;
static u64 memory[TREE_WORDS];
static DECLARE_BITMAP(model, SIZE_MAX_BITS);

static void begin(size_t size)
{
	memset(memory, 0, sizeof(memory));
	memset(model, 0, sizeof(model));
	bitmap_tree_init(&tree, size, memory);
}

/* The slow way to what bitmap_tree_find_run() finds. */
static size_t model_find_run(size_t count, size_t align, size_t from, size_t to)
{
	for (size_t start = ALIGN_UP(from, align); start + count <= to;
	     start += align)
		if (bitmap_next_clear(model, start + count, start) ==
		    start + count)
			return start;
	return tree.size;
}

KTEST(bitmap_tree, memory_is_one_word_per_64_at_each_level)
{
	KTEST_EXPECT_EQ(t, bitmap_tree_bytes(1), 8);
	KTEST_EXPECT_EQ(t, bitmap_tree_bytes(64), 8);
	KTEST_EXPECT_EQ(t, bitmap_tree_bytes(65), 3 * 8);
	KTEST_EXPECT_EQ(t, bitmap_tree_bytes(64 * 64), 65 * 8);
	KTEST_EXPECT_EQ(t, bitmap_tree_bytes(64 * 64 + 1), (65 + 2 + 1) * 8);
	KTEST_EXPECT_LE(t, bitmap_tree_bytes(SIZE_MAX_BITS), sizeof(memory));
}

KTEST(bitmap_tree, an_empty_tree_has_no_member)
{
	static const size_t sizes[] = {1, 63, 64, 65, 4096, SIZE_MAX_BITS};
	size_t first;

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		const size_t size = sizes[i];

		begin(size);
		KTEST_EXPECT_EQ(t, bitmap_tree_next_set(&tree, 0), size);
		KTEST_EXPECT_EQ(t, bitmap_tree_next_set(&tree, size), size);
		KTEST_EXPECT_EQ(t, bitmap_tree_take_word(&tree, 0, &first), 0);
		KTEST_EXPECT_EQ(t, bitmap_tree_find_run(&tree, 1, 1, 0, size),
				size);
	}
}

KTEST(bitmap_tree, each_single_member_is_found_from_everywhere_below)
{
	unsigned int wrong = 0;

	begin(SIZE_MAX_BITS);
	for (size_t bit = 0; bit < SIZE_MAX_BITS; bit += 7) {
		bitmap_tree_set(&tree, bit);
		wrong += !bitmap_tree_test(&tree, bit);
		wrong += bitmap_tree_next_set(&tree, 0) != bit;
		wrong += bitmap_tree_next_set(&tree, bit) != bit;
		wrong += bitmap_tree_next_set(&tree, bit / 2) != bit;
		wrong += bitmap_tree_next_set(&tree, bit + 1) != SIZE_MAX_BITS;
		bitmap_tree_clear(&tree, bit);
		wrong += bitmap_tree_next_set(&tree, 0) != SIZE_MAX_BITS;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(bitmap_tree, the_last_bit_of_every_size_is_found)
{
	unsigned int wrong = 0;

	for (size_t size = 1; size <= SIZE_MAX_BITS; size += 13) {
		begin(size);
		bitmap_tree_set(&tree, size - 1);
		wrong += bitmap_tree_next_set(&tree, 0) != size - 1;
		wrong += bitmap_tree_find_run(&tree, 1, 1, 0, size) != size - 1;
		wrong += bitmap_tree_find_run(&tree, 2, 1, 0, size) != size;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(bitmap_tree, ranges_summarise_like_single_bits)
{
	begin(SIZE_MAX_BITS);
	bitmap_tree_set_range(&tree, 100, 0);
	KTEST_EXPECT_EQ(t, bitmap_tree_next_set(&tree, 0), SIZE_MAX_BITS);
	bitmap_tree_set_range(&tree, 100, 4100);
	KTEST_EXPECT_EQ(t, bitmap_tree_next_set(&tree, 0), 100);
	KTEST_EXPECT_EQ(t, bitmap_tree_next_set(&tree, 4199), 4199);
	KTEST_EXPECT_EQ(t, bitmap_tree_next_set(&tree, 4200), SIZE_MAX_BITS);
	bitmap_tree_clear_range(&tree, 100, 4000);
	KTEST_EXPECT_EQ(t, bitmap_tree_next_set(&tree, 0), 4100);
	bitmap_tree_clear_range(&tree, 0, SIZE_MAX_BITS);
	bitmap_tree_clear_range(&tree, 64, 0);
	KTEST_EXPECT_EQ(t, bitmap_tree_next_set(&tree, 0), SIZE_MAX_BITS);
	for (size_t word = 0; word < TREE_WORDS; word++)
		KTEST_EXPECT_EQ(t, memory[word], 0);
}

KTEST(bitmap_tree, a_word_is_taken_whole)
{
	size_t first = 1;

	begin(SIZE_MAX_BITS);
	bitmap_tree_set(&tree, 3);
	bitmap_tree_set(&tree, 130);
	bitmap_tree_set(&tree, 191);
	KTEST_EXPECT_EQ(t, bitmap_tree_take_word(&tree, 64, &first),
			BIT(2) | BIT(63));
	KTEST_EXPECT_EQ(t, first, 128);
	KTEST_EXPECT_EQ(t, bitmap_tree_take_word(&tree, 64, &first), 0);
	KTEST_EXPECT_EQ(t, bitmap_tree_take_word(&tree, 0, &first), BIT(3));
	KTEST_EXPECT_EQ(t, first, 0);
	KTEST_EXPECT_EQ(t, bitmap_tree_next_set(&tree, 0), SIZE_MAX_BITS);
}

KTEST(bitmap_tree, a_word_is_taken_where_it_begins)
{
	begin(SIZE_MAX_BITS);
	bitmap_tree_set(&tree, 64);
	bitmap_tree_set(&tree, 127);
	KTEST_EXPECT_EQ(t, bitmap_tree_take_word_at(&tree, 0), 0);
	KTEST_EXPECT_EQ(t, bitmap_tree_take_word_at(&tree, 64),
			BIT(0) | BIT(63));
	KTEST_EXPECT_EQ(t, bitmap_tree_take_word_at(&tree, 64), 0);
	KTEST_EXPECT_EQ(t, bitmap_tree_next_set(&tree, 0), SIZE_MAX_BITS);
	KTEST_EXPECT_EQ(t,
			bitmap_tree_take_word_at(
				&tree, ALIGN_UP((size_t)SIZE_MAX_BITS, 64)),
			0);
}

KTEST(bitmap_tree, a_run_may_lie_across_words)
{
	begin(SIZE_MAX_BITS);
	bitmap_tree_set_range(&tree, 60, 10);
	KTEST_EXPECT_EQ(t, bitmap_tree_find_run(&tree, 10, 1, 0, 4096), 60);
	KTEST_EXPECT_EQ(t, bitmap_tree_find_run(&tree, 8, 2, 61, 4096), 62);
	KTEST_EXPECT_EQ(t, bitmap_tree_find_run(&tree, 10, 1, 0, 70), 60);
	KTEST_EXPECT_EQ(t, bitmap_tree_find_run(&tree, 10, 1, 0, 69),
			tree.size);
	KTEST_EXPECT_EQ(t, bitmap_tree_find_run(&tree, 11, 1, 0, 4096),
			tree.size);
	KTEST_EXPECT_EQ(t, bitmap_tree_find_run(&tree, 4, 64, 0, 4096), 64);
}

KTEST(bitmap_tree, all_of_the_tree_is_a_run)
{
	begin(SIZE_MAX_BITS);
	bitmap_tree_set_range(&tree, 0, SIZE_MAX_BITS);
	KTEST_EXPECT_EQ(
		t, bitmap_tree_find_run(&tree, SIZE_MAX_BITS, 1, 0, ~0UL), 0);
	KTEST_EXPECT_EQ(
		t, bitmap_tree_find_run(&tree, SIZE_MAX_BITS + 1, 1, 0, ~0UL),
		SIZE_MAX_BITS);
	KTEST_EXPECT_EQ(t, bitmap_tree_find_run(&tree, ~0UL, 1, 0, ~0UL),
			SIZE_MAX_BITS);
	bitmap_tree_clear(&tree, 2000);
	KTEST_EXPECT_EQ(t, bitmap_tree_find_run(&tree, 2048, 1, 0, ~0UL), 2001);
	KTEST_EXPECT_EQ(t, bitmap_tree_find_run(&tree, 2048, 2048, 0, ~0UL),
			2048);
}

/* Xorshift; any odd start will do. */
static u64 random_below(u64 *state, u64 limit)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (*state >> 8) % limit;
}

/* Set or clear a range or a bit on both sides. */
static void change_both(u64 *state)
{
	const size_t start = random_below(state, tree.size);
	const size_t room = tree.size - start;
	const size_t count = random_below(state, min(room, (size_t)150) + 1);

	switch (random_below(state, 4)) {
	case 0:
		bitmap_tree_set_range(&tree, start, count);
		bitmap_set_range(model, start, count);
		break;
	case 1:
		bitmap_tree_clear_range(&tree, start, count);
		bitmap_clear_range(model, start, count);
		break;
	case 2:
		bitmap_tree_set(&tree, start);
		bitmap_set(model, start);
		break;
	case 3:
		bitmap_tree_clear(&tree, start);
		bitmap_clear(model, start);
		break;
	}
}

/* Whether both sides answer random questions alike. */
static bool agree(u64 *state)
{
	const size_t from = random_below(state, tree.size);
	const size_t to = from + random_below(state, tree.size - from + 1);
	const size_t count = 1 + random_below(state, 150);
	const size_t align = BIT(random_below(state, 9));

	return bitmap_tree_next_set(&tree, from) ==
		       bitmap_next_set(model, tree.size, from) &&
	       bitmap_tree_find_run(&tree, count, align, from, to) ==
		       model_find_run(count, align, from, to);
}

KTEST(bitmap_tree, random_changes_agree_with_a_plain_bitmap)
{
	static const size_t sizes[] = {1, 64, 300, SIZE_MAX_BITS};
	u64 state = 0x9e3779b97f4a7c15;
	unsigned int wrong = 0;

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		begin(sizes[i]);
		for (unsigned int step = 0; step < 2000; step++) {
			change_both(&state);
			wrong += !agree(&state);
		}
		wrong += memcmp(memory, model,
				BITMAP_WORDS(tree.size) * sizeof(u64)) != 0;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}
