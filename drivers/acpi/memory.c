// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where tables lie: in memory that firmware keeps, which the direct map does
 * not show unless the memory map calls it ACPI's. Pages that are missing are
 * added, to read only, and stay: there are a few dozen of them.
 *
 * RAM that the kernel uses has no tables, but for the first MB, where a BIOS
 * leaves some, and what the loader passed on.
 */
#define pr_fmt(fmt) "acpi: " fmt

#include <asm/cpu_features.h>
#include <asm/memlayout.h>
#include <exo/address_probe.h>
#include <exo/boot_info.h>
#include <exo/page_table.h>
#include <exo/printk.h>

#include "internal.h"

#define LOW_MEMORY_END 0x100000UL

static bool firmware_keeps(const struct boot_region *region)
{
	return region->type == BOOT_REGION_RESERVED ||
	       region->type == BOOT_REGION_ACPI_RECLAIMABLE ||
	       region->type == BOOT_REGION_ACPI_NVS;
}

/* Regions are sorted, so one pass covers the range from below. */
static bool covered(const struct boot_region *regions, unsigned int nr,
		    paddr_t start, paddr_t end)
{
	for (unsigned int i = 0; i < nr && start < end; i++)
		if (firmware_keeps(&regions[i]) && regions[i].start <= start &&
		    start - regions[i].start < regions[i].size)
			start = regions[i].start + regions[i].size;
	return start >= end;
}

static bool may_hold_tables(paddr_t start, paddr_t end)
{
	const struct boot_info *boot = boot_information();

	return end <= LOW_MEMORY_END ||
	       covered(boot->regions, boot->nr_regions, start, end) ||
	       covered(boot->loader_ranges, boot->nr_loader_ranges, start, end);
}

static bool show_page(paddr_t phys)
{
	const unsigned long virt = (unsigned long)phys_to_virt(phys);
	int error;

	if (address_mapped(virt, PAGE_SIZE, false))
		return true;
	error = page_map(&kernel_mm, virt, phys, PAGE_SIZE, PAGE_READ);
	if (error)
		pr_err("cannot map the page at %#lx: error %d\n", phys, -error);
	return !error;
}

const void *acpi_memory(paddr_t phys, u64 size)
{
	const paddr_t end = phys + size;

	if (!size || end < phys || (end - 1) >> cpu_facts.physical_bits ||
	    end > DIRECT_MAP_END - DIRECT_MAP_START ||
	    !may_hold_tables(phys, end))
		return NULL;
	for (paddr_t page = ALIGN_DOWN(phys, PAGE_SIZE); page < end;
	     page += PAGE_SIZE)
		if (!show_page(page))
			return NULL;
	return phys_to_virt(phys);
}
