// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ranges in an array. All operations are linear in their number, a dozen.
 */
#include <exo/compiler.h>
#include <exo/panic.h>
#include <exo/string.h>

#include "range_list.h"

void range_list_append(struct range_list *list, paddr_t start, paddr_t end)
{
	if (start >= end)
		return;
	ASSERT(list->nr < RANGE_LIST_MAX);
	list->ranges[list->nr].start = start;
	list->ranges[list->nr].end = end;
	list->nr++;
}

static void delete_range(struct range_list *list, unsigned int i)
{
	list->nr--;
	memmove(&list->ranges[i], &list->ranges[i + 1],
		(list->nr - i) * sizeof(list->ranges[0]));
}

/* Leave [start, @left_end) and [@right_start, end) of range @i. */
static void split_range(struct range_list *list, unsigned int i,
			paddr_t left_end, paddr_t right_start)
{
	const paddr_t start = list->ranges[i].start;
	const paddr_t end = list->ranges[i].end;

	if (list->nr == RANGE_LIST_MAX) {
		if (left_end - start > end - right_start)
			list->ranges[i].end = left_end;
		else
			list->ranges[i].start = right_start;
		return;
	}
	memmove(&list->ranges[i + 1], &list->ranges[i],
		(list->nr - i) * sizeof(list->ranges[0]));
	list->nr++;
	list->ranges[i].end = left_end;
	list->ranges[i + 1].start = right_start;
}

/* Returns how many ranges now stand where range @i stood. */
static unsigned int cut(struct range_list *list, unsigned int i, paddr_t start,
			paddr_t end)
{
	const bool left = list->ranges[i].start < start;
	const bool right = list->ranges[i].end > end;
	const unsigned int before = list->nr;

	if (left && right)
		split_range(list, i, start, end);
	else if (left)
		list->ranges[i].end = start;
	else if (right)
		list->ranges[i].start = end;
	else
		delete_range(list, i);
	return 1 + list->nr - before;
}

void range_list_remove(struct range_list *list, paddr_t start, paddr_t end)
{
	unsigned int i = 0;

	if (start >= end)
		return;
	while (i < list->nr) {
		if (list->ranges[i].start < end && list->ranges[i].end > start)
			i += cut(list, i, start, end);
		else
			i++;
	}
}

paddr_t range_list_take_highest(struct range_list *list, u64 size, u64 align,
				paddr_t below)
{
	for (unsigned int i = list->nr; i-- > 0;) {
		const paddr_t start = list->ranges[i].start;
		const paddr_t end = min(list->ranges[i].end, below);
		paddr_t taken;

		if (end < size)
			continue;
		taken = ALIGN_DOWN(end - size, align);
		if (taken < start || taken == 0)
			continue;
		cut(list, i, taken, taken + size);
		return taken;
	}
	return 0;
}
