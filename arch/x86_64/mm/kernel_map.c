// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's own map, which replaces the one of boot.asm:
 *
 *	image		text read and execute, constants read, data read and
 *			write; the 32-bit entry code is gone
 *	direct map	RAM, read and write, by the largest pages; where it
 *			shows the image's text and constants, read only. What
 *			holds ACPI tables, read only. The first MB whole, for
 *			the text screen and what the BIOS left there. Holes
 *			and devices: nothing.
 *
 * What boot.asm's tables occupied lies right below the boot stack and becomes
 * its guard.
 */
#include "internal.h"

#include <asm/paging.h>
#include <asm/stack.h>
#include <exo/boot_memory.h>
#include <exo/early_memory.h>
#include <exo/sections.h>

#define LOW_MEMORY_END 0x100000UL

static void map(unsigned long virt, paddr_t start, paddr_t end,
		unsigned int prot)
{
	int error = page_map(&kernel_mm, virt, start, end - start, prot);

	if (error)
		panic("the kernel's map failed at %#lx: error %d", virt,
		      -error);
}

static void map_direct(paddr_t start, paddr_t end, unsigned int prot)
{
	if (start < end)
		map((unsigned long)phys_to_virt(start), start, end, prot);
}

/* A part of the image, at its place and in the direct map. */
static void map_image_part(const char *start, const char *end,
			   unsigned int prot)
{
	const paddr_t phys = image_to_phys(start);
	const paddr_t phys_end = image_to_phys(end);

	map((unsigned long)start, phys, phys_end, prot);
	map_direct(phys, phys_end, prot & ~PAGE_EXECUTE);
}

static void map_image(void)
{
	map_direct(image_to_phys(__image_start), image_to_phys(__text_start),
		   PAGE_READ);
	map_image_part(__text_start, __rodata_start, PAGE_EXECUTE);
	map_image_part(__rodata_start, __data_start, PAGE_READ);
	map_image_part(__data_start, __bss_end, PAGE_WRITE);
	map_image_part(__bss_end, __image_end, PAGE_READ); /* kallsyms */
}

/* One range of RAM, but for the first MB and the image. */
static void map_ram(paddr_t start, paddr_t end, void *arg)
{
	const paddr_t image = image_to_phys(__image_start);
	const paddr_t image_end = image_to_phys(__image_end);

	(void)arg;
	start = max(start, LOW_MEMORY_END);
	map_direct(start, min(end, image), PAGE_WRITE);
	map_direct(max(start, image_end), end, PAGE_WRITE);
}

/* Less a page that it shares with RAM. */
static void map_acpi(paddr_t start, paddr_t end, void *arg)
{
	(void)arg;
	start = max(ALIGN_UP(start, PAGE_SIZE), LOW_MEMORY_END);
	map_direct(start, ALIGN_DOWN(end, PAGE_SIZE), PAGE_READ);
}

/* The image owns these pages, but an overflowing stack shall find nothing. */
static void unmap_stack_guards(void)
{
	unsigned long guard;

	for (unsigned int i = 0; (guard = stack_guard(i)); i++)
		if (page_unmap(&kernel_mm, guard, PAGE_SIZE))
			panic("no guard page below a stack");
}

void kernel_map_init(const struct boot_info *boot)
{
	struct spare_tables spare = {.count = 0};

	paging_features_enable();
	spare_tables_fill(&spare, 1);
	kernel_mm.root = spare_tables_take(&spare);
	map_direct(0, LOW_MEMORY_END, PAGE_WRITE);
	map_image();
	early_memory_for_each_ram(map_ram, NULL);
	boot_memory_for_each(boot, BOOT_REGION_ACPI_RECLAIMABLE, map_acpi,
			     NULL);
	boot_memory_for_each(boot, BOOT_REGION_ACPI_NVS, map_acpi, NULL);
	map_temporary_init();
	unmap_stack_guards();
	write_cr3(kernel_mm.root);
}
