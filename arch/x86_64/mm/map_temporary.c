// SPDX-License-Identifier: GPL-2.0-only
/*
 * Windows into physical memory, one a CPU, in the fixmap. Its tables stand from
 * the start, so that a window is opened by writing entries and nothing else.
 */
#include "entry_bits.h"
#include "internal.h"

#include <asm/cpu_features.h>
#include <asm/map_temporary.h>
#include <asm/paging.h>
#include <exo/address_probe.h>
#include <exo/cpu.h>

static u64 *window_entries; /* for FIXMAP_START and up */

void map_temporary_init(void)
{
	window_entries = page_table_prepare(FIXMAP_START);
}

static void *window_open(paddr_t phys, unsigned int pages)
{
	const unsigned int window_pages = MAP_TEMPORARY_MAX / PAGE_SIZE;
	unsigned int first = percpu.id * window_pages;
	unsigned long virt = FIXMAP_START + first * PAGE_SIZE;
	u64 bits = page_bits(PAGE_WRITE | PAGE_UNCACHED, PAGE_LEVEL_4K, true);

	for (unsigned int i = 0; i < pages; i++) {
		WRITE_ONCE(window_entries[first + i],
			   (phys + i * PAGE_SIZE) | bits);
		invalidate_tlb(virt + i * PAGE_SIZE);
	}
	return (void *)virt;
}

void *map_temporary(paddr_t phys, size_t size)
{
	const size_t offset = phys & (PAGE_SIZE - 1);

	if (!size || size > MAP_TEMPORARY_MAX - offset ||
	    (phys + size - 1) >> cpu_facts.physical_bits)
		return NULL;
	if (address_mapped((unsigned long)phys_to_virt(phys), size, false))
		return phys_to_virt(phys);
	return (char *)window_open(phys - offset,
				   (unsigned int)DIV_ROUND_UP(offset + size,
							      PAGE_SIZE)) +
	       offset;
}
