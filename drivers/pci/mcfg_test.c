// SPDX-License-Identifier: GPL-2.0-only
#include <exo/acpi.h>
#include <exo/boot_info.h>
#include <exo/ktest.h>
#include <exo/unaligned.h>

#include "mcfg.h"

static u8 bytes[44 + 2 * 16];
static struct acpi_table table = {.bytes = bytes, .length = sizeof(bytes)};
static struct boot_info boot;
static struct pci_ecam_range range;

static void set_entry(unsigned int n, u64 base, u16 segment, u16 buses)
{
	u8 *entry = bytes + 44 + 16 * n;

	store_u64(entry, base);
	store_u16(entry + 8, segment);
	store_u16(entry + 10, buses);
}

KTEST(pci_mcfg, entries_are_read)
{
	set_entry(0, 0xb0000000, 0, 0xff00);
	set_entry(1, 0x123456789a00000, 7, 0x2010);
	KTEST_ASSERT(t, pci_mcfg_entry(&table, 0, &range));
	KTEST_EXPECT_EQ(t, range.base, 0xb0000000);
	KTEST_EXPECT_EQ(t, range.last_bus, 0xff);
	KTEST_ASSERT(t, pci_mcfg_entry(&table, 1, &range));
	KTEST_EXPECT_EQ(t, range.base, 0x123456789a00000);
	KTEST_EXPECT_EQ(t, range.segment, 7);
	KTEST_EXPECT_EQ(t, range.first_bus, 0x10);
	KTEST_EXPECT_EQ(t, range.last_bus, 0x20);
	KTEST_EXPECT(t, !pci_mcfg_entry(&table, 2, &range));
	KTEST_EXPECT(t, !pci_mcfg_entry(&table, ~0U, &range));
}

KTEST(pci_mcfg, a_table_cut_anywhere_has_whole_entries_only)
{
	for (u32 length = 36; length <= sizeof(bytes); length++) {
		const struct acpi_table cut = {.bytes = bytes,
					       .length = length};

		KTEST_EXPECT_EQ(t, pci_mcfg_entry(&cut, 0, &range),
				length >= 44 + 16);
		KTEST_EXPECT_EQ(t, pci_mcfg_entry(&cut, 1, &range),
				length >= 44 + 32);
	}
}

static const char *defect(paddr_t base, u16 segment, u8 first, u8 last)
{
	const struct pci_ecam_range made = {base, segment, first, last};

	return pci_mcfg_defect(&made, &boot);
}

KTEST(pci_mcfg, each_defect_is_named)
{
	boot.nr_regions = 3;
	boot.regions[0] =
		(struct boot_region){0, 0x8000000, BOOT_REGION_USABLE};
	boot.regions[1] = (struct boot_region){0xb0000000, 0x10000000,
					       BOOT_REGION_RESERVED};
	boot.regions[2] = (struct boot_region){0xe0000000, 0x1000000,
					       BOOT_REGION_ACPI_NVS};
	KTEST_EXPECT(t, !defect(0xb0000000, 0, 0, 255));
	KTEST_EXPECT(t, !defect(0xa8000000, 0, 0x80, 0xff));
	KTEST_EXPECT_STREQ(t, defect(0xb0000000, 1, 0, 255),
			   "is of another segment");
	KTEST_EXPECT_STREQ(t, defect(0xb0000000, 0, 2, 1),
			   "ends before it begins");
	KTEST_EXPECT_STREQ(t, defect(0xb0001000, 0, 0, 1),
			   "is at a fraction of a MB");
	KTEST_EXPECT_STREQ(t, defect(0xfffffffffff00000, 0, 0, 1),
			   "runs out of memory");
	KTEST_EXPECT_STREQ(t, defect(0xfffffffffff00000, 0, 1, 1),
			   "runs out of memory");
	KTEST_EXPECT_STREQ(t, defect(0xb0100000, 0, 0, 255),
			   "is not reserved in the memory map");
	KTEST_EXPECT_STREQ(t, defect(0x1000000, 0, 0, 1),
			   "is not reserved in the memory map");
	KTEST_EXPECT_STREQ(t, defect(0xe0000000, 0, 0, 1),
			   "is not reserved in the memory map");
	KTEST_EXPECT_STREQ(t, defect(0x80000000, 0, 0, 1),
			   "is not reserved in the memory map");
}
