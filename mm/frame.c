// SPDX-License-Identifier: GPL-2.0-only
/*
 * Handing out frames and taking them back. Each CPU keeps two stacks of free
 * frames, which only need preemption off; what the hot one lacks or has too
 * much of is exchanged with the pool in batches:
 *
 *	 frame_alloc()  frame_free()    frame_alloc(FRAME_ZERO)
 *	        ^         |                      ^
 *	        |         v                      |
 *	      +-------------+    idle     +-------------+
 *	      |     hot     | ----------> |   zeroed    |
 *	      +-------------+             +-------------+
 *	        ^         |
 *	        |         v
 *	      +-------------+
 *	      |    pool     |
 *	      +-------------+
 *
 * A frame in a stack or in the pool has no references: that is how a second
 * free is noticed.
 */
#include <exo/cpu.h>
#include <exo/fault_inject.h>
#include <exo/frame.h>
#include <exo/panic.h>
#include <exo/preempt.h>
#include <exo/string.h>

#include "frame_misuse.h"
#include "frame_pool.h"

/*
 * The short ways call no function: whatever is rare is left to one of these,
 * by a jump. So the compiler need not save anything.
 */
static __noinline struct frame *be_preempted_and_return(struct frame *frame)
{
	preempt_schedule();
	return frame;
}

/* Preemption is off, and allowed when this returns. */
static __noinline struct frame *refill_and_alloc(void)
{
	struct cpu_frames *own = &this_cpu()->frames;
	struct frame_stack *from = &own->hot;
	struct frame *frame = NULL;

	frame_pool_refill(&own->hot);
	if (!own->hot.nr)
		from = &own->zeroed;
	if (from->nr) {
		frame = from->frames[--from->nr];
		frame->refs = 1;
	}
	preempt_enable();
	return frame;
}

/* Preemption is off, and allowed when this returns. */
static __noinline struct frame *alloc_and_zero(void)
{
	struct frame *frame;
	const size_t nr = percpu.frames.hot.nr;

	if (likely(nr)) {
		frame = percpu.frames.hot.frames[nr - 1];
		barrier();
		percpu.frames.hot.nr--;
		frame->refs = 1;
		preempt_enable();
	} else {
		frame = refill_and_alloc();
	}
	if (frame)
		memset(frame_to_virt(frame), 0, PAGE_SIZE);
	return frame;
}

static __noinline void drain_and_free(struct frame *frame)
{
	struct frame_stack *hot = &this_cpu()->frames.hot;

	frame_pool_drain(hot, FRAME_DRAIN_KEEP);
	frame->refs = 0;
	hot->frames[hot->nr++] = frame;
	preempt_enable();
}

/* As it is jumped to, the return address is that of who called frame_free(). */
static __noinline void refuse_to_free(struct frame *frame)
{
	preempt_enable();
	frame_report_misuse(frame, "freed", __builtin_return_address(0));
}

struct frame *frame_alloc_any(void)
{
	struct frame *frame;
	size_t nr;

	if (fault_inject_should_fail(CALLER_ADDRESS))
		return NULL;
	preempt_disable();
	nr = percpu.frames.hot.nr;
	if (unlikely(!nr))
		return refill_and_alloc();
	frame = percpu.frames.hot.frames[nr - 1];
	barrier(); /* the count is changed in place, by one instruction */
	percpu.frames.hot.nr--;
	frame->refs = 1;
	if (unlikely(preempt_count_drop_one()))
		return be_preempted_and_return(frame);
	return frame;
}

struct frame *frame_alloc_zeroed(void)
{
	struct frame *frame;
	size_t nr;

	if (fault_inject_should_fail(CALLER_ADDRESS))
		return NULL;
	preempt_disable();
	nr = percpu.frames.zeroed.nr;
	if (unlikely(!nr))
		return alloc_and_zero();
	frame = percpu.frames.zeroed.frames[nr - 1];
	barrier();
	percpu.frames.zeroed.nr--;
	frame->refs = 1;
	if (unlikely(preempt_count_drop_one()))
		return be_preempted_and_return(frame);
	return frame;
}

static __always_inline void free_once_held(struct frame *frame)
{
	size_t nr;

	preempt_disable();
	if (unlikely(!frame_held_once(frame))) {
		refuse_to_free(frame);
		return;
	}
	nr = percpu.frames.hot.nr;
	if (unlikely(nr == FRAME_STACK_MAX)) {
		drain_and_free(frame);
		return;
	}
	frame->refs = 0;
	percpu.frames.hot.frames[nr] = frame;
	barrier();
	percpu.frames.hot.nr++;
	preempt_enable();
}

void frame_free(struct frame *frame)
{
	free_once_held(frame);
}

void frame_put(struct frame *frame)
{
	u32 refs = frame_has_record(frame) ? READ_ONCE(frame->refs) : 0;

	while (refs > 1) {
		if (__atomic_compare_exchange_n(&frame->refs, &refs, refs - 1,
						true, __ATOMIC_ACQ_REL,
						__ATOMIC_RELAXED))
			return;
	}
	/* Ours was the last one: nobody else may change the count. */
	free_once_held(frame);
}

void frame_get_failed(struct frame *frame)
{
	__atomic_fetch_sub(&frame->refs, 1, __ATOMIC_RELAXED);
	frame_report_misuse(frame, "shared", __builtin_return_address(0));
}

/* For runs: what this CPU keeps may be what is missing in a row. */
static void give_back_stacks(void)
{
	struct cpu_frames *own;

	preempt_disable();
	own = &this_cpu()->frames;
	frame_pool_drain(&own->hot, 0);
	frame_pool_drain(&own->zeroed, 0);
	preempt_enable();
}

struct frame *frame_alloc_run(size_t count, u64 align, paddr_t below)
{
	struct frame *first;

	ASSERT(count && align >= PAGE_SIZE && !(align & (align - 1)));
	if (fault_inject_should_fail(CALLER_ADDRESS))
		return NULL;
	first = frame_pool_take_run(count, align, below);
	if (!first) {
		give_back_stacks();
		first = frame_pool_take_run(count, align, below);
	}
	for (size_t i = 0; first && i < count; i++)
		first[i].refs = 1;
	return first;
}

void frame_free_run(struct frame *first, size_t count)
{
	struct frame *const end = first + count;
	struct frame *frame = first;

	while (frame < end) {
		/* As many as are right in a row. */
		for (first = frame; frame < end && frame_held_once(frame);
		     frame++)
			frame->refs = 0;
		if (frame > first)
			frame_pool_give(first, frame - first);
		if (frame < end)
			frame_report_misuse(frame++, "freed",
					    __builtin_return_address(0));
	}
}
