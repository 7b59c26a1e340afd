// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timers among others that are pending, from seconds to hours away, so that
 * they are on several levels of the wheel.
 */
#include <asm/memlayout.h>
#include <exo/bench.h>
#include <exo/compiler.h>
#include <exo/frame.h>
#include <exo/time.h>
#include <exo/timer.h>
#include <uapi/errno.h>

static struct frame *memory;
static struct timer *others;
static unsigned long nr_others, nr_frames;
static struct timer timer;
static u64 now_ns;

static void nothing(struct timer *unused)
{
	(void)unused;
}

static int start_others(unsigned long size)
{
	nr_frames = DIV_ROUND_UP(size * sizeof(struct timer), PAGE_SIZE);
	memory = frame_alloc_run(nr_frames, PAGE_SIZE, 0);
	if (!memory)
		return -ENOMEM;
	others = frame_to_virt(memory);
	nr_others = size;
	now_ns = time_uptime_ns();
	for (unsigned long i = 0; i < size; i++) {
		u64 distance_ms = 5000 + i * 7919 % 100000 * 97;

		timer_init(&others[i], nothing);
		timer_start(&others[i], now_ns + distance_ms * NSEC_PER_MSEC);
	}
	timer_init(&timer, nothing);
	return 0;
}

static void cancel_others(void)
{
	for (unsigned long i = 0; i < nr_others; i++)
		timer_cancel(&others[i]);
	frame_free_run(memory, nr_frames);
}

BENCH(timer, start_and_cancel, BENCH_SIZES(10, 100000), .batch = 16,
      .setup = start_others, .teardown = cancel_others)
{
	timer_start(&timer, now_ns + 60 * NSEC_PER_SEC);
	timer_cancel(&timer);
}

/* What a time-out that is pushed back again and again costs. */
BENCH(timer, restart, BENCH_SIZES(10, 100000), .batch = 16,
      .setup = start_others, .teardown = cancel_others)
{
	timer_start(&timer, now_ns + 60 * NSEC_PER_SEC);
}

BENCH(timer, next, BENCH_SIZES(10, 100000), .batch = 16, .setup = start_others,
      .teardown = cancel_others)
{
	bench_keep(timer_next_ns());
}
