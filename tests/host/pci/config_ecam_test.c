// SPDX-License-Identifier: GPL-2.0-only
/*
 * Configuration space by memory, before good and bad firmware. What a table
 * says is kept, so each test runs in a process of its own.
 */
#include <exo/acpi.h>
#include <exo/boot_info.h>
#include <exo/ioremap.h>
#include <exo/ktest.h>
#include <exo/unaligned.h>

#include "../../../drivers/pci/internal.h"
#include "../../../drivers/pci/mcfg.h"

#define BASE 0xb0000000UL

enum {
	BUSES = 2,
	DEVICE_ID = 0x29c08086,
};

static u8 registers[BUSES][PCI_ECAM_BUS_SIZE];
static u8 bytes[44 + 6 * 16];
static struct acpi_table table = {.bytes = bytes};
static struct boot_info boot;
static bool has_table, short_of_memory;
static unsigned int mapped;

const struct acpi_table *acpi_find_table(const char *signature, unsigned int n)
{
	return has_table && !strcmp(signature, "MCFG") && !n ? &table : NULL;
}

const struct boot_info *boot_information(void)
{
	return &boot;
}

void *ioremap(paddr_t phys, size_t size)
{
	const u64 bus = (phys - BASE) / PCI_ECAM_BUS_SIZE;

	if (short_of_memory || size != PCI_ECAM_BUS_SIZE || bus >= BUSES)
		return NULL;
	mapped++;
	return registers[bus];
}

void iounmap(void *pointer)
{
	mapped -= pointer != NULL;
}

static void add_entry(u64 base, u16 segment, u8 first, u8 last)
{
	u8 *entry = bytes + table.length;

	store_u64(entry, base);
	store_u16(entry + 8, segment);
	entry[10] = first;
	entry[11] = last;
	table.length += 16;
}

static void begin(void)
{
	has_table = true;
	table.length = 44;
	boot.nr_regions = 1;
	boot.regions[0] =
		(struct boot_region){BASE, 1UL << 28, BOOT_REGION_RESERVED};
	store_u32(registers[0], DEVICE_ID);
}

static u32 ports_read(pci_addr_t address, unsigned int offset,
		      unsigned int width)
{
	return address || offset || width != 4 ? ~0U : DEVICE_ID;
}

static const struct pci_config_access ports = {.read = ports_read};

KTEST(pci_config_ecam, registers_of_every_width_are_reached)
{
	const struct pci_config_access *way;
	u8 *page = registers[1] + 0x15 * 0x8000 + 3 * 0x1000;

	begin();
	add_entry(BASE, 0, 0, 255);
	way = pci_config_ecam(&ports);
	KTEST_ASSERT(t, way && way->open_bus(1));
	store_u32(page + 0xffc, 0x12345678);
	KTEST_EXPECT_EQ(t, way->read(PCI_ADDRESS(1, 0x15, 3), 0xffc, 4),
			0x12345678);
	KTEST_EXPECT_EQ(t, way->read(PCI_ADDRESS(1, 0x15, 3), 0xffe, 2),
			0x1234);
	KTEST_EXPECT_EQ(t, way->read(PCI_ADDRESS(1, 0x15, 3), 0xffd, 1), 0x56);
	way->write(PCI_ADDRESS(1, 0x15, 3), 0xffd, 1, 0xaa);
	way->write(PCI_ADDRESS(1, 0x15, 3), 0xffe, 2, 0xbbcc);
	KTEST_EXPECT_EQ(t, load_u32(page + 0xffc), 0xbbccaa78);
	way->write(PCI_ADDRESS(1, 0x15, 3), 0x10, 4, 0xfe000000);
	KTEST_EXPECT_EQ(t, load_u32(page + 0x10), 0xfe000000);
}

KTEST(pci_config_ecam, buses_are_mapped_once_and_when_asked_for)
{
	const struct pci_config_access *way;

	begin();
	add_entry(BASE, 0, 0, 255);
	way = pci_config_ecam(&ports);
	KTEST_ASSERT(t, way);
	KTEST_EXPECT_EQ(t, mapped, 1);
	KTEST_EXPECT(t, way->open_bus(0) && way->open_bus(1));
	KTEST_EXPECT(t, way->open_bus(0) && way->open_bus(1));
	KTEST_EXPECT_EQ(t, mapped, 2);
}

KTEST(pci_config_ecam, buses_that_are_not_listed_are_not_opened)
{
	const struct pci_config_access *way;

	begin();
	add_entry(BASE, 0, 0, 0);
	way = pci_config_ecam(&ports);
	KTEST_ASSERT(t, way);
	KTEST_EXPECT(t, !way->open_bus(1));
	KTEST_EXPECT(t, !way->open_bus(255));
}

KTEST(pci_config_ecam, a_bus_that_cannot_be_mapped_is_not_opened)
{
	const struct pci_config_access *way;

	begin();
	add_entry(BASE, 0, 0, 255);
	way = pci_config_ecam(&ports);
	KTEST_ASSERT(t, way);
	short_of_memory = true;
	KTEST_EXPECT(t, !way->open_bus(1));
	short_of_memory = false;
	KTEST_EXPECT(t, way->open_bus(1));
}

KTEST(pci_config_ecam, no_table_is_no_way)
{
	begin();
	has_table = false;
	KTEST_EXPECT(t, !pci_config_ecam(&ports));
	KTEST_EXPECT_EQ(t, mapped, 0);
}

KTEST(pci_config_ecam, a_table_that_shows_something_else_is_not_used)
{
	begin();
	add_entry(BASE, 0, 0, 255);
	store_u32(registers[0], DEVICE_ID + 1);
	KTEST_EXPECT(t, !pci_config_ecam(&ports));
	KTEST_EXPECT_EQ(t, mapped, 0);
}

KTEST(pci_config_ecam, without_ports_the_table_is_all_there_is)
{
	begin();
	add_entry(BASE, 0, 0, 255);
	store_u32(registers[0], DEVICE_ID + 1);
	KTEST_EXPECT(t, pci_config_ecam(NULL));
}

KTEST(pci_config_ecam, bad_entries_do_not_spoil_the_good_one)
{
	begin();
	add_entry(0x1000000, 0, 0, 255);
	add_entry(BASE, 1, 0, 255);
	add_entry(BASE, 0, 0, 255);
	KTEST_EXPECT(t, pci_config_ecam(&ports));
	KTEST_EXPECT_EQ(t, mapped, 1);
}

KTEST(pci_config_ecam, no_entry_of_use_is_no_way)
{
	begin();
	add_entry(0x1000000, 0, 0, 255);
	add_entry(BASE, 0, 9, 8);
	KTEST_EXPECT(t, !pci_config_ecam(&ports));
	KTEST_EXPECT_EQ(t, mapped, 0);
}

KTEST(pci_config_ecam, entries_beyond_the_fourth_are_ignored)
{
	begin();
	for (unsigned int i = 0; i < 6; i++)
		add_entry(BASE, 0, (u8)i, (u8)i);
	KTEST_EXPECT(t, pci_config_ecam(&ports));
}
