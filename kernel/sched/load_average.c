// SPDX-License-Identifier: GPL-2.0-only
/*
 * Load averages, from the number of runnable tasks each five seconds.
 *
 * Ticks take the samples. While the CPU is idle they may not come for minutes;
 * when they do, or somebody asks, samples that are late are made up for: had
 * the CPU not been idle then, a tick would have taken them in time, so nothing was
 * runnable.
 */
#include "load_average.h"

#include <asm/irqflags.h>
#include <exo/compiler.h>
#include <exo/initcall.h>
#include <exo/time.h>

#include "internal.h"

enum {
	/* Not the period of what programs do each second. */
	SAMPLE_TICKS = 5 * CONFIG_HZ + 1,
	LATE_TICKS = 2,
};

/* Interrupts off. */
static u64 averages[LOAD_AVERAGES];
static u64 next_sample; /* in ticks */

/* Interrupts are off. */
static __noinline void take_samples(u64 now)
{
	u64 missed = (now - next_sample) / SAMPLE_TICKS;
	bool in_time = (now - next_sample) % SAMPLE_TICKS < LATE_TICKS;
	u64 idle_samples = missed + !in_time;
	u32 runnable = in_time ? sched_count_runnable() : 0;

	next_sample += (missed + 1) * SAMPLE_TICKS;
	for (int i = 0; i < LOAD_AVERAGES; i++) {
		averages[i] = load_idle_samples(averages[i], load_decay[i],
						idle_samples);
		if (in_time)
			averages[i] = load_sample(averages[i], load_decay[i],
						  runnable);
	}
}

static void load_tick(void)
{
	u64 now = time_ticks();

	if (unlikely(now >= next_sample))
		take_samples(now);
}

void load_averages(u64 copy[LOAD_AVERAGES])
{
	unsigned long flags = irq_save();

	load_tick();
	for (int i = 0; i < LOAD_AVERAGES; i++)
		copy[i] = averages[i];
	irq_restore(flags);
}

static int load_average_init(void)
{
	next_sample = time_ticks() + SAMPLE_TICKS;
	return time_add_tick_hook(load_tick);
}
INITCALL(device, load_average_init);
