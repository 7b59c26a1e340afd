// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames while 0, 50 and 95 % of memory is used, what is free being scattered
 * all over: the worst case of a bitmap.
 */
#include <exo/bench.h>
#include <exo/frame.h>

enum {
	BATCH = 256 /* more than a CPU keeps: the pool is needed */
};

static struct frame *filling; /* what setup holds */
static struct frame *batch[BATCH];

static void free_filling(void)
{
	while (filling) {
		struct frame *frame = filling;

		filling = frame->next;
		frame_free(frame);
	}
}

static void hold(struct frame *frame)
{
	frame->next = filling;
	filling = frame;
}

/* Always the same, so that a row always means the same memory. */
static bool keeps(u64 *state, unsigned long percent)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (*state >> 8) % 100 < percent;
}

static int fill_percent(unsigned long percent)
{
	u64 state = 0x9e3779b97f4a7c15;
	struct frame *all = NULL, *frame;

	while ((frame = frame_alloc(FRAME_ANY))) {
		frame->next = all;
		all = frame;
	}
	while (all) {
		frame = all;
		all = frame->next;
		if (keeps(&state, percent))
			hold(frame);
		else
			frame_free(frame);
	}
	return 0;
}

BENCH(frame, alloc_and_free, BENCH_SIZES(0, 50, 95), .batch = 64,
      .setup = fill_percent, .teardown = free_filling)
{
	struct frame *frame = frame_alloc(FRAME_ANY);

	bench_keep(frame);
	frame_free(frame);
}

/* Several: in some rounds the stack is refilled once more than in others. */
BENCH(frame, alloc_256_and_free, BENCH_SIZES(0, 50, 95), .batch = 16,
      .setup = fill_percent, .teardown = free_filling)
{
	for (unsigned int i = 0; i < BATCH; i++)
		batch[i] = frame_alloc(FRAME_ANY);
	for (unsigned int i = 0; i < BATCH; i++)
		frame_free(batch[i]);
}

BENCH(frame, alloc_4_in_a_row_and_free, BENCH_SIZES(0, 50),
      .setup = fill_percent, .teardown = free_filling)
{
	struct frame *first = frame_alloc_run(4, PAGE_SIZE, 0);

	bench_keep(first);
	frame_free_run(first, 4);
}

BENCH(frame, alloc_2_mb_and_free)
{
	struct frame *first = frame_alloc_run(512, LARGE_PAGE_SIZE, 0);

	bench_keep(first);
	frame_free_run(first, 512);
}

static int fill_zeroed(unsigned long size)
{
	(void)size;
	while (frame_fill_zeroed())
		;
	return 0;
}

/* Idle refills what this takes. */
BENCH(frame, take_zeroed_and_refill, .setup = fill_zeroed)
{
	struct frame *frame = frame_alloc(FRAME_ZERO);

	bench_keep(frame);
	frame_free(frame);
	frame_fill_zeroed();
}
