// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>

#include "jitter.h"

static unsigned int count_unexpected(const u64 *times, unsigned int count)
{
	struct jitter jitter = {0};
	unsigned int unexpected = 0;

	for (unsigned int i = 0; i < count; i++)
		unexpected += jitter_add(&jitter, times[i]);
	return unexpected;
}

KTEST(jitter, a_regular_clock_tells_nothing)
{
	static const u64 stopped[] = {9, 9, 9, 9, 9, 9};
	static const u64 steady[] = {7, 17, 27, 37, 47, 57, 67};
	static const u64 faster[] = {0, 1, 4, 9, 16, 25, 36, 49};

	KTEST_EXPECT_EQ(t, count_unexpected(stopped, ARRAY_SIZE(stopped)), 0);
	KTEST_EXPECT_EQ(t, count_unexpected(steady, ARRAY_SIZE(steady)), 0);
	KTEST_EXPECT_EQ(t, count_unexpected(faster, ARRAY_SIZE(faster)), 0);
}

KTEST(jitter, an_irregular_clock_does_from_the_fourth_reading_on)
{
	static const u64 times[] = {10, 17, 26, 36, 50, 51, 80};

	KTEST_EXPECT_EQ(t, count_unexpected(times, 3), 0);
	KTEST_EXPECT_EQ(t, count_unexpected(times, 4), 1);
	KTEST_EXPECT_EQ(t, count_unexpected(times, ARRAY_SIZE(times)), 4);
}

KTEST(jitter, one_disturbance_counts_a_few_times_only)
{
	static const u64 times[] = {0, 10, 20, 30, 47, 57, 67, 77, 87, 97, 107};

	KTEST_EXPECT_LE(t, count_unexpected(times, ARRAY_SIZE(times)), 3);
	KTEST_EXPECT_GE(t, count_unexpected(times, ARRAY_SIZE(times)), 1);
}
