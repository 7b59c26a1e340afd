// SPDX-License-Identifier: GPL-2.0-only
#include <exo/fault_inject.h>
#include <exo/heap_statistics.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/radix_tree.h>
#include <uapi/errno.h>

enum {
	ITEMS = 64
};

static u64 items[ITEMS]; /* only their addresses matter */

static const u64 far_apart[] = {
	0, 1, 63, 64, 4095, 4096, 1UL << 20, 1UL << 28, 1UL << 51, ~0UL,
};

KTEST(radix_tree, an_empty_tree_has_nothing)
{
	struct radix_tree tree = {};
	u64 index = 0;

	KTEST_EXPECT_EQ(t, radix_tree_get(&tree, 0), NULL);
	KTEST_EXPECT_EQ(t, radix_tree_get(&tree, ~0UL), NULL);
	KTEST_EXPECT_EQ(t, radix_tree_next(&tree, &index), NULL);
	KTEST_EXPECT_EQ(t, radix_tree_remove(&tree, 5), NULL);
}

KTEST(radix_tree, the_first_item_alone_takes_no_node)
{
	struct radix_tree tree = {};

	KTEST_ASSERT_EQ(t, radix_tree_insert(&tree, 0, &items[0]), 0);
	KTEST_EXPECT_EQ(t, tree.root, &items[0]);
	KTEST_EXPECT_EQ(t, radix_tree_get(&tree, 0), &items[0]);
	KTEST_EXPECT_EQ(t, radix_tree_get(&tree, 1), NULL);
	KTEST_EXPECT_EQ(t, radix_tree_remove(&tree, 0), &items[0]);
	KTEST_EXPECT_EQ(t, tree.root, NULL);
}

KTEST(radix_tree, items_far_apart_are_found_in_order_and_gone_when_removed)
{
	struct radix_tree tree = {};
	u64 index = 0;

	for (unsigned int i = ARRAY_SIZE(far_apart); i--;)
		KTEST_ASSERT_EQ(
			t, radix_tree_insert(&tree, far_apart[i], &items[i]),
			0);
	for (unsigned int i = 0; i < ARRAY_SIZE(far_apart); i++) {
		KTEST_EXPECT_EQ(t, radix_tree_get(&tree, far_apart[i]),
				&items[i]);
		KTEST_EXPECT_EQ(t, radix_tree_next(&tree, &index), &items[i]);
		KTEST_EXPECT_EQ(t, index, far_apart[i]);
		index++;
	}
	KTEST_EXPECT_EQ(t, radix_tree_get(&tree, 2), NULL);
	for (unsigned int i = 0; i < ARRAY_SIZE(far_apart); i++) {
		KTEST_EXPECT_EQ(t, radix_tree_remove(&tree, far_apart[i]),
				&items[i]);
		KTEST_EXPECT_EQ(t, radix_tree_get(&tree, far_apart[i]), NULL);
	}
	KTEST_EXPECT_EQ(t, tree.root, NULL);
}

KTEST(radix_tree, next_finds_nothing_behind_the_last)
{
	struct radix_tree tree = {};
	u64 index = 71;

	KTEST_ASSERT_EQ(t, radix_tree_insert(&tree, 70, &items[0]), 0);
	KTEST_EXPECT_EQ(t, radix_tree_next(&tree, &index), NULL);
	index = ~0UL;
	KTEST_EXPECT_EQ(t, radix_tree_next(&tree, &index), NULL);
	index = 70;
	KTEST_EXPECT_EQ(t, radix_tree_next(&tree, &index), &items[0]);
	radix_tree_remove(&tree, 70);
}

KTEST(radix_tree, the_tree_gets_lower_when_large_indices_go)
{
	struct radix_tree tree = {};

	KTEST_ASSERT_EQ(t, radix_tree_insert(&tree, 0, &items[0]), 0);
	u64 blocks;

	KTEST_ASSERT_EQ(t, radix_tree_insert(&tree, 1, &items[1]), 0);
	blocks = heap_blocks_in_use();
	KTEST_ASSERT_EQ(t, radix_tree_insert(&tree, 1UL << 40, &items[2]), 0);
	KTEST_EXPECT_GT(t, heap_blocks_in_use(), blocks);
	KTEST_EXPECT_EQ(t, radix_tree_remove(&tree, 1UL << 40), &items[2]);
	KTEST_EXPECT_EQ(t, heap_blocks_in_use(), blocks);
	KTEST_EXPECT_EQ(t, radix_tree_remove(&tree, 1), &items[1]);
	KTEST_EXPECT_EQ(t, radix_tree_get(&tree, 0), &items[0]);
	KTEST_EXPECT_EQ(t, radix_tree_remove(&tree, 0), &items[0]);
	KTEST_EXPECT_EQ(t, tree.root, NULL);
}

static u64 next_random(u64 *state)
{
	*state = *state * 6364136223846793005UL + 1442695040888963407UL;
	return *state >> 33;
}

/* The tree against an array that says the same. */
KTEST(radix_tree, thousands_of_random_changes_agree_with_an_array)
{
	static void *model[4096];
	struct radix_tree tree = {};
	u64 random = 1, wrong = 0, index = 0, left = 0;

	memset(model, 0, sizeof(model));
	for (unsigned int i = 0; i < 20000; i++) {
		u64 at = next_random(&random) % ARRAY_SIZE(model);

		if (model[at]) {
			wrong += radix_tree_remove(&tree, at) != model[at];
			model[at] = NULL;
		} else {
			model[at] = &items[at % ITEMS];
			wrong += radix_tree_insert(&tree, at, model[at]) != 0;
		}
	}
	for (u64 at = 0; at < ARRAY_SIZE(model); at++) {
		if (!model[at])
			continue;
		left++;
		wrong += radix_tree_next(&tree, &index) != model[at];
		wrong += index++ != at;
	}
	index = 0;
	while (radix_tree_next(&tree, &index)) {
		radix_tree_remove(&tree, index);
		left--;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, left, 0);
	KTEST_EXPECT_EQ(t, tree.root, NULL);
}

/* Insert and remove again, with each allocation failing in turn. */
static int insert_with_failures(struct ktest *t, struct radix_tree *tree,
				u64 index)
{
	void *before = radix_tree_get(tree, 0);
	int err = -1;

	fault_inject_each(nth)
	{
		err = radix_tree_insert(tree, index, &items[1]);
		if (err)
			KTEST_EXPECT_EQ(t, err, -ENOMEM);
		else
			radix_tree_remove(tree, index);
		KTEST_EXPECT_EQ(t, radix_tree_get(tree, index), NULL);
		KTEST_EXPECT_EQ(t, radix_tree_get(tree, 0), before);
	}
	return err;
}

KTEST(radix_tree, a_failed_insertion_changes_nothing)
{
	struct radix_tree tree = {};

	KTEST_EXPECT_EQ(t, insert_with_failures(t, &tree, 1UL << 30), 0);
	KTEST_EXPECT_EQ(t, tree.root, NULL);
	KTEST_ASSERT_EQ(t, radix_tree_insert(&tree, 0, &items[0]), 0);
	KTEST_EXPECT_EQ(t, insert_with_failures(t, &tree, 1UL << 50), 0);
	radix_tree_remove(&tree, 0);
	KTEST_EXPECT_EQ(t, tree.root, NULL);
}

enum {
	RUN = 200
};

/* From @index on, a run finds what single lookups find. */
static bool run_agrees(const struct radix_tree *tree, u64 index)
{
	void *found[RUN];

	for (unsigned int i = 0; i < RUN; i++)
		found[i] = &found;
	radix_tree_get_run(tree, index, RUN, found);
	for (unsigned int i = 0; i < RUN; i++)
		if (found[i] != radix_tree_get(tree, index + i))
			return false;
	return true;
}

static bool runs_agree(const struct radix_tree *tree)
{
	return run_agrees(tree, 0) && run_agrees(tree, 1) &&
	       run_agrees(tree, 63) && run_agrees(tree, 64) &&
	       run_agrees(tree, 4000) && run_agrees(tree, 1UL << 20) &&
	       run_agrees(tree, 1UL << 60);
}

KTEST(radix_tree, a_run_finds_what_single_lookups_find)
{
	static const u64 indexes[] = {0, 1, 63, 64, 66, 130, 4095, 4096, 4199};
	struct radix_tree tree = {};

	KTEST_EXPECT(t, runs_agree(&tree));
	for (unsigned int i = 0; i < ARRAY_SIZE(indexes); i++) {
		KTEST_ASSERT_EQ(
			t, radix_tree_insert(&tree, indexes[i], &items[i]), 0);
		KTEST_EXPECT(t, runs_agree(&tree));
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(indexes); i++)
		radix_tree_remove(&tree, indexes[i]);
}
