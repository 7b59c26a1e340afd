// SPDX-License-Identifier: GPL-2.0-only
/*
 * A page of vmalloc memory beside few and many other areas.
 */
#include <asm/memlayout.h>
#include <exo/bench.h>
#include <exo/vmalloc.h>
#include <uapi/errno.h>

/* Blocks that are alive meanwhile: each begins with the one before. */
static void **blocks;

static void free_blocks(void)
{
	while (blocks) {
		void **before = *blocks;

		vfree(blocks);
		blocks = before;
	}
}

static int make_blocks(unsigned long count)
{
	while (count--) {
		void **block = vmalloc(PAGE_SIZE);

		if (!block) {
			free_blocks();
			return -ENOMEM;
		}
		*block = blocks;
		blocks = block;
	}
	return 0;
}

BENCH(vmalloc, page_and_free, BENCH_SIZES(10, 10000), .batch = 4,
      .setup = make_blocks, .teardown = free_blocks)
{
	void *block = vmalloc(PAGE_SIZE);

	bench_keep(block);
	vfree(block);
}
