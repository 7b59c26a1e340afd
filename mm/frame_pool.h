/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm, private. The free frames that no CPU keeps for itself, as a bitmap
 * tree over all frame numbers. Everything here takes the pool's lock and may
 * be called with preemption off.
 */
#ifndef FRAME_POOL_H
#define FRAME_POOL_H

#include <exo/cpu.h>
#include <exo/frame.h>

enum {
	/* What a CPU takes and gives at a time, so that it seldom has to. */
	FRAME_REFILL_MIN = FRAME_STACK_MAX - 64,
	FRAME_DRAIN_KEEP = FRAME_STACK_MAX / 2,
};

/* Made once, empty, for frames 0 .. @nr_frames - 1. */
void frame_pool_init(size_t nr_frames);

/* Put in what is free: @count frames in a row. */
void frame_pool_give(struct frame *first, size_t count);

/* Put in all but the @keep frames that were used last. */
void frame_pool_drain(struct frame_stack *from, unsigned int keep);

/*
 * Add at least FRAME_REFILL_MIN frames to the empty stack @to, fewer when there
 * are no more.
 */
void frame_pool_refill(struct frame_stack *to);

/* Take a run as frame_alloc_run() does; its records are left to the caller. */
struct frame *frame_pool_take_run(size_t count, u64 align, paddr_t below);

/* From now on fewer than @nr_frames in the pool are a shortage. */
void frame_pool_set_reserve(size_t nr_frames);

size_t frame_pool_nr_free(void);

#endif
