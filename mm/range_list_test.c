// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>

#include "range_list.h"

static struct range_list list;

static void begin(void)
{
	list.nr = 0;
	range_list_append(&list, 100, 200);
	range_list_append(&list, 300, 400);
}

/* Whether range @i is [@start, @end). */
static bool range_is(unsigned int i, paddr_t start, paddr_t end)
{
	return i < list.nr && list.ranges[i].start == start &&
	       list.ranges[i].end == end;
}

KTEST(range_list, an_empty_range_is_not_appended)
{
	begin();
	range_list_append(&list, 500, 500);
	range_list_append(&list, 600, 500);
	KTEST_EXPECT_EQ(t, list.nr, 2);
}

KTEST(range_list, removal_from_the_middle_leaves_both_sides)
{
	begin();
	range_list_remove(&list, 120, 130);
	KTEST_EXPECT_EQ(t, list.nr, 3);
	KTEST_EXPECT(t, range_is(0, 100, 120));
	KTEST_EXPECT(t, range_is(1, 130, 200));
	KTEST_EXPECT(t, range_is(2, 300, 400));
}

KTEST(range_list, removal_across_ranges_trims_and_deletes)
{
	begin();
	range_list_append(&list, 500, 600);
	range_list_remove(&list, 150, 550);
	KTEST_EXPECT_EQ(t, list.nr, 2);
	KTEST_EXPECT(t, range_is(0, 100, 150));
	KTEST_EXPECT(t, range_is(1, 550, 600));
}

KTEST(range_list, removal_of_exactly_one_range_deletes_it)
{
	begin();
	range_list_remove(&list, 100, 200);
	KTEST_EXPECT_EQ(t, list.nr, 1);
	KTEST_EXPECT(t, range_is(0, 300, 400));
	range_list_remove(&list, 0, ~0UL);
	KTEST_EXPECT_EQ(t, list.nr, 0);
}

KTEST(range_list, removal_of_what_is_not_there_changes_nothing)
{
	begin();
	range_list_remove(&list, 0, 100);
	range_list_remove(&list, 200, 300);
	range_list_remove(&list, 150, 150);
	range_list_remove(&list, 160, 150);
	KTEST_EXPECT_EQ(t, list.nr, 2);
	KTEST_EXPECT(t, range_is(0, 100, 200));
	KTEST_EXPECT(t, range_is(1, 300, 400));
}

KTEST(range_list, a_full_list_keeps_the_longer_part)
{
	list.nr = 0;
	for (unsigned int i = 0; i < RANGE_LIST_MAX; i++)
		range_list_append(&list, 100 * i + 50, 100 * i + 100);
	range_list_remove(&list, 60, 70);
	KTEST_EXPECT(t, range_is(0, 70, 100));
	range_list_remove(&list, 180, 190);
	KTEST_EXPECT(t, range_is(1, 150, 180));
	KTEST_EXPECT_EQ(t, list.nr, RANGE_LIST_MAX);
}

KTEST(range_list, the_highest_fitting_place_is_taken)
{
	begin();
	KTEST_EXPECT_EQ(t, range_list_take_highest(&list, 32, 32, ~0UL), 352);
	KTEST_EXPECT_EQ(t, list.nr, 3);
	KTEST_EXPECT(t, range_is(1, 300, 352));
	KTEST_EXPECT(t, range_is(2, 384, 400));
	/* The gap that alignment left serves smaller wishes. */
	KTEST_EXPECT_EQ(t, range_list_take_highest(&list, 16, 16, ~0UL), 384);
	KTEST_EXPECT_EQ(t, list.nr, 2);
}

KTEST(range_list, nothing_is_taken_above_the_limit)
{
	begin();
	KTEST_EXPECT_EQ(t, range_list_take_highest(&list, 50, 1, 350), 300);
	KTEST_EXPECT_EQ(t, range_list_take_highest(&list, 50, 1, 350), 150);
	KTEST_EXPECT_EQ(t, range_list_take_highest(&list, 51, 1, 350), 0);
	KTEST_EXPECT_EQ(t, range_list_take_highest(&list, 10, 1, 5), 0);
}

KTEST(range_list, all_can_be_taken_and_address_0_never)
{
	list.nr = 0;
	range_list_append(&list, 0, 8);
	for (unsigned int i = 7; i > 0; i--)
		KTEST_EXPECT_EQ(t, range_list_take_highest(&list, 1, 1, ~0UL),
				i);
	KTEST_EXPECT_EQ(t, range_list_take_highest(&list, 1, 1, ~0UL), 0);
}
