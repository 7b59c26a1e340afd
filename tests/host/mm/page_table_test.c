// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables on memory of the test's own: what the processor would find there
 * is compared with a list of what was asked for, also when memory runs out.
 */
#include "../../../arch/x86_64/mm/internal.h"

#include <exo/frame.h>
#include <exo/ktest.h>
#include <exo/string.h>
#include <exo/tlb_gather.h>
#include <uapi/errno.h>

#include "machine_memory.h"

#define MB (1UL << 20)
#define GB (1UL << 30)

static struct mm mm;
static unsigned int frames_before; /* of the empty address space */

static void begin(void)
{
	machine_reset();
	page_table_use_frames();
	page_level_largest = PAGE_LEVEL_1G;
	page_bits_supported = ~0UL;
	kernel_mm.root = frame_to_phys(frame_alloc_zeroed());
	kernel_top_complete = false;
	if (page_root_create(&mm))
		panic("no address space");
	frames_before = machine_frames_used();
}

/* Physical page and protection at @virt, in one number; 0: nothing. */
static u64 at(unsigned long virt)
{
	struct page_mapping mapping;

	if (!page_query(&mm, virt, &mapping))
		return 0;
	return mapping.phys | 0x800 | mapping.prot;
}

static u64 shows(paddr_t phys, unsigned int prot)
{
	return phys | 0x800 | prot;
}

static size_t page_size_at(unsigned long virt)
{
	struct page_mapping mapping;

	return page_query(&mm, virt, &mapping) ? mapping.page_size : 0;
}

static unsigned int tables(void)
{
	return machine_frames_used() - frames_before;
}

KTEST(page_table, a_page_shows_what_was_asked_and_no_more)
{
	begin();
	KTEST_EXPECT_EQ(t,
			page_map(&mm, 0x5000, 0x7000, PAGE_SIZE,
				 PAGE_WRITE | PAGE_USER),
			0);
	KTEST_EXPECT_EQ(t, at(0x5000), shows(0x7000, PAGE_WRITE | PAGE_USER));
	KTEST_EXPECT_EQ(t, at(0x4000), 0);
	KTEST_EXPECT_EQ(t, at(0x6000), 0);
	KTEST_EXPECT_EQ(t, tables(), 3);
	KTEST_EXPECT_EQ(t, page_unmap(&mm, 0x5000, PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, at(0x5000), 0);
	KTEST_EXPECT_EQ(t, tables(), 0);
	KTEST_EXPECT(t, machine_flushed(0x5000, 0x6000));
}

KTEST(page_table, every_protection_comes_back)
{
	static const unsigned int prots[] = {
		PAGE_READ,
		PAGE_WRITE,
		PAGE_EXECUTE,
		PAGE_USER,
		PAGE_WRITE | PAGE_EXECUTE | PAGE_USER,
		PAGE_WRITE | PAGE_UNCACHED,
		PAGE_WRITE | PAGE_WRITE_COMBINING,
	};

	begin();
	for (unsigned int i = 0; i < ARRAY_SIZE(prots); i++) {
		KTEST_EXPECT_EQ(t, page_map(&mm, 0, 0, PAGE_SIZE, prots[i]), 0);
		KTEST_EXPECT_EQ(t, at(0), shows(0, prots[i]));
		page_unmap(&mm, 0, PAGE_SIZE);
		KTEST_EXPECT_EQ(t, page_map(&mm, 0, 0, GB, prots[i]), 0);
		KTEST_EXPECT_EQ(t, at(0), shows(0, prots[i]));
		KTEST_EXPECT_EQ(t, page_size_at(0), GB);
		page_unmap(&mm, 0, GB);
	}
}

KTEST(page_table, the_largest_pages_that_fit_are_used)
{
	begin();
	KTEST_EXPECT_EQ(t,
			page_map(&mm, GB - 2 * MB - PAGE_SIZE,
				 3 * GB - 2 * MB - PAGE_SIZE,
				 GB + 4 * MB + 2 * PAGE_SIZE, PAGE_READ),
			0);
	KTEST_EXPECT_EQ(t, page_size_at(GB - 2 * MB - PAGE_SIZE), PAGE_SIZE);
	KTEST_EXPECT_EQ(t, page_size_at(GB - 1), 2 * MB);
	KTEST_EXPECT_EQ(t, page_size_at(GB), GB);
	KTEST_EXPECT_EQ(t, page_size_at(2 * GB), 2 * MB);
	KTEST_EXPECT_EQ(t, page_size_at(2 * GB + 2 * MB), PAGE_SIZE);
	KTEST_EXPECT_EQ(t, page_size_at(2 * GB + 2 * MB + PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, at(GB + 12345 * PAGE_SIZE),
			shows(3 * GB + 12345 * PAGE_SIZE, PAGE_READ));
}

KTEST(page_table, without_1_gb_pages_there_are_none)
{
	begin();
	page_level_largest = PAGE_LEVEL_2M;
	KTEST_EXPECT_EQ(t, page_map(&mm, 0, 0, 2 * GB, PAGE_READ), 0);
	KTEST_EXPECT_EQ(t, page_size_at(GB), 2 * MB);
	KTEST_EXPECT_EQ(t, page_unmap(&mm, 0, 2 * GB), 0);
	KTEST_EXPECT_EQ(t, tables(), 0);
}

KTEST(page_table, addresses_that_do_not_match_get_small_pages)
{
	begin();
	KTEST_EXPECT_EQ(t, page_map(&mm, 2 * MB, PAGE_SIZE, 4 * MB, PAGE_READ),
			0);
	KTEST_EXPECT_EQ(t, page_size_at(2 * MB), PAGE_SIZE);
	KTEST_EXPECT_EQ(t, page_size_at(4 * MB), PAGE_SIZE);
	KTEST_EXPECT_EQ(t, at(6 * MB - PAGE_SIZE), shows(4 * MB, PAGE_READ));
}

KTEST(page_table, unmapping_part_of_a_large_page_splits_it)
{
	struct page_walk walk;

	begin();
	KTEST_EXPECT_EQ(t, page_map(&mm, GB, GB, GB, PAGE_WRITE), 0);
	KTEST_EXPECT_EQ(t, page_unmap(&mm, GB + 5 * MB, PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, at(GB + 5 * MB), 0);
	KTEST_EXPECT_EQ(t, at(GB + 5 * MB - PAGE_SIZE),
			shows(GB + 5 * MB - PAGE_SIZE, PAGE_WRITE));
	KTEST_EXPECT_EQ(t, at(GB + 5 * MB + PAGE_SIZE),
			shows(GB + 5 * MB + PAGE_SIZE, PAGE_WRITE));
	KTEST_EXPECT_EQ(t, page_size_at(GB + 5 * MB - PAGE_SIZE), PAGE_SIZE);
	/* The bit that says "large" means a cache type in a small page. */
	walk = page_walk(&mm, GB + 5 * MB - PAGE_SIZE, PAGE_LEVEL_4K);
	KTEST_EXPECT_EQ(t, *walk.entry & PTE_LARGE, 0);
	KTEST_EXPECT_EQ(t, page_size_at(GB + 6 * MB), 2 * MB);
	KTEST_EXPECT_EQ(t, at(2 * GB - 1),
			shows(2 * GB - 1, PAGE_WRITE) | 0xfff);
	KTEST_EXPECT_EQ(t, page_unmap(&mm, GB, GB), 0);
	KTEST_EXPECT_EQ(t, tables(), 0);
}

KTEST(page_table, protecting_part_of_a_large_page_leaves_the_rest)
{
	begin();
	KTEST_EXPECT_EQ(t, page_map(&mm, 0, 4 * MB, 4 * MB, PAGE_WRITE), 0);
	machine_flushed(0, 0);
	KTEST_EXPECT_EQ(t, page_protect(&mm, MB, 2 * MB, PAGE_EXECUTE), 0);
	KTEST_EXPECT(t, machine_flushed(MB, 3 * MB));
	KTEST_EXPECT_EQ(t, at(MB - PAGE_SIZE),
			shows(5 * MB - PAGE_SIZE, PAGE_WRITE));
	KTEST_EXPECT_EQ(t, at(MB), shows(5 * MB, PAGE_EXECUTE));
	KTEST_EXPECT_EQ(t, at(3 * MB - PAGE_SIZE),
			shows(7 * MB - PAGE_SIZE, PAGE_EXECUTE));
	KTEST_EXPECT_EQ(t, at(3 * MB), shows(7 * MB, PAGE_WRITE));
}

KTEST(page_table, protecting_a_whole_large_page_keeps_it)
{
	begin();
	KTEST_EXPECT_EQ(t, page_map(&mm, GB, 0, 2 * GB, PAGE_WRITE), 0);
	KTEST_EXPECT_EQ(t, page_protect(&mm, GB, GB, PAGE_READ), 0);
	KTEST_EXPECT_EQ(t, page_size_at(GB), GB);
	KTEST_EXPECT_EQ(t, at(GB), shows(0, PAGE_READ));
	KTEST_EXPECT_EQ(t, at(2 * GB), shows(GB, PAGE_WRITE));
}

KTEST(page_table, a_hole_cannot_be_protected)
{
	begin();
	KTEST_EXPECT_EQ(t, page_map(&mm, 0, 0, 2 * MB, PAGE_WRITE), 0);
	KTEST_EXPECT_EQ(t, page_protect(&mm, MB, 2 * MB, PAGE_READ), -EFAULT);
	KTEST_EXPECT_EQ(t, at(MB), shows(MB, PAGE_WRITE));
	KTEST_EXPECT_EQ(t, page_size_at(MB), 2 * MB);
}

KTEST(page_table, what_is_mapped_stays_when_mapped_again)
{
	begin();
	KTEST_EXPECT_EQ(t, page_map(&mm, 4 * MB, 0, PAGE_SIZE, PAGE_READ), 0);
	KTEST_EXPECT_EQ(t, page_map(&mm, 0, 0, 8 * MB, PAGE_WRITE), -EEXIST);
	KTEST_EXPECT_EQ(t, page_map(&mm, 4 * MB, 8 * MB, PAGE_SIZE, PAGE_WRITE),
			-EEXIST);
	KTEST_EXPECT_EQ(t, at(4 * MB), shows(0, PAGE_READ));
	KTEST_EXPECT_EQ(t, at(0), 0);
	KTEST_EXPECT_EQ(t, at(2 * MB), 0);
	KTEST_EXPECT_EQ(t, tables(), 3);
	KTEST_EXPECT_EQ(t, page_unmap(&mm, 4 * MB, PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, page_map(&mm, 0, 0, 8 * MB, PAGE_WRITE), 0);
	KTEST_EXPECT_EQ(t, page_size_at(4 * MB), 2 * MB);
	KTEST_EXPECT_EQ(t, page_map(&mm, 5 * MB, 0, PAGE_SIZE, PAGE_READ),
			-EEXIST);
}

KTEST(page_table, unmapping_passes_over_holes)
{
	begin();
	KTEST_EXPECT_EQ(t, page_map(&mm, 3 * GB, 0, PAGE_SIZE, PAGE_READ), 0);
	KTEST_EXPECT_EQ(t, page_map(&mm, 600 * GB, 0, 2 * MB, PAGE_READ), 0);
	KTEST_EXPECT_EQ(t, page_unmap(&mm, 0, 1024 * GB), 0);
	KTEST_EXPECT_EQ(t, tables(), 0);
	KTEST_EXPECT(t, machine_flushed(3 * GB, 600 * GB + 2 * MB));
	KTEST_EXPECT_EQ(t, page_unmap(&mm, 0, 1024 * GB), 0);
	KTEST_EXPECT(t, !machine_flushed(0, PAGE_SIZE));
}

KTEST(page_table, the_kernel_cannot_write_what_it_executes)
{
	const unsigned int both = PAGE_WRITE | PAGE_EXECUTE;

	begin();
	KTEST_EXPECT_EQ(t,
			page_map(&kernel_mm, VMALLOC_START, 0, PAGE_SIZE, both),
			-EINVAL);
	KTEST_EXPECT_EQ(t,
			page_map(&kernel_mm, VMALLOC_START, 0, PAGE_SIZE,
				 PAGE_EXECUTE),
			0);
	KTEST_EXPECT_EQ(
		t, page_protect(&kernel_mm, VMALLOC_START, PAGE_SIZE, both),
		-EINVAL);
}

KTEST(page_table, what_the_kernel_maps_later_is_in_every_address_space)
{
	const struct page_walk in_mm =
		page_walk(&mm, VMALLOC_START, PAGE_LEVEL_TOP);
	struct page_walk walk;

	begin();
	KTEST_EXPECT_EQ(
		t, page_map(&kernel_mm, VMALLOC_START, 0, PAGE_SIZE, PAGE_READ),
		0);
	walk = page_walk(&mm, VMALLOC_START, PAGE_LEVEL_4K);
	KTEST_EXPECT_EQ(t, walk.level, PAGE_LEVEL_4K);
	KTEST_EXPECT(t, *walk.entry & PTE_GLOBAL);
	/* The kernel's tables below the top are kept, lest copies dangle. */
	KTEST_EXPECT_EQ(t, page_unmap(&kernel_mm, VMALLOC_START, PAGE_SIZE), 0);
	KTEST_EXPECT(t, *in_mm.entry & PTE_PRESENT);
	KTEST_EXPECT_EQ(t, tables(), 0);
}

KTEST(page_table, an_address_space_leaves_nothing_behind)
{
	begin();
	KTEST_EXPECT_EQ(t, page_map(&mm, 0, 0, PAGE_SIZE, PAGE_USER), 0);
	KTEST_EXPECT_EQ(t, page_unmap(&mm, 0, PAGE_SIZE), 0);
	page_root_destroy(&mm);
	KTEST_EXPECT_EQ(t, machine_frames_used(), frames_before - 1);
}

KTEST(page_table, without_memory_there_is_no_address_space)
{
	struct mm other;

	begin();
	machine_frames_limit(0);
	KTEST_EXPECT_EQ(t, page_root_create(&other), -ENOMEM);
}

enum {
	GATHERED = 3 * TLB_GATHER_FRAMES + 5
};

KTEST(page_table, gathered_frames_are_freed_after_the_flush)
{
	struct tlb_gather gather;
	struct frame *shared = frame_alloc_any();

	begin();
	for (unsigned long i = 0; i < GATHERED; i++)
		KTEST_ASSERT_EQ(t,
				page_map(&mm, i * PAGE_SIZE,
					 frame_to_phys(frame_alloc_any()),
					 PAGE_SIZE, PAGE_USER),
				0);
	shared = phys_to_frame(at(7 * PAGE_SIZE) & PTE_ADDRESS);
	shared->refs++;
	tlb_gather_begin(&gather, &mm);
	KTEST_EXPECT_EQ(t, page_unmap_gather(&gather, 0, 16 * PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, tables(), 3 + GATHERED);
	KTEST_EXPECT(t, !machine_flushed(0, PAGE_SIZE));
	KTEST_EXPECT_EQ(t, page_unmap_gather(&gather, 0, 2 * MB), 0);
	tlb_gather_end(&gather);
	KTEST_EXPECT(t, machine_flushed(0, GATHERED * PAGE_SIZE));
	KTEST_EXPECT_EQ(t, tables(), 1);
	KTEST_EXPECT_EQ(t, shared->refs, 1);
}

struct spans {
	unsigned int count;
	struct page_span span[8];
};

static void note_span(const struct page_span *span, void *arg)
{
	struct spans *spans = arg;

	if (spans->count < ARRAY_SIZE(spans->span))
		spans->span[spans->count] = *span;
	spans->count++;
}

KTEST(page_table, spans_join_pages_that_are_alike)
{
	const unsigned long top = 0x7ffffffff000;
	struct spans spans = {.count = 0};

	begin();
	page_for_each_span(&mm, note_span, &spans);
	KTEST_EXPECT_EQ(t, spans.count, 0);
	KTEST_EXPECT_EQ(t, page_map(&mm, 0, 8 * MB, 3 * PAGE_SIZE, PAGE_USER),
			0);
	KTEST_EXPECT_EQ(
		t, page_map(&mm, 3 * PAGE_SIZE, 0, PAGE_SIZE, PAGE_WRITE), 0);
	KTEST_EXPECT_EQ(t, page_map(&mm, top, 0, PAGE_SIZE, PAGE_WRITE), 0);
	page_for_each_span(&mm, note_span, &spans);
	KTEST_ASSERT_EQ(t, spans.count, 3);
	KTEST_EXPECT_EQ(t, spans.span[0].start, 0);
	KTEST_EXPECT_EQ(t, spans.span[0].last, 3 * PAGE_SIZE - 1);
	KTEST_EXPECT_EQ(t, spans.span[0].prot, PAGE_USER);
	KTEST_EXPECT_EQ(t, spans.span[1].last, 4 * PAGE_SIZE - 1);
	KTEST_EXPECT_EQ(t, spans.span[2].start, top);
	KTEST_EXPECT_EQ(t, spans.span[2].last, top + PAGE_SIZE - 1);
}
