// SPDX-License-Identifier: GPL-2.0-only
/*
 * Configuration space by memory (PCI Express Base 3.0, 7.2.2, "ECAM"): the
 * registers of a function are a page, those of a bus a megabyte.
 *
 * A table of firmware says where. It is believed when the memory map agrees
 * and the first device there is the one that the ports show. Buses are mapped
 * as they are found: all 256 would take long, and most machines have few.
 */
#define pr_fmt(fmt) "pci: " fmt

#include <asm/mmconfig.h>
#include <exo/acpi.h>
#include <exo/boot_info.h>
#include <exo/ioremap.h>
#include <exo/printk.h>

#include "internal.h"
#include "mcfg.h"

enum {
	RANGES_MAX = 4, /* a segment has one as a rule */
};

static struct pci_ecam_range ranges[RANGES_MAX];
static unsigned int nr_ranges;

static void *window_of_bus[PCI_BUSES]; /* NULL: not mapped */

static const struct pci_ecam_range *range_of(u8 bus)
{
	for (unsigned int i = 0; i < nr_ranges; i++)
		if (ranges[i].first_bus <= bus && bus <= ranges[i].last_bus)
			return &ranges[i];
	return NULL;
}

static bool open_bus(u8 bus)
{
	const struct pci_ecam_range *range = range_of(bus);

	if (!range)
		return false;
	if (!window_of_bus[bus])
		window_of_bus[bus] =
			ioremap(range->base + bus * PCI_ECAM_BUS_SIZE,
				PCI_ECAM_BUS_SIZE);
	if (!window_of_bus[bus])
		pr_warn("bus %02x: the memory at %#lx cannot be mapped\n", bus,
			range->base + bus * PCI_ECAM_BUS_SIZE);
	return window_of_bus[bus];
}

static void close_bus(u8 bus)
{
	iounmap(window_of_bus[bus]);
	window_of_bus[bus] = NULL;
}

static void *register_at(pci_addr_t address, unsigned int offset)
{
	const unsigned int page = address & 0xff; /* device and function */

	return (u8 *)window_of_bus[PCI_BUS(address)] +
	       page * PCI_CONFIG_SIZE_EXTENDED + offset;
}

static u32 read(pci_addr_t address, unsigned int offset, unsigned int width)
{
	const void *from = register_at(address, offset);

	return width == 1   ? mmconfig_read8(from)
	       : width == 2 ? mmconfig_read16(from)
			    : mmconfig_read32(from);
}

static void write(pci_addr_t address, unsigned int offset, unsigned int width,
		  u32 value)
{
	void *to = register_at(address, offset);

	if (width == 1)
		mmconfig_write8(to, (u8)value);
	else if (width == 2)
		mmconfig_write16(to, (u16)value);
	else
		mmconfig_write32(to, value);
}

static const struct pci_config_access by_memory = {
	.name = "ECAM",
	.size = PCI_CONFIG_SIZE_EXTENDED,
	.open_bus = open_bus,
	.read = read,
	.write = write,
};

static void take_range(const struct pci_ecam_range *range)
{
	const char *defect = pci_mcfg_defect(range, boot_information());

	if (!defect && nr_ranges == RANGES_MAX)
		defect = "is one too many";
	if (defect)
		pr_warn("MCFG: %04x:%02x-%02x at %#lx ignored: it %s\n",
			range->segment, range->first_bus, range->last_bus,
			range->base, defect);
	else
		ranges[nr_ranges++] = *range;
}

static void read_table(void)
{
	const struct acpi_table *table = acpi_find_table("MCFG", 0);
	struct pci_ecam_range range;

	for (unsigned int n = 0; table && pci_mcfg_entry(table, n, &range); n++)
		take_range(&range);
}

/* Both see the same at 00:00.0, be it nothing. */
static bool agrees_with(const struct pci_config_access *reference)
{
	return read(0, PCI_VENDOR_ID, sizeof(u32)) ==
	       reference->read(0, PCI_VENDOR_ID, sizeof(u32));
}

const struct pci_config_access *
pci_config_ecam(const struct pci_config_access *reference)
{
	read_table();
	if (!open_bus(0))
		return NULL;
	if (!reference || agrees_with(reference))
		return &by_memory;
	pr_warn("MCFG ignored: 00:00.0 is not what the ports show\n");
	close_bus(0);
	return NULL;
}
