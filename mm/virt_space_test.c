// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of address allocation; a space of a few pages stands for the large.
 */
#include <asm/memlayout.h>
#include <exo/ktest.h>
#include <uapi/errno.h>

#include "virt_space.h"

enum {
	PAGES = 64
};

#define START 0x100000UL
#define END   (START + PAGES * PAGE_SIZE)

static struct virt_space space;
static struct virt_area areas[PAGES + 1];

static void begin(void)
{
	space = (struct virt_space)VIRT_SPACE_INIT(START, END);
}

static int add(unsigned int index, unsigned int pages, unsigned int align)
{
	return virt_space_add(&space, &areas[index], pages * PAGE_SIZE,
			      align * PAGE_SIZE);
}

/* The page that area @index begins at. */
static unsigned long at(unsigned int index)
{
	return (areas[index].start - START) / PAGE_SIZE;
}

KTEST(virt_space, an_empty_space_is_given_whole_or_not_at_all)
{
	begin();
	KTEST_EXPECT_EQ(t, add(0, PAGES + 1, 1), -ENOMEM);
	KTEST_EXPECT_EQ(t, add(0, PAGES, 1), 0);
	KTEST_EXPECT_EQ(t, areas[0].start, START);
	KTEST_EXPECT_EQ(t, areas[0].end, END);
	KTEST_EXPECT_EQ(t, add(1, 1, 1), -ENOMEM);
	virt_space_remove(&space, &areas[0]);
	KTEST_EXPECT_EQ(t, add(1, PAGES, 1), 0);
}

KTEST(virt_space, single_pages_fill_it_to_the_last)
{
	unsigned int wrong = 0;

	begin();
	for (unsigned int i = 0; i < PAGES; i++)
		wrong += add(i, 1, 1) || at(i) != i;
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, add(PAGES, 1, 1), -ENOMEM);
}

KTEST(virt_space, the_lowest_gap_that_is_large_enough_is_taken)
{
	begin();
	for (unsigned int i = 0; i < 10; i++)
		KTEST_ASSERT_EQ(t, add(i, 2, 1), 0);
	virt_space_remove(&space, &areas[1]);
	virt_space_remove(&space, &areas[4]);
	virt_space_remove(&space, &areas[5]);
	KTEST_EXPECT_EQ(t, add(20, 3, 1), 0);
	KTEST_EXPECT_EQ(t, at(20), 8);
	KTEST_EXPECT_EQ(t, add(21, 2, 1), 0);
	KTEST_EXPECT_EQ(t, at(21), 2);
	KTEST_EXPECT_EQ(t, add(22, 2, 1), 0);
	KTEST_EXPECT_EQ(t, at(22), 20);
	KTEST_EXPECT_EQ(t, add(23, 1, 1), 0);
	KTEST_EXPECT_EQ(t, at(23), 11);
}

KTEST(virt_space, neighbours_that_go_leave_one_gap)
{
	begin();
	for (unsigned int i = 0; i < PAGES; i++)
		KTEST_ASSERT_EQ(t, add(i, 1, 1), 0);
	virt_space_remove(&space, &areas[30]);
	virt_space_remove(&space, &areas[32]);
	KTEST_EXPECT_EQ(t, add(PAGES, 3, 1), -ENOMEM);
	virt_space_remove(&space, &areas[31]);
	KTEST_EXPECT_EQ(t, add(PAGES, 3, 1), 0);
	KTEST_EXPECT_EQ(t, at(PAGES), 30);
}

KTEST(virt_space, areas_lie_at_multiples_of_their_alignment)
{
	begin();
	KTEST_EXPECT_EQ(t, add(0, 1, 1), 0);
	KTEST_EXPECT_EQ(t, add(1, 4, 16), 0);
	KTEST_EXPECT_EQ(t, areas[1].start % (16 * PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, at(1), 16);
	KTEST_EXPECT_EQ(t, add(2, 15, 1), 0);
	KTEST_EXPECT_EQ(t, at(2), 1);
}

KTEST(virt_space, nothing_and_too_much_are_refused)
{
	begin();
	KTEST_EXPECT_EQ(t, add(0, 0, 1), -ENOMEM);
	KTEST_EXPECT_EQ(t,
			virt_space_add(&space, &areas[0], -PAGE_SIZE,
				       16 * PAGE_SIZE),
			-ENOMEM);
	KTEST_EXPECT_EQ(t, space.areas.top, NULL);
}

KTEST(virt_space, each_address_is_found_in_its_area)
{
	begin();
	KTEST_ASSERT_EQ(t, add(0, 2, 1), 0);
	KTEST_ASSERT_EQ(t, add(1, 2, 4), 0);
	KTEST_EXPECT_EQ(t, virt_space_find(&space, START - 1), NULL);
	KTEST_EXPECT_EQ(t, virt_space_find(&space, START), &areas[0]);
	KTEST_EXPECT_EQ(t, virt_space_find(&space, areas[0].end - 1),
			&areas[0]);
	KTEST_EXPECT_EQ(t, virt_space_find(&space, areas[0].end), NULL);
	KTEST_EXPECT_EQ(t, virt_space_find(&space, areas[1].start), &areas[1]);
	KTEST_EXPECT_EQ(t, virt_space_find(&space, areas[1].end), NULL);
	KTEST_EXPECT_EQ(t, virt_space_find(&space, ~0UL), NULL);
}

/* Who has each page, kept apart: 0 nobody, else the area's index + 1. */
static unsigned char owner[PAGES];
static bool live[PAGES];

static unsigned int own(unsigned int index, unsigned char before,
			unsigned char after)
{
	unsigned int wrong = 0;
	unsigned long end = (areas[index].end - START) / PAGE_SIZE;

	for (unsigned long page = at(index); page < end; page++) {
		wrong += owner[page] != before;
		owner[page] = after;
	}
	return wrong;
}

static unsigned int longest_gap(void)
{
	unsigned int longest = 0, length = 0;

	for (unsigned int page = 0; page < PAGES; page++) {
		length = owner[page] ? 0 : length + 1;
		longest = max(longest, length);
	}
	return longest;
}

KTEST(virt_space, random_areas_never_overlap_and_fit_where_there_is_room)
{
	unsigned int state = 7, wrong = 0, refused = 0;

	begin();
	memset(owner, 0, sizeof(owner));
	memset(live, 0, sizeof(live));
	for (unsigned int step = 0; step < 4000; step++) {
		unsigned int i, pages;

		state = state * 1103515245 + 12345;
		i = (state >> 10) % PAGES;
		pages = 1 + (state >> 20) % 9;
		if (live[i]) {
			virt_space_remove(&space, &areas[i]);
			wrong += own(i, (unsigned char)(i + 1), 0);
			live[i] = false;
		} else if (add(i, pages, 1)) {
			wrong += longest_gap() >= pages;
			refused++;
		} else {
			wrong += own(i, 0, (unsigned char)(i + 1));
			live[i] = true;
		}
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_GT(t, refused, 100);
}
