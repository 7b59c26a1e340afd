// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/ktest.h>
#include <exo/limits.h>
#include <exo/quantile.h>

enum {
	MANY = 1000
};

static u64 values[MANY];

static size_t count_out_of_order(size_t nr)
{
	size_t wrong = 0;

	for (size_t i = 1; i < nr; i++)
		wrong += values[i - 1] > values[i];
	return wrong;
}

KTEST(quantile, sorting_nothing_or_one_value_changes_nothing)
{
	u64 one = 7;

	sort_u64(NULL, 0);
	sort_u64(&one, 1);
	KTEST_EXPECT_EQ(t, one, 7);
}

KTEST(quantile, every_order_of_six_is_sorted)
{
	size_t wrong = 0;

	/* 6 digits to base 6: all orders, and all kinds of equals. */
	for (unsigned int code = 0; code < 46656; code++) {
		u64 six[6], sum = 0;

		for (unsigned int i = 0, rest = code; i < 6; i++, rest /= 6)
			sum += values[i] = six[i] = rest % 6;
		sort_u64(values, 6);
		wrong += count_out_of_order(6);
		for (unsigned int i = 0; i < 6; i++)
			sum -= values[i];
		wrong += sum != 0;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(quantile, a_shuffled_run_comes_back_in_order)
{
	size_t wrong = 0;

	/* 7 has no factor in common with 1000: each value appears once. */
	for (size_t i = 0; i < MANY; i++)
		values[i] = i * 7 % MANY;
	sort_u64(values, MANY);
	for (size_t i = 0; i < MANY; i++)
		wrong += values[i] != i;
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(quantile, sorting_compares_all_64_bits_unsigned)
{
	u64 wide[] = {ULONG_MAX, 1ULL << 63, 1ULL << 32, 1};

	sort_u64(wide, ARRAY_SIZE(wide));
	KTEST_EXPECT(t, wide[0] == 1 && wide[1] == 1ULL << 32 &&
				wide[2] == 1ULL << 63 && wide[3] == ULONG_MAX);
}

KTEST(quantile, of_one_value_all_are_that_value)
{
	u64 one = 42;

	KTEST_EXPECT_EQ(t, sorted_quantile(&one, 1, 0), 42);
	KTEST_EXPECT_EQ(t, sorted_quantile(&one, 1, 500), 42);
	KTEST_EXPECT_EQ(t, sorted_quantile(&one, 1, 1000), 42);
}

KTEST(quantile, median_of_two_is_the_smaller)
{
	u64 two[] = {1, 9};

	KTEST_EXPECT_EQ(t, sorted_quantile(two, 2, 500), 1);
	KTEST_EXPECT_EQ(t, sorted_quantile(two, 2, 501), 9);
}

KTEST(quantile, of_a_thousand_the_ranks_are_exact)
{
	for (size_t i = 0; i < MANY; i++)
		values[i] = i + 1;
	KTEST_EXPECT_EQ(t, sorted_quantile(values, MANY, 0), 1);
	KTEST_EXPECT_EQ(t, sorted_quantile(values, MANY, 500), 500);
	KTEST_EXPECT_EQ(t, sorted_quantile(values, MANY, 990), 990);
	KTEST_EXPECT_EQ(t, sorted_quantile(values, MANY, 999), 999);
	KTEST_EXPECT_EQ(t, sorted_quantile(values, MANY, 1000), 1000);
}

KTEST(quantile, p99_of_less_than_a_hundred_is_the_largest)
{
	for (size_t i = 0; i < 99; i++)
		values[i] = i;
	KTEST_EXPECT_EQ(t, sorted_quantile(values, 99, 990), 98);
}
