// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pages that page tables are made of: early memory until frames can be
 * allocated, frames from then on. A table's frame counts its present entries,
 * so that a table is known to be empty without a look at all 512.
 */
#include "internal.h"

#include <exo/early_memory.h>
#include <exo/frame.h>

bool tables_are_frames;

void page_table_use_frames(void)
{
	tables_are_frames = true;
}

static paddr_t table_alloc(void)
{
	struct frame *frame;

	if (!tables_are_frames)
		return early_memory_alloc(PAGE_SIZE, PAGE_SIZE);
	frame = frame_alloc(FRAME_ZERO);
	if (!frame)
		return 0;
	frame->count = 0;
	frame->private = 0;
	return frame_to_phys(frame);
}

void table_drop_pages(struct frame *table)
{
	u64 groups;

	for_each_entry_in_use(entry, table, groups) {
		const u64 value = *entry;

		*entry = 0;
		frame_put(phys_to_frame(value & PTE_ADDRESS));
	}
}

bool spare_tables_fill(struct spare_tables *spare, unsigned int wanted)
{
	while (spare->count < wanted) {
		paddr_t page = table_alloc();

		if (!page)
			return false;
		spare->pages[spare->count++] = page;
	}
	return true;
}

void spare_tables_drop(struct spare_tables *spare)
{
	while (spare->count)
		frame_free(phys_to_frame(spare_tables_take(spare)));
}
