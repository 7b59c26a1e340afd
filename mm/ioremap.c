// SPDX-License-Identifier: GPL-2.0-only
/*
 * Devices in the vmalloc area. Virtual addresses are as aligned as the physical
 * ones, up to large pages, so that a frame buffer takes few table entries.
 */
#include <exo/ioremap.h>

#include <asm/cpu_features.h>
#include <asm/memlayout.h>
#include <exo/frame.h>
#include <exo/page_table.h>
#include <exo/panic.h>

#include "vmalloc.h"

/* Memory with two cache types at once would have undefined contents. */
static bool touches_ram(paddr_t start, paddr_t end)
{
	for (start = ALIGN_DOWN(start, PAGE_SIZE); start < end;
	     start += PAGE_SIZE)
		if (phys_is_ram(start))
			return true;
	return false;
}

static bool addressable(paddr_t phys, size_t size)
{
	return size && phys + size - 1 >= phys &&
	       !((phys + size - 1) >> cpu_facts.physical_bits);
}

static void *map_device(paddr_t phys, size_t size, unsigned int cache)
{
	const paddr_t start = ALIGN_DOWN(phys, PAGE_SIZE);
	const size_t bytes = ALIGN_UP(phys + size, PAGE_SIZE) - start;
	const size_t align = bytes < LARGE_PAGE_SIZE ? PAGE_SIZE
						     : LARGE_PAGE_SIZE;
	const size_t skip = start & (align - 1); /* nothing is shown there */
	struct vmalloc_area *area;
	unsigned long virt;

	area = vmalloc_area_make(skip + bytes, align, VMALLOC_DEVICE);
	if (!area)
		return NULL;
	virt = area->area.start + skip;
	if (!page_map(&kernel_mm, virt, start, bytes, PAGE_WRITE | cache))
		return (char *)virt + (phys - start);
	vmalloc_area_drop(area);
	return NULL;
}

static void *remap(paddr_t phys, size_t size, unsigned int cache)
{
	if (!addressable(phys, size) || touches_ram(phys, phys + size))
		return NULL;
	return map_device(phys, size, cache);
}

void *ioremap(paddr_t phys, size_t size)
{
	return remap(phys, size, PAGE_UNCACHED);
}

void *ioremap_wc(paddr_t phys, size_t size)
{
	return remap(phys, size, PAGE_WRITE_COMBINING);
}

void iounmap(void *pointer)
{
	struct vmalloc_area *area;
	int error;

	if (!pointer)
		return;
	area = vmalloc_area_find(pointer, VMALLOC_DEVICE);
	error = page_unmap(&kernel_mm, area->area.start, area->size);
	ASSERT(!error); /* all of it: no page is split */
	vmalloc_area_drop(area);
}
