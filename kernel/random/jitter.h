/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the random numbers. Does the time of a reading tell
 * anything new? Not if it could be told from the readings before by a straight
 * line or a parabola: the differences of first to third order must all be
 * other than 0, the test for being stuck of S. Müller's "CPU Time Jitter Based
 * Non-Physical True Random Number Generator".
 *
 *	times		10   17   26   36
 *	first order	   7    9   10
 *	second			2    1
 *	third			  -1	unexpected
 */
#ifndef KERNEL_RANDOM_JITTER_H
#define KERNEL_RANDOM_JITTER_H

#include <exo/types.h>

/* All zero before the first reading; the first three say nothing new. */
struct jitter {
	u64 time, first, second;
	u32 readings;
};

/* Note @time; was it unexpected? */
static inline bool jitter_add(struct jitter *jitter, u64 time)
{
	u64 first = time - jitter->time;
	u64 second = first - jitter->first;
	u64 third = second - jitter->second;

	jitter->time = time;
	jitter->first = first;
	jitter->second = second;
	if (jitter->readings < 3) {
		jitter->readings++;
		return false;
	}
	return first && second && third;
}

#endif
