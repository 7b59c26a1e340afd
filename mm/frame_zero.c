// SPDX-License-Identifier: GPL-2.0-only
/*
 * Zeroing frames before they are asked for, in time that nobody else wants.
 */
#include <exo/compiler.h>
#include <exo/frame.h>
#include <exo/preempt.h>
#include <exo/string.h>

#include "frame_misuse.h"
#include "frame_pool.h"

enum {
	ZEROED_MAX = 64,
	ZEROED_AT_ONCE = 4, /* frames; 4 are 16 KB, some microseconds */
	ZEROED_RAM_SHIFT = 6, /* at most 1/64 of what is free */
};

_Static_assert(ZEROED_MAX <= (int)FRAME_STACK_MAX, "they have to fit");

static bool zeroed_wanted(void)
{
	const size_t limit = frame_pool_nr_free() >> ZEROED_RAM_SHIFT;

	return READ_ONCE(percpu.frames.zeroed.nr) <
	       min(limit, (size_t)ZEROED_MAX);
}

/* Keep @frame if there is room still. */
static bool keep_zeroed(struct frame *frame)
{
	struct frame_stack *zeroed;
	bool room;

	preempt_disable();
	zeroed = &this_cpu()->frames.zeroed;
	room = zeroed->nr < ZEROED_MAX;
	if (room) {
		frame->refs = 0;
		zeroed->frames[zeroed->nr++] = frame;
	}
	preempt_enable();
	return room;
}

void frame_free_zeroed(struct frame *frame)
{
	if (!frame_held_once(frame) || !keep_zeroed(frame))
		frame_free(frame);
}

bool frame_fill_zeroed(void)
{
	struct frame *frame;
	unsigned int nr = 0;

	while (nr < ZEROED_AT_ONCE && zeroed_wanted()) {
		frame = frame_alloc(FRAME_ANY);
		if (!frame)
			break;
		memset(frame_to_virt(frame), 0, PAGE_SIZE);
		if (!keep_zeroed(frame)) {
			frame_free(frame);
			break;
		}
		nr++;
	}
	return nr > 0;
}
