/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to load_average.c and its test: the arithmetic. Numbers
 * have LOAD_SHIFT fraction bits, as programs that read them from Linux expect.
 */
#ifndef KERNEL_SCHED_LOAD_AVERAGE_H
#define KERNEL_SCHED_LOAD_AVERAGE_H

#include <exo/sched_totals.h>
#include <exo/types.h>

#define LOAD_ONE (1UL << LOAD_SHIFT)

/* What of an average over 1, 5 and 15 minutes is left after 5 s: e^(-5/60) ... */
static const u16 load_decay[LOAD_AVERAGES] = {1884, 2014, 2037};

/* The average @load after one more sample, of @runnable tasks. */
static inline u64 load_sample(u64 load, u64 decay, u64 runnable)
{
	u64 now = runnable << LOAD_SHIFT;
	u64 sum = load * decay + now * (LOAD_ONE - decay);

	/* Round towards the sample, or it would never be reached. */
	if (now >= load)
		sum += LOAD_ONE - 1;
	return sum >> LOAD_SHIFT;
}

/* @decay to the power of @n, rounded to nearest at each step. */
static inline u64 load_decay_power(u64 decay, u64 n)
{
	u64 result = LOAD_ONE;

	for (; n; n >>= 1) {
		if (n & 1)
			result = (result * decay + LOAD_ONE / 2) >> LOAD_SHIFT;
		decay = (decay * decay + LOAD_ONE / 2) >> LOAD_SHIFT;
	}
	return result;
}

/* The same as @n samples of no task, whatever @n. */
static inline u64 load_idle_samples(u64 load, u64 decay, u64 n)
{
	return load * load_decay_power(decay, n) >> LOAD_SHIFT;
}

#endif
