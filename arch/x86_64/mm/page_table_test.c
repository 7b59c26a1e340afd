// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables under a processor that caches what it found in them. What they
 * contain is tested on the host, tests/host/mm.
 */
#include "internal.h"

#include <asm/paging.h>
#include <exo/address_probe.h>
#include <exo/frame.h>
#include <exo/ktest.h>

/* Addresses are given away from the other end. */
#define PLACE (VMALLOC_END - (1UL << 30))

/* A frame whose first number is @value, or NULL. */
static struct frame *frame_with(unsigned int value)
{
	struct frame *frame = frame_alloc(FRAME_ANY);

	if (frame)
		*(unsigned int *)frame_to_virt(frame) = value;
	return frame;
}

static unsigned int read_at(unsigned long virt)
{
	return *(volatile unsigned int *)virt;
}

KTEST(page_table, a_page_shows_another_frame_after_it_was_mapped_again)
{
	struct frame *first = frame_with(1), *second = frame_with(2);

	KTEST_ASSERT(t, first && second);
	KTEST_EXPECT_EQ(t,
			page_map(&kernel_mm, PLACE, frame_to_phys(first),
				 PAGE_SIZE, PAGE_READ),
			0);
	KTEST_EXPECT_EQ(t, read_at(PLACE), 1);
	KTEST_EXPECT_EQ(t, page_unmap(&kernel_mm, PLACE, PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t,
			page_map(&kernel_mm, PLACE, frame_to_phys(second),
				 PAGE_SIZE, PAGE_READ),
			0);
	KTEST_EXPECT_EQ(t, read_at(PLACE), 2);
	KTEST_EXPECT_EQ(t, page_unmap(&kernel_mm, PLACE, PAGE_SIZE), 0);
	frame_free(first);
	frame_free(second);
}

/* More than are flushed singly, all in the TLB at the time. */
KTEST(page_table, many_pages_are_forgotten_at_once)
{
	enum {
		PAGES = 100
	};
	struct frame *one = frame_with(1), *two = frame_with(2);
	unsigned int wrong = 0;

	KTEST_ASSERT(t, one && two);
	for (unsigned int round = 0; round < 2; round++) {
		struct frame *frame = round ? two : one;

		for (unsigned int i = 0; i < PAGES; i++)
			wrong += !!page_map(&kernel_mm, PLACE + i * PAGE_SIZE,
					    frame_to_phys(frame), PAGE_SIZE,
					    PAGE_READ);
		for (unsigned int i = 0; i < PAGES; i++)
			wrong += read_at(PLACE + i * PAGE_SIZE) != round + 1;
		page_unmap(&kernel_mm, PLACE, PAGES * PAGE_SIZE);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	frame_free(one);
	frame_free(two);
}

KTEST(page_table, tables_that_are_empty_are_frames_again)
{
	struct frame *frame = frame_with(1);
	struct frame_statistics before, after;

	KTEST_ASSERT(t, frame);
	frame_statistics(&before);
	KTEST_EXPECT_EQ(t,
			page_map(&kernel_mm, PLACE, frame_to_phys(frame),
				 PAGE_SIZE, PAGE_READ),
			0);
	frame_statistics(&after);
	KTEST_EXPECT_LE(t, after.free + 2, before.free);
	KTEST_EXPECT_EQ(t, page_unmap(&kernel_mm, PLACE, PAGE_SIZE), 0);
	frame_statistics(&after);
	KTEST_EXPECT_EQ(t, after.free, before.free);
	frame_free(frame);
}

/* The kernel runs on in another address space, where it sees its own. */
KTEST(page_table, an_address_space_can_be_switched_to)
{
	struct frame *frame = frame_with(7);
	unsigned int seen_low, seen_kernel;
	unsigned long flags;
	struct mm mm;

	KTEST_ASSERT(t, frame);
	KTEST_ASSERT_EQ(t, page_root_create(&mm), 0);
	KTEST_ASSERT_EQ(t,
			page_map(&mm, 0x400000, frame_to_phys(frame), PAGE_SIZE,
				 PAGE_READ),
			0);
	KTEST_EXPECT_EQ(t,
			page_map(&kernel_mm, PLACE, frame_to_phys(frame),
				 PAGE_SIZE, PAGE_READ),
			0);
	flags = irq_save();
	write_cr3(mm.root);
	seen_low = read_at(0x400000);
	seen_kernel = read_at(PLACE);
	write_cr3(kernel_mm.root);
	irq_restore(flags);
	KTEST_EXPECT_EQ(t, seen_low, 7);
	KTEST_EXPECT_EQ(t, seen_kernel, 7);
	KTEST_EXPECT(t, !address_mapped(0x400000, 1, false));
	page_unmap(&kernel_mm, PLACE, PAGE_SIZE);
	page_unmap(&mm, 0x400000, PAGE_SIZE);
	page_root_destroy(&mm);
	frame_free(frame);
}
