// SPDX-License-Identifier: GPL-2.0-only
#include "machine_memory.h"

#include <asm/memlayout.h>
#include <exo/early_memory.h>
#include <exo/frame.h>
#include <exo/page_table.h>
#include <exo/panic.h>
#include <exo/string.h>

char host_ram[MACHINE_FRAMES * PAGE_SIZE] __aligned(PAGE_SIZE);
struct frame frame_table[MACHINE_FRAMES];

static unsigned int used;
static int left = -1;
static unsigned long flushed_start, flushed_end;

void machine_reset(void)
{
	/* What a fresh frame holds shall be noticed if it is relied on. */
	memset(host_ram, 0xff, sizeof(host_ram));
	memset(frame_table, 0, sizeof(frame_table));
	used = 0;
	left = -1;
	flushed_start = ~0UL;
	flushed_end = 0;
}

unsigned int machine_frames_used(void)
{
	return used;
}

void machine_frames_limit(int count)
{
	left = count;
}

void machine_reserve_used(void)
{
	for (unsigned int i = 0; i < MACHINE_FRAMES; i++) {
		if (!frame_table[i].refs)
			continue;
		frame_table[i] = (struct frame){.kind = FRAME_RESERVED};
	}
}

bool machine_flushed(unsigned long start, unsigned long end)
{
	bool all = flushed_start <= start && flushed_end >= end;

	flushed_start = ~0UL;
	flushed_end = 0;
	return all;
}

struct frame *frame_alloc_any(void)
{
	struct frame *frame = &frame_table[1]; /* 0 is no address of a table */

	if (left == 0)
		return NULL;
	while (frame->refs || frame->kind == FRAME_RESERVED)
		frame++;
	ASSERT(frame < frame_table + MACHINE_FRAMES);
	if (left > 0)
		left--;
	used++;
	frame->refs = 1;
	frame->count = 0xabcd;
	return frame;
}

struct frame *frame_alloc_zeroed(void)
{
	struct frame *frame = frame_alloc_any();

	if (frame)
		memset(frame_to_virt(frame), 0, PAGE_SIZE);
	return frame;
}

void frame_free(struct frame *frame)
{
	ASSERT(frame->refs == 1);
	/* Whoever still walks the table finds nonsense. */
	memset(frame_to_virt(frame), 0xff, PAGE_SIZE);
	frame->refs = 0;
	used--;
}

void frame_free_zeroed(struct frame *frame)
{
	const u64 *words = frame_to_virt(frame);

	for (unsigned int i = 0; i < PAGE_SIZE / sizeof(*words); i++)
		ASSERT(!words[i]);
	frame_free(frame);
}

void frame_put(struct frame *frame)
{
	if (frame->refs > 1)
		frame->refs--;
	else
		frame_free(frame);
}

void frame_get_failed(struct frame *frame)
{
	(void)frame;
	panic("a free frame was shared");
}

paddr_t early_memory_alloc(u64 size, u64 align)
{
	struct frame *frame = frame_alloc_zeroed();

	ASSERT(frame && size == PAGE_SIZE && align == PAGE_SIZE);
	return frame_to_phys(frame);
}

void tlb_flush_range(struct mm *mm, unsigned long start, unsigned long end)
{
	(void)mm;
	flushed_start = min(flushed_start, start);
	flushed_end = max(flushed_end, end);
}

void tlb_flush_page(struct mm *mm, unsigned long virt)
{
	tlb_flush_range(mm, virt, virt + PAGE_SIZE);
}
