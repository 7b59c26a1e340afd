// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers of tasks, in the running kernel: other threads may take some meanwhile.
 */
#include <exo/ktest.h>
#include <exo/task_id.h>
#include <uapi/errno.h>

KTEST(task_id, each_is_above_the_one_before)
{
	u32 first = task_id_alloc(), second = task_id_alloc();

	KTEST_EXPECT_GT(t, first, TASK_ID_INIT);
	KTEST_EXPECT_GT(t, second, first);
	task_id_free(first);
	task_id_free(second);
	KTEST_EXPECT_GE(t, task_id_last(), second);
}

KTEST(task_id, one_that_was_freed_is_not_given_soon)
{
	u32 first = task_id_alloc(), second;

	task_id_free(first);
	second = task_id_alloc();
	KTEST_EXPECT_NE(t, second, first);
	task_id_free(second);
}

KTEST(task_id, those_in_use_are_found)
{
	u32 id = task_id_alloc();

	KTEST_EXPECT_EQ(t, task_id_next_used(id), id);
	task_id_free(id);
	KTEST_EXPECT_NE(t, task_id_next_used(id), id);
	KTEST_EXPECT_EQ(t, task_id_next_used(TASK_ID_MAX), TASK_ID_MAX);
}

KTEST(task_id, the_limit_is_checked)
{
	const u32 limit = task_id_limit();

	KTEST_EXPECT_EQ(t, task_id_set_limit(TASK_ID_AGAIN), -EINVAL);
	KTEST_EXPECT_EQ(t, task_id_set_limit(TASK_ID_MAX + 1), -EINVAL);
	KTEST_EXPECT_EQ(t, task_id_set_limit(limit), 0);
	KTEST_EXPECT_EQ(t, task_id_limit(), limit);
}

enum {
	SMALL = TASK_ID_AGAIN + 100
};

static u32 ids[2 * SMALL];

/* Beyond the limit it begins anew, past those that are in use. */
KTEST(task_id, after_the_highest_the_lowest_free_one_follows)
{
	const u32 limit = task_id_limit();
	u32 count = 0, wrapped = 0, repeated = 0;

	KTEST_ASSERT_EQ(t, task_id_set_limit(SMALL), 0);
	while (count < ARRAY_SIZE(ids) && (ids[count] = task_id_alloc())) {
		wrapped += count && ids[count] < ids[count - 1];
		count++;
	}
	for (u32 i = 0; i < count; i++)
		for (u32 j = 0; j < i; j++)
			repeated += ids[i] == ids[j];
	KTEST_EXPECT_EQ(t, repeated, 0);
	KTEST_EXPECT_LE(t, wrapped, 1);
	KTEST_EXPECT_LT(t, count, ARRAY_SIZE(ids)); /* none was left */
	KTEST_EXPECT_GT(t, count, 0);
	while (count)
		task_id_free(ids[--count]);
	KTEST_EXPECT_EQ(t, task_id_set_limit(limit), 0);
}
