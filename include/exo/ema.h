/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. The exponential moving average of burst lengths:
 *
 *	average += (sample - average) >> shift		alpha = 1 / 2^shift
 *
 * in fixed point, rounded towards the sample: a constant sample is reached
 * exactly and kept, which truncation alone never does. Any unit of time; pure
 * arithmetic, also tested on the host.
 */
#ifndef EXO_EMA_H
#define EXO_EMA_H

#include <exo/types.h>

enum {
	EMA_FRACTION_BITS = 8
};

/* An average that has seen no sample yet: the first one becomes its value. */
#define EMA_UNSET (~0ULL)

/* Longer samples count as this one. */
#define EMA_SAMPLE_MAX (1UL << 54)

/* The average, which is set, after @sample, up to EMA_SAMPLE_MAX. */
static inline u64 ema_step(u64 average, u64 sample, unsigned int shift)
{
	const u64 target = sample << EMA_FRACTION_BITS;
	const u64 round_up = (1UL << shift) - 1;

	if (target >= average)
		return average + ((target - average + round_up) >> shift);
	return average - ((average - target + round_up) >> shift);
}

/* The average after @sample; @shift is 1..4. */
static inline u64 ema_update(u64 average, u64 sample, unsigned int shift)
{
	if (sample > EMA_SAMPLE_MAX)
		sample = EMA_SAMPLE_MAX;
	if (average == EMA_UNSET)
		return sample << EMA_FRACTION_BITS;
	return ema_step(average, sample, shift);
}

/* In the unit of the samples. */
static inline u64 ema_value(u64 average)
{
	return average == EMA_UNSET ? 0 : average >> EMA_FRACTION_BITS;
}

#endif
