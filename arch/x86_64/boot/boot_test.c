// SPDX-License-Identifier: GPL-2.0-only
/*
 * What boot.asm and boot_main() leave behind, seen from the running kernel.
 */
#include <asm/memlayout.h>
#include <asm/msr.h>
#include <exo/cpu.h>
#include <exo/ktest.h>
#include <exo/sections.h>

#include "boot.h"

enum {
	TABLE_ENTRIES = 512,
	ENTRY_PRESENT = 1 << 0,
	ENTRY_LARGE = 1 << 7,
};

#define ENTRY_ADDRESS 0x000ffffffffff000UL

static const u64 *top_table(void)
{
	return phys_to_virt(read_cr3() & ENTRY_ADDRESS);
}

/* The table that entry @index of @table names, or NULL. */
static const u64 *next_table(const u64 *table, unsigned int index)
{
	const u64 entry = table[index];

	if (!(entry & ENTRY_PRESENT) || entry & ENTRY_LARGE)
		return NULL;
	return phys_to_virt(entry & ENTRY_ADDRESS);
}

KTEST(boot, low_addresses_are_not_mapped)
{
	KTEST_EXPECT_EQ(t, top_table()[0], 0);
}

KTEST(boot, each_large_page_of_the_direct_map_is_its_own_memory)
{
	const u64 index = DIRECT_MAP_START >> 39 & (TABLE_ENTRIES - 1);
	const u64 *gigabytes = next_table(top_table(), index);

	KTEST_ASSERT(t, gigabytes);
	for (u64 phys = 0; phys < EARLY_MAP_SIZE; phys += LARGE_PAGE_SIZE) {
		const u64 *pages = next_table(gigabytes, phys >> 30);
		u64 page;

		KTEST_ASSERT(t, pages);
		page = pages[phys >> LARGE_PAGE_SHIFT & (TABLE_ENTRIES - 1)];
		KTEST_EXPECT(t, page & ENTRY_PRESENT && page & ENTRY_LARGE);
		KTEST_EXPECT_EQ(t, page & ENTRY_ADDRESS, phys);
	}
}

KTEST(boot, the_image_appears_in_the_direct_map)
{
	const paddr_t phys = image_to_phys(__rodata_start);

	KTEST_EXPECT_MEMEQ(t, phys_to_virt(phys), __rodata_start, 4096);
}

KTEST(boot, gs_points_at_the_boot_processor)
{
	KTEST_EXPECT_EQ(t, this_cpu(), &boot_cpu);
	KTEST_EXPECT_EQ(t, boot_cpu.self, &boot_cpu);
}

KTEST(boot, canary_ends_strings_and_is_not_zero)
{
	KTEST_EXPECT_EQ(t, boot_cpu.stack_canary & 0xff, 0);
	KTEST_EXPECT_NE(t, boot_cpu.stack_canary, 0);
}

KTEST(boot, the_kernel_lies_in_ram_of_its_own)
{
	const struct boot_info *boot = boot_information();
	const paddr_t start = image_to_phys(__image_start);
	const paddr_t end = image_to_phys(__image_end);

	KTEST_EXPECT(t, boot_range_is_usable(boot, start, end));
	KTEST_EXPECT_EQ(t, boot_find_conflict(boot, start, end), NULL);
	KTEST_EXPECT(t, !boot_range_holds_loader_data(boot, start, end));
}

KTEST(boot, the_loader_left_its_data_somewhere)
{
	const struct boot_info *boot = boot_information();

	KTEST_ASSERT(t, boot->nr_loader_ranges > 0);
	for (unsigned int i = 0; i < boot->nr_loader_ranges; i++) {
		const struct boot_region *range = &boot->loader_ranges[i];

		KTEST_EXPECT(t, boot_memory(range->start, range->size));
		KTEST_EXPECT(t, range->size > 0);
	}
}
