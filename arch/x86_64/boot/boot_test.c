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

/*
 * Where the tables say that @virt lies, in steps of their own; false when
 * nowhere. Does not use the code that made the tables.
 */
static bool translate(unsigned long virt, paddr_t *phys)
{
	const u64 *table = top_table();

	for (unsigned int shift = 39;; shift -= 9) {
		const u64 entry = table[virt >> shift & (TABLE_ENTRIES - 1)];
		const unsigned long inside = (1UL << shift) - 1;

		if (!(entry & ENTRY_PRESENT))
			return false;
		if (shift == PAGE_SHIFT ||
		    (shift < 39 && entry & ENTRY_LARGE)) {
			*phys = (entry & ENTRY_ADDRESS & ~inside) |
				(virt & inside);
			return true;
		}
		table = phys_to_virt(entry & ENTRY_ADDRESS);
	}
}

KTEST(boot, low_addresses_are_not_mapped)
{
	KTEST_EXPECT_EQ(t, top_table()[0], 0);
}

KTEST(boot, no_address_of_the_direct_map_stands_for_other_memory)
{
	unsigned long mapped = 0, wrong = 0;

	for (u64 phys = 0; phys < 2 * EARLY_MAP_SIZE; phys += LARGE_PAGE_SIZE) {
		paddr_t shown;

		if (!translate(DIRECT_MAP_START + phys, &shown))
			continue;
		mapped++;
		wrong += shown != phys;
	}
	KTEST_EXPECT_GE(t, mapped, 4);
	KTEST_EXPECT_EQ(t, wrong, 0);
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
