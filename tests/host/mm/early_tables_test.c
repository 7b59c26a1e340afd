// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables before frames can be allocated: of early memory, which is never
 * given back. A program of its own, since that ends once and for all.
 */
#include "../../../arch/x86_64/mm/internal.h"

#include <exo/early_memory.h>
#include <exo/ktest.h>

#include "machine_memory.h"

KTEST(early_tables, empty_ones_are_kept_and_used_again)
{
	struct page_mapping mapping;
	unsigned int frames;

	machine_reset();
	page_bits_supported = ~0UL;
	kernel_mm.root = early_memory_alloc(PAGE_SIZE, PAGE_SIZE);
	KTEST_EXPECT_EQ(
		t, page_map(&kernel_mm, VMALLOC_START, 0, PAGE_SIZE, PAGE_READ),
		0);
	KTEST_EXPECT_EQ(t, page_unmap(&kernel_mm, VMALLOC_START, PAGE_SIZE), 0);
	frames = machine_frames_used();
	KTEST_EXPECT_EQ(t, frames, 4);
	KTEST_EXPECT_EQ(t,
			page_map(&kernel_mm, VMALLOC_START, 0, LARGE_PAGE_SIZE,
				 PAGE_READ),
			0);
	KTEST_EXPECT_EQ(t, machine_frames_used(), frames);
	KTEST_EXPECT(t,
		     page_query(&kernel_mm, VMALLOC_START + LARGE_PAGE_SIZE - 1,
				&mapping));
	KTEST_EXPECT_EQ(t, mapping.page_size, PAGE_SIZE);
	KTEST_EXPECT_EQ(t, mapping.phys, LARGE_PAGE_SIZE - 1);
}

/* Their frames' counts began when they were in use already. */
KTEST(early_tables, they_outlive_the_change_to_frames)
{
	struct page_mapping mapping;
	unsigned int frames;

	machine_reset();
	kernel_mm.root = early_memory_alloc(PAGE_SIZE, PAGE_SIZE);
	KTEST_EXPECT_EQ(t,
			page_map(&kernel_mm, VMALLOC_START, 0, 2 * PAGE_SIZE,
				 PAGE_READ),
			0);
	frames = machine_frames_used();
	machine_reserve_used();
	page_table_use_frames();
	KTEST_EXPECT_EQ(t,
			page_map(&kernel_mm, VMALLOC_START + 4 * PAGE_SIZE, 0,
				 2 * PAGE_SIZE, PAGE_READ),
			0);
	KTEST_EXPECT_EQ(t,
			page_unmap(&kernel_mm, VMALLOC_START + 4 * PAGE_SIZE,
				   2 * PAGE_SIZE),
			0);
	KTEST_EXPECT_EQ(t, page_unmap(&kernel_mm, VMALLOC_START, PAGE_SIZE), 0);
	KTEST_EXPECT(t, page_query(&kernel_mm, VMALLOC_START + PAGE_SIZE,
				   &mapping));
	KTEST_EXPECT_EQ(t, page_unmap(&kernel_mm, VMALLOC_START, 2 * PAGE_SIZE),
			0);
	KTEST_EXPECT_EQ(t, machine_frames_used(), frames);
}
