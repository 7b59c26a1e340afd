// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which allocation fails, asked as an allocator asks.
 */
#include <exo/fault_inject.h>
#include <exo/ktest.h>
#include <uapi/errno.h>

static __noinline bool allocate(void)
{
	bool fails = fault_inject_should_fail((unsigned long)allocate + 4);

	barrier(); /* no tail call */
	return !fails;
}

/* Bit n is set when the n-th of eight failed. */
static unsigned int failures_of_eight(void)
{
	unsigned int failed = 0;

	for (unsigned int i = 0; i < 8; i++)
		failed |= (unsigned int)!allocate() << i;
	return failed;
}

KTEST(fault_inject, nothing_fails_unasked)
{
	KTEST_EXPECT_EQ(t, failures_of_eight(), 0);
	KTEST_EXPECT(t, !fault_inject_stop());
}

KTEST(fault_inject, just_the_one_asked_for_fails)
{
	fault_inject_start(3);
	KTEST_EXPECT_EQ(t, failures_of_eight(), 1 << 2);
	KTEST_EXPECT(t, fault_inject_stop());
	KTEST_EXPECT(t, !fault_inject_stop());
}

KTEST(fault_inject, stop_tells_when_it_was_not_reached)
{
	fault_inject_start(9);
	KTEST_EXPECT_EQ(t, failures_of_eight(), 0);
	KTEST_EXPECT(t, !fault_inject_stop());
	KTEST_EXPECT_EQ(t, failures_of_eight(), 0);
}

KTEST(fault_inject, each_tries_every_allocation_and_none)
{
	unsigned int rounds = 0, failed = 0;

	fault_inject_each(nth)
	{
		bool first = allocate(), second = allocate();

		KTEST_EXPECT_EQ(t, first, nth != 1);
		KTEST_EXPECT_EQ(t, second, nth != 2);
		failed += !first + !second;
		rounds++;
	}
	KTEST_EXPECT_EQ(t, rounds, 3);
	KTEST_EXPECT_EQ(t, failed, 2);
}

KTEST(fault_inject, plus_lets_all_later_ones_fail)
{
	KTEST_EXPECT_EQ(t, fault_inject_select("3+"), 0);
	KTEST_EXPECT_EQ(t, failures_of_eight(), 0xfc);
	KTEST_EXPECT_EQ(t, fault_inject_select("off"), 0);
	KTEST_EXPECT_EQ(t, failures_of_eight(), 0);
}

/* "1+@START-END" with a range of 64 bytes from @start. */
static void select_range(struct ktest *t, unsigned long start)
{
	static const char digits[] = "0123456789abcdef";
	char text[48] = "1+@";
	size_t len = 3;

	for (unsigned int end = 0; end < 2; end++) {
		unsigned long address = start + end * 64;

		for (int shift = 60; shift >= 0; shift -= 4)
			text[len++] = digits[(address >> shift) & 15];
		text[len++] = end ? '\0' : '-';
	}
	KTEST_EXPECT_EQ(t, fault_inject_select(text), 0);
}

KTEST(fault_inject, range_of_code_selects_the_caller)
{
	unsigned long here = (unsigned long)allocate;

	select_range(t, here);
	KTEST_EXPECT_EQ(t, failures_of_eight(), 0xff);
	select_range(t, here + 64);
	KTEST_EXPECT_EQ(t, failures_of_eight(), 0);
	fault_inject_stop();
}

KTEST(fault_inject, function_selects_the_caller)
{
	if (!IS_ENABLED(CONFIG_KALLSYMS)) {
		KTEST_EXPECT_EQ(t, fault_inject_select("1@allocate"), -EINVAL);
		return;
	}
	KTEST_EXPECT_EQ(t, fault_inject_select("1+@allocate"), 0);
	KTEST_EXPECT_EQ(t, failures_of_eight(), 0xff);
	KTEST_EXPECT_EQ(t, fault_inject_select("1+@nobody"), 0);
	KTEST_EXPECT_EQ(t, failures_of_eight(), 0);
	fault_inject_stop();
}

KTEST(fault_inject, nonsense_is_refused_and_changes_nothing)
{
	static const char *const nonsense[] = {
		"",	"0",	 "x",  "+",	     "-1", "1++", "1@",
		"1@2-", "1@5-4", "1 ", "4294967296", "0+", "@f",
	};

	fault_inject_start(2);
	for (unsigned int i = 0; i < ARRAY_SIZE(nonsense); i++)
		KTEST_EXPECT_EQ(t, fault_inject_select(nonsense[i]), -EINVAL);
	KTEST_EXPECT_EQ(t, failures_of_eight(), 1 << 1);
	KTEST_EXPECT(t, fault_inject_stop());
}

KTEST(fault_inject, status_counts_what_failed)
{
	struct fault_inject_status before, after;

	fault_inject_status(&before);
	fault_inject_start(2);
	failures_of_eight();
	fault_inject_status(&after);
	KTEST_EXPECT_EQ(t, after.left, 0);
	KTEST_EXPECT_EQ(t, after.failed - before.failed, 1);
	KTEST_EXPECT_EQ(t, after.last_caller, (unsigned long)allocate + 4);
	fault_inject_stop();
}
