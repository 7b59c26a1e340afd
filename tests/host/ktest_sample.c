// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests that pass, fail and skip on purpose; test_ktest.py compares what the
 * runner says about them. Line numbers count: keep the order.
 */
#include <exo/ktest.h>

KTEST(sample, passes)
{
	KTEST_EXPECT(t, true);
}

KTEST(sample, checks_nothing)
{
}

KTEST(sample, goes_on_after_expect)
{
	KTEST_EXPECT_EQ(t, 2 + 2, 5);
	KTEST_EXPECT_STREQ(t, "left", NULL);
	KTEST_EXPECT_MEMEQ(t, "abc", "abd", 3);
	KTEST_EXPECT_LT(t, -1, -2);
}

KTEST(sample, stops_at_assert)
{
	KTEST_ASSERT_EQ(t, 1, 2);
	KTEST_EXPECT(t, false);
}

KTEST(sample, skips)
{
	KTEST_SKIP(t, "no such machine");
}

KTEST(a_suite_before, stands_first)
{
	KTEST_EXPECT_NE(t, 1, 2);
	KTEST_EXPECT_LE(t, 1, 1);
	KTEST_EXPECT_GT(t, 2, 1);
	KTEST_EXPECT_GE(t, 2, 2);
}
