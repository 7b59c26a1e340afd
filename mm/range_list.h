/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm, private. A short list of address ranges, ascending and not
 * touching each other. Filled once from the memory map, then only cut smaller.
 */
#ifndef RANGE_LIST_H
#define RANGE_LIST_H

#include <exo/boot_info.h>

enum {
	/*
	 * The map of n regions makes at most n ranges; whatever is cut out of
	 * them may add one. The rest is room for alignment gaps.
	 */
	RANGE_LIST_MAX = BOOT_REGIONS_MAX + BOOT_MODULES_MAX +
			 BOOT_LOADER_RANGES_MAX + 16,
};

struct range_list {
	unsigned int nr;
	struct {
		paddr_t start, end;
	} ranges[RANGE_LIST_MAX];
};

/* Append [@start, @end), which begins above all others; nothing if empty. */
void range_list_append(struct range_list *list, paddr_t start, paddr_t end);

/*
 * Cut [@start, @end) out of whatever holds it. Should that part a range while
 * the list is full, the shorter part is lost.
 */
void range_list_remove(struct range_list *list, paddr_t start, paddr_t end);

/*
 * Cut @size bytes out at a multiple of @align, a power of two, the highest
 * that end at or below @below. Returns their start, 0 when there are none.
 */
paddr_t range_list_take_highest(struct range_list *list, u64 size, u64 align,
				paddr_t below);

#endif
