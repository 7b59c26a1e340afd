// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sorting by heap, and quantiles by nearest rank.
 */
#include <exo/compiler.h>
#include <exo/quantile.h>

/*
 * Put @value into the heap of @nr at @hole, moving larger children up:
 *
 *	       hole		No child is larger than its parent, so
 *	     /      \		values[0] is the largest of all.
 *	2hole+1   2hole+2
 */
static void sift_down(u64 *values, size_t nr, size_t hole, u64 value)
{
	size_t child;

	while ((child = 2 * hole + 1) < nr) {
		if (child + 1 < nr && values[child + 1] > values[child])
			child++;
		if (values[child] <= value)
			break;
		values[hole] = values[child];
		hole = child;
	}
	values[hole] = value;
}

void sort_u64(u64 *values, size_t nr)
{
	for (size_t parent = nr / 2; parent-- > 0;)
		sift_down(values, nr, parent, values[parent]);
	while (nr > 1) {
		u64 last = values[--nr];

		values[nr] = values[0];
		sift_down(values, nr, 0, last);
	}
}

u64 sorted_quantile(const u64 *sorted, size_t nr, unsigned int per_mille)
{
	size_t rank = DIV_ROUND_UP(nr * per_mille, 1000); /* from 1 */

	return sorted[rank ? rank - 1 : 0];
}
