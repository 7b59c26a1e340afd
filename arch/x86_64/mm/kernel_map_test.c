// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's map as the processor sees it.
 */
#include "internal.h"

#include <asm/cpu_features.h>
#include <asm/map_temporary.h>
#include <asm/stack.h>
#include <exo/address_probe.h>
#include <exo/boot_info.h>
#include <exo/ktest.h>
#include <exo/preempt.h>
#include <exo/sections.h>

enum {
	NOTHING = 0x10000 /* no protection: nothing is shown */
};

static unsigned int prot_at(unsigned long virt)
{
	struct page_mapping mapping;

	if (!page_query(&kernel_mm, virt, &mapping))
		return NOTHING;
	return mapping.prot;
}

static unsigned int prot_of(const void *address)
{
	return prot_at((unsigned long)address);
}

static unsigned int prot_before(const void *address)
{
	return prot_at((unsigned long)address - 1);
}

struct tally {
	unsigned int spans, writable_executable, user, executable;
	unsigned long executable_bytes;
	bool ascending;
	unsigned long last;
};

static void count_span(const struct page_span *span, void *arg)
{
	struct tally *tally = arg;
	const unsigned int both = PAGE_WRITE | PAGE_EXECUTE;

	tally->ascending &= !tally->spans || span->start > tally->last;
	tally->last = span->last;
	tally->spans++;
	tally->writable_executable += (span->prot & both) == both;
	tally->user += !!(span->prot & PAGE_USER);
	if (span->prot & PAGE_EXECUTE)
		tally->executable_bytes += span->last - span->start + 1;
}

static struct tally tally_spans(void)
{
	struct tally tally = {.ascending = true};

	page_for_each_span(&kernel_mm, count_span, &tally);
	return tally;
}

KTEST(kernel_map, nothing_is_both_written_and_executed)
{
	struct tally tally = tally_spans();

	if (!cpu_has(CPU_NX))
		KTEST_SKIP(t, "the processor has no no-execute pages");
	KTEST_EXPECT_GT(t, tally.spans, 5);
	KTEST_EXPECT(t, tally.ascending);
	KTEST_EXPECT_EQ(t, tally.writable_executable, 0);
	KTEST_EXPECT_EQ(t, tally.user, 0);
	KTEST_EXPECT_EQ(t, tally.executable_bytes,
			(size_t)(__rodata_start - __text_start));
}

KTEST(kernel_map, parts_of_the_image_have_the_least_they_need)
{
	static int variable;
	const unsigned int nx = cpu_has(CPU_NX) ? 0 : PAGE_EXECUTE;

	KTEST_EXPECT_EQ(t, prot_of(__text_start), PAGE_EXECUTE);
	KTEST_EXPECT_EQ(t, prot_before(__text_end), PAGE_EXECUTE);
	KTEST_EXPECT_EQ(t, prot_of(__rodata_start), PAGE_READ | nx);
	KTEST_EXPECT_EQ(t, prot_of(__data_start), PAGE_WRITE | nx);
	KTEST_EXPECT_EQ(t, prot_of(&variable), PAGE_WRITE | nx);
	KTEST_EXPECT_EQ(t, prot_before(__image_end), PAGE_READ | nx);
}

KTEST(kernel_map, the_entry_code_is_gone)
{
	KTEST_EXPECT_EQ(t, prot_before(__text_start), NOTHING);
	KTEST_EXPECT_EQ(t, prot_at(KERNEL_IMAGE_BASE), NOTHING);
	KTEST_EXPECT_EQ(t, prot_of(__image_end), NOTHING);
}

KTEST(kernel_map, constants_cannot_be_written_by_the_direct_map)
{
	const char *text = phys_to_virt(image_to_phys(__text_start));
	const char *rodata = phys_to_virt(image_to_phys(__rodata_start));
	const char *data = phys_to_virt(image_to_phys(__data_start));

	KTEST_EXPECT_EQ(t, prot_of(text) & PAGE_WRITE, 0);
	KTEST_EXPECT_EQ(t, prot_of(rodata) & PAGE_WRITE, 0);
	KTEST_EXPECT_EQ(t, prot_of(data) & PAGE_WRITE, PAGE_WRITE);
}

static bool region_shown(const struct boot_region *region)
{
	const paddr_t start = ALIGN_UP(region->start, PAGE_SIZE);
	const paddr_t end = ALIGN_DOWN(region->start + region->size, PAGE_SIZE);

	return start >= end ||
	       address_mapped((unsigned long)phys_to_virt(start), end - start,
			      false);
}

KTEST(kernel_map, all_ram_is_in_the_direct_map)
{
	const struct boot_info *boot = boot_information();
	unsigned int regions = 0;

	for (unsigned int i = 0; i < boot->nr_regions; i++) {
		if (boot->regions[i].type != BOOT_REGION_USABLE)
			continue;
		regions++;
		KTEST_EXPECT(t, region_shown(&boot->regions[i]));
	}
	KTEST_EXPECT_GT(t, regions, 0);
}

/* Of RAM behind the image, which has small ones for its parts. */
KTEST(kernel_map, the_direct_map_uses_large_pages)
{
	struct page_mapping mapping, end;
	paddr_t phys;

	KTEST_ASSERT(t, page_query(&kernel_mm, (unsigned long)__image_end - 1,
				   &end));
	phys = ALIGN_UP(end.phys + 1, LARGE_PAGE_SIZE);
	KTEST_ASSERT(t,
		     page_query(&kernel_mm, DIRECT_MAP_START + phys, &mapping));
	KTEST_EXPECT_EQ(t, mapping.page_size, LARGE_PAGE_SIZE);
	KTEST_EXPECT_EQ(t, mapping.phys, phys);
}

/* The local APIC's registers, on every PC; RAM is never there. */
#define DEVICE 0xfee00000UL

KTEST(kernel_map, devices_are_not_in_the_direct_map)
{
	KTEST_EXPECT_EQ(t, prot_of(phys_to_virt(DEVICE)), NOTHING);
}

KTEST(kernel_map, a_stack_has_nothing_below_it)
{
	unsigned int guards = 0;
	unsigned long guard;

	for (; (guard = stack_guard(guards)); guards++) {
		struct stack_range stack;

		KTEST_EXPECT_EQ(t, prot_at(guard), NOTHING);
		KTEST_EXPECT(t, stack_find(guard + PAGE_SIZE, &stack));
		KTEST_EXPECT_EQ(t, stack.start, guard + PAGE_SIZE);
	}
	KTEST_EXPECT_EQ(t, guards, 5);
}

KTEST(map_temporary, ram_is_shown_in_the_direct_map)
{
	const paddr_t phys = image_to_phys(__rodata_start) + 5;

	KTEST_EXPECT_EQ(t, map_temporary(phys, 100), phys_to_virt(phys));
}

KTEST(map_temporary, other_memory_is_shown_uncached_through_a_window)
{
	struct page_mapping mapping;
	const char *shown;

	preempt_disable();
	shown = map_temporary(DEVICE + 0x20, 3 * PAGE_SIZE);
	KTEST_EXPECT_GE(t, (unsigned long)shown, FIXMAP_START);
	KTEST_EXPECT(t, page_query(&kernel_mm, (unsigned long)shown, &mapping));
	KTEST_EXPECT_EQ(t, mapping.phys, DEVICE + 0x20);
	KTEST_EXPECT_EQ(t, mapping.prot & ~PAGE_EXECUTE,
			PAGE_WRITE | PAGE_UNCACHED);
	KTEST_EXPECT_EQ(t, prot_of(shown + 3 * PAGE_SIZE) & PAGE_WRITE,
			PAGE_WRITE);
	preempt_enable();
}

KTEST(map_temporary, the_window_is_not_stretched)
{
	const u64 beyond = 1UL << cpu_facts.physical_bits;

	KTEST_EXPECT_EQ(t, map_temporary(DEVICE, 0), NULL);
	KTEST_EXPECT_NE(t, map_temporary(DEVICE, MAP_TEMPORARY_MAX), NULL);
	KTEST_EXPECT_EQ(t, map_temporary(DEVICE, MAP_TEMPORARY_MAX + 1), NULL);
	KTEST_EXPECT_EQ(t, map_temporary(DEVICE + 1, MAP_TEMPORARY_MAX), NULL);
	KTEST_EXPECT_EQ(t, map_temporary(DEVICE, ~0UL), NULL);
	KTEST_EXPECT_EQ(t, map_temporary(beyond - 1, 2), NULL);
	KTEST_EXPECT_EQ(t, map_temporary(beyond, 1), NULL);
	KTEST_EXPECT_NE(t, map_temporary(beyond - 1, 1), NULL);
}
