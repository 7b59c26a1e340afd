// SPDX-License-Identifier: GPL-2.0-only
#include <exo/bench.h>
#include <exo/ring.h>

enum {
	PAGE = 4096
};

static u8 buffer[2 * PAGE] __aligned(64), block[PAGE] __aligned(64);
static struct ring ring = RING_INIT(buffer);

BENCH(ring, push_and_pop, .batch = 64)
{
	u8 byte;

	bench_keep(ring_push(&ring, 1));
	bench_keep(ring_pop(&ring, &byte));
}

BENCH(ring, write_and_read, BENCH_SIZES(16, PAGE), .batch = 16)
{
	bench_keep(ring_write(&ring, block, size));
	bench_keep(ring_read(&ring, block, size));
}
