/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Taking many pages away with few flushes. A frame may be used for
 * something else only when no CPU can reach it by an old translation, so
 * frames and tables are collected, flushed once, then freed:
 *
 *	struct tlb_gather gather;
 *
 *	tlb_gather_begin(&gather, mm);
 *	page_unmap_gather(&gather, virt, size);		any number of times
 *	tlb_gather_end(&gather);
 *
 * Contexts as <exo/frame.h>.
 */
#ifndef EXO_TLB_GATHER_H
#define EXO_TLB_GATHER_H

#include <exo/page_table.h>
#include <exo/types.h>

struct frame;

enum {
	TLB_GATHER_FRAMES = 32
};

struct tlb_gather {
	struct mm *mm;
	unsigned long start, end; /* to be flushed; start >= end: nothing */
	struct frame *tables; /* page tables, a list */
	unsigned int nr_frames;
	struct frame *frames[TLB_GATHER_FRAMES]; /* pages that were shown */
};

static inline void tlb_gather_begin(struct tlb_gather *gather, struct mm *mm)
{
	gather->mm = mm;
	gather->start = ~0UL;
	gather->end = 0;
	gather->tables = NULL;
	gather->nr_frames = 0;
}

/* As page_unmap(), and drop a reference to each frame that was shown. */
int page_unmap_gather(struct tlb_gather *gather, unsigned long virt,
		      size_t size);

/* Flush and free what was gathered; more may follow. */
void tlb_gather_flush(struct tlb_gather *gather);

static inline void tlb_gather_end(struct tlb_gather *gather)
{
	tlb_gather_flush(gather);
}

#endif
