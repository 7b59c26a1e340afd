// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame table, and the start of frame allocation. Frame n's record is the
 * table's n-th, so the table is as sparse as RAM is:
 *
 *	RAM     |0 - 640 K|   |1 MB - 3 GB|            |4 GB - 9 GB|
 *	table   |################ 24 MB ##|0|0|0|0|0|0|#### 40 MB ##|
 *
 * Holes show one page of zeros again and again, which say FRAME_ABSENT: any
 * record below the end can be read.
 */
#define pr_fmt(fmt) "memory: " fmt

#include <asm/memlayout.h>
#include <exo/compiler.h>
#include <exo/early_memory.h>
#include <exo/frame.h>
#include <exo/page_table.h>
#include <exo/panic.h>
#include <exo/preempt.h>
#include <exo/printk.h>

#include "frame_misuse.h"
#include "frame_pool.h"

enum {
	FRAMES_MIN = 256, /* 1 MB: less runs no system */
	RESERVE_PART = 128, /* of the frames: see frame_shortage() */
};

size_t frame_table_bytes;
static size_t nr_ram, nr_managed; /* frames */

static void map_part(unsigned long virt, paddr_t phys, size_t size,
		     unsigned int prot)
{
	const int err = page_map(&kernel_mm, virt, phys, size, prot);

	if (err)
		panic("cannot map the frame table: error %d", -err);
}

static void find_end(paddr_t start, paddr_t end, void *ram_end)
{
	(void)start;
	*(paddr_t *)ram_end = end;
}

struct table_walk {
	unsigned long mapped_end; /* the table is mapped up to here */
	size_t unit; /* in pages of this size */
	paddr_t zeros; /* what holes show */
};

static void map_hole(struct table_walk *walk, unsigned long end)
{
	for (; walk->mapped_end < end; walk->mapped_end += PAGE_SIZE)
		map_part(walk->mapped_end, walk->zeros, PAGE_SIZE, PAGE_READ);
}

/* The records of RAM at [@start, @end), as far as a hole is before them. */
static void map_records(paddr_t start, paddr_t end, void *arg)
{
	struct table_walk *walk = arg;
	unsigned long from = (unsigned long)phys_to_frame(start);
	unsigned long to = (unsigned long)phys_to_frame(end);
	size_t size;

	from = max(ALIGN_DOWN(from, walk->unit), walk->mapped_end);
	to = ALIGN_UP(to, walk->unit);
	if (from >= to)
		return;
	map_hole(walk, from);
	size = to - from;
	map_part(from, early_memory_alloc(size, walk->unit), size, PAGE_WRITE);
	walk->mapped_end = to;
}

static void map_table(paddr_t ram_end)
{
	const size_t size = (ram_end >> PAGE_SHIFT) * sizeof(struct frame);
	struct table_walk walk = {
		.mapped_end = (unsigned long)frame_table,
		/* Small machines have no memory to round up with. */
		.unit = size >= 2 * LARGE_PAGE_SIZE ? LARGE_PAGE_SIZE
						    : PAGE_SIZE,
		.zeros = early_memory_alloc(PAGE_SIZE, PAGE_SIZE),
	};

	early_memory_for_each_ram(map_records, &walk);
	frame_table_bytes = size;
}

static size_t set_kind(paddr_t start, paddr_t end, enum frame_kind kind)
{
	struct frame *const last = phys_to_frame(end);

	for (struct frame *frame = phys_to_frame(start); frame < last; frame++)
		frame->kind = kind;
	return last - phys_to_frame(start);
}

static void reserve(paddr_t start, paddr_t end, void *arg)
{
	(void)arg;
	nr_ram += set_kind(start, end, FRAME_RESERVED);
}

void frame_manage(struct frame *first, size_t count)
{
	const paddr_t start = frame_to_phys(first);

	set_kind(start, start + count * PAGE_SIZE, FRAME_MANAGED);
	preempt_disable();
	nr_managed += count;
	frame_pool_give(first, count);
	preempt_enable();
}

static void manage(paddr_t start, paddr_t end, void *arg)
{
	(void)arg;
	frame_manage(phys_to_frame(start), (end - start) / PAGE_SIZE);
}

void frame_init(void)
{
	paddr_t ram_end = 0;

	early_memory_for_each_ram(find_end, &ram_end);
	map_table(ram_end);
	frame_pool_init(ram_end >> PAGE_SHIFT);
	early_memory_close();

	early_memory_for_each_ram(reserve, NULL);
	early_memory_for_each_free(manage, NULL);
	if (nr_managed < FRAMES_MIN)
		panic("only %zu KB of memory are free",
		      nr_managed * (PAGE_SIZE / 1024));
	frame_pool_set_reserve(nr_managed / RESERVE_PART);
	pr_info("%zu KB of RAM, %zu KB free\n", nr_ram * (PAGE_SIZE / 1024),
		nr_managed * (PAGE_SIZE / 1024));
}

bool phys_is_ram(paddr_t phys)
{
	const struct frame *frame = phys_to_frame(phys);

	return frame_has_record(frame) && frame->kind != FRAME_ABSENT;
}

void frame_statistics(struct frame_statistics *stats)
{
	preempt_disable();
	stats->total = nr_ram;
	stats->reserved = nr_ram - nr_managed;
	stats->hot = percpu.frames.hot.nr;
	stats->zeroed = percpu.frames.zeroed.nr;
	stats->free = frame_pool_nr_free() + stats->hot + stats->zeroed;
	preempt_enable();
}
