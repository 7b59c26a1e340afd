// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables: what a page and a run of pages cost, the flush included.
 */
#include <asm/memlayout.h>
#include <exo/bench.h>
#include <exo/page_table.h>

enum {
	RUN = 256
};

/* Addresses are given away from the other end. Any frames will do. */
#define PLACE (VMALLOC_END - (1UL << 30))
#define PHYS  0x800000UL

static void map(unsigned long virt, size_t size)
{
	bench_keep(page_map(&kernel_mm, virt, PHYS, size, PAGE_WRITE));
}

/* A page beside it keeps the tables, as in any area that is in use. */
static int map_neighbour(unsigned long size)
{
	(void)size;
	return page_map(&kernel_mm, PLACE, PHYS, PAGE_SIZE, PAGE_READ);
}

static void unmap_neighbour(void)
{
	page_unmap(&kernel_mm, PLACE, PAGE_SIZE);
}

BENCH(page_table, map_and_unmap, .batch = 16, .setup = map_neighbour,
      .teardown = unmap_neighbour)
{
	map(PLACE + PAGE_SIZE, PAGE_SIZE);
	page_unmap(&kernel_mm, PLACE + PAGE_SIZE, PAGE_SIZE);
}

BENCH(page_table, map_and_unmap_with_tables)
{
	map(PLACE, PAGE_SIZE);
	page_unmap(&kernel_mm, PLACE, PAGE_SIZE);
}

BENCH(page_table, map_and_unmap_256, .setup = map_neighbour,
      .teardown = unmap_neighbour)
{
	map(PLACE + PAGE_SIZE, RUN * PAGE_SIZE);
	page_unmap(&kernel_mm, PLACE + PAGE_SIZE, RUN * PAGE_SIZE);
}

BENCH(page_table, protect_there_and_back, .batch = 16, .setup = map_neighbour,
      .teardown = unmap_neighbour)
{
	bench_keep(page_protect(&kernel_mm, PLACE, PAGE_SIZE, PAGE_WRITE));
	bench_keep(page_protect(&kernel_mm, PLACE, PAGE_SIZE, PAGE_READ));
}

BENCH(page_table, query, .batch = 16, .setup = map_neighbour,
      .teardown = unmap_neighbour)
{
	struct page_mapping mapping;

	bench_keep(page_query(&kernel_mm, PLACE, &mapping));
}
