// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames and tables that wait for a flush.
 */
#include "internal.h"

#include <exo/frame.h>
#include <exo/tlb_gather.h>

void tlb_gather_table(struct tlb_gather *gather, paddr_t phys)
{
	struct frame *frame = phys_to_frame(phys);

	frame->next = gather->tables;
	gather->tables = frame;
}

/* What is left are zeros, which the next table can use. */
static void free_tables(struct frame *frame)
{
	while (frame) {
		struct frame *next = frame->next;

		if (frame->count)
			table_drop_pages(frame);
		frame_free_zeroed(frame);
		frame = next;
	}
}

void tlb_gather_flush(struct tlb_gather *gather)
{
	if (gather->start < gather->end)
		tlb_flush_range(gather->mm, gather->start, gather->end);
	free_tables(gather->tables);
	for (unsigned int i = 0; i < gather->nr_frames; i++)
		frame_put(gather->frames[i]);
	tlb_gather_begin(gather, gather->mm);
}
