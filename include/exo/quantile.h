/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. What a heap of measurements says: minimum, median, the slowest
 * of a thousand. Any context.
 *
 *	sort_u64(samples, nr);
 *	median = sorted_quantile(samples, nr, 500);
 *	p99 = sorted_quantile(samples, nr, 990);
 */
#ifndef EXO_QUANTILE_H
#define EXO_QUANTILE_H

#include <exo/types.h>

/* Smallest first, in place. O(nr log nr), without recursion or memory. */
void sort_u64(u64 *values, size_t nr);

/*
 * The smallest of the @nr > 0 sorted values that at least @per_mille (0 to
 * 1000) thousandths of them do not exceed: the nearest-rank definition, which
 * only ever returns a value that was measured.
 */
u64 sorted_quantile(const u64 *sorted, size_t nr, unsigned int per_mille);

#endif
