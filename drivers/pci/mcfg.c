// SPDX-License-Identifier: GPL-2.0-only
/* See mcfg.h. */
#include <exo/acpi.h>
#include <exo/boot_memory.h>
#include <exo/compiler.h>
#include <exo/unaligned.h>

#include "mcfg.h"

enum {
	MCFG_ENTRIES = 44,
	ENTRY_SIZE = 16,
	ENTRY_BASE = 0, /* 64 bits */
	ENTRY_SEGMENT = 8, /* 16 bits */
	ENTRY_FIRST_BUS = 10,
	ENTRY_LAST_BUS = 11,
};

bool pci_mcfg_entry(const struct acpi_table *table, unsigned int n,
		    struct pci_ecam_range *range)
{
	const u8 *entry;

	if (table->length < MCFG_ENTRIES ||
	    n >= (table->length - MCFG_ENTRIES) / ENTRY_SIZE)
		return false;
	entry = table->bytes + MCFG_ENTRIES + n * ENTRY_SIZE;
	*range = (struct pci_ecam_range){
		.base = load_u64(entry + ENTRY_BASE),
		.segment = load_u16(entry + ENTRY_SEGMENT),
		.first_bus = entry[ENTRY_FIRST_BUS],
		.last_bus = entry[ENTRY_LAST_BUS],
	};
	return true;
}

struct span {
	paddr_t start, end;
	bool reserved;
};

static void look_into(paddr_t start, paddr_t end, void *arg)
{
	struct span *span = arg;

	if (start <= span->start && span->end <= end)
		span->reserved = true;
}

const char *pci_mcfg_defect(const struct pci_ecam_range *range,
			    const struct boot_info *boot)
{
	struct span span;

	if (range->segment)
		return "is of another segment";
	if (range->last_bus < range->first_bus)
		return "ends before it begins";
	if (range->base % PCI_ECAM_BUS_SIZE)
		return "is at a fraction of a MB";
	span = (struct span){
		.start = range->base + range->first_bus * PCI_ECAM_BUS_SIZE,
		.end = range->base +
		       (range->last_bus + 1UL) * PCI_ECAM_BUS_SIZE,
	};
	if (span.start < range->base || span.end <= span.start)
		return "runs out of memory";
	boot_memory_for_each(boot, BOOT_REGION_RESERVED, look_into, &span);
	return span.reserved ? NULL : "is not reserved in the memory map";
}
