// SPDX-License-Identifier: GPL-2.0-only
#include <exo/bench.h>
#include <exo/bitmap.h>

enum {
	BITS_MAX = 65536
};

static DECLARE_BITMAP(map, BITS_MAX);

/* Only the last of @size bits is clear. */
static int fill_but_the_last(unsigned long size)
{
	bitmap_set_range(map, 0, size - 1);
	bitmap_clear(map, size - 1);
	return 0;
}

BENCH(bitmap, next_clear, BENCH_SIZES(64, BITS_MAX), .setup = fill_but_the_last)
{
	bench_keep(bitmap_next_clear(map, size, 0));
}

BENCH(bitmap, count, BENCH_SIZES(64, BITS_MAX), .setup = fill_but_the_last)
{
	bench_keep(bitmap_count(map, size));
}
