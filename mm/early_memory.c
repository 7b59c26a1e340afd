// SPDX-License-Identifier: GPL-2.0-only
/*
 * A list of the RAM that nobody occupies, cut smaller by each allocation:
 *
 *	usable by the map    |------------------------------------|
 *	kernel, modules ...      |image|    |module|
 *	free                 |---|     |----|      |--------------|
 *	after allocations    |---|     |----|      |---------|
 *
 * Memory is taken from the top, because what lies low is what old devices can
 * reach.
 */
#define pr_fmt(fmt) "memory: " fmt

#include <asm/memlayout.h>
#include <exo/boot_info.h>
#include <exo/boot_memory.h>
#include <exo/compiler.h>
#include <exo/early_memory.h>
#include <exo/panic.h>
#include <exo/printk.h>
#include <exo/sections.h>
#include <exo/string.h>

#include "range_list.h"

enum {
	ACPI_RSDP_SIZE = 36 /* ACPI specification 6.5, 5.2.5.3 */
};

static struct range_list ram; /* all there is, whoever occupies it */
static struct range_list free;
static bool closed;

struct cap {
	u64 room; /* bytes that may still be taken */
	u64 beyond; /* bytes left alone */
};

/* Take what the cap allows of a usable range. */
static void add_ram(paddr_t start, paddr_t end, void *arg)
{
	struct cap *cap = arg;
	u64 taken;

	start = ALIGN_UP(start, PAGE_SIZE);
	end = ALIGN_DOWN(end, PAGE_SIZE);
	if (start >= end)
		return;
	taken = min(end - start, cap->room);
	cap->room -= taken;
	cap->beyond += end - start - taken;
	range_list_append(&ram, start, start + taken);
}

/* Take every page that [@start, @start + @size) touches out of @list. */
static void occupy(struct range_list *list, paddr_t start, u64 size)
{
	if (size)
		range_list_remove(list, ALIGN_DOWN(start, PAGE_SIZE),
				  ALIGN_UP(start + size, PAGE_SIZE));
}

/* All that the loader filled, but for module @but (-1: none). */
static void occupy_all(struct range_list *list, const struct boot_info *boot,
		       int but)
{
	occupy(list, 0, PAGE_SIZE); /* the BIOS's; 0 means no memory here */
	occupy(list, image_to_phys(__image_start), __image_end - __image_start);
	if (boot->acpi_rsdp)
		occupy(list, boot->acpi_rsdp, ACPI_RSDP_SIZE);
	for (unsigned int i = 0; i < boot->nr_modules; i++)
		if ((int)i != but)
			occupy(list, boot->modules[i].start,
			       boot->modules[i].size);
	for (unsigned int i = 0; i < boot->nr_loader_ranges; i++)
		occupy(list, boot->loader_ranges[i].start,
		       boot->loader_ranges[i].size);
}

void early_memory_init(const struct boot_info *boot)
{
	struct cap cap = {.room = (u64)CONFIG_PHYS_MEM_MAX_GB << 30};

	boot_memory_for_each(boot, BOOT_REGION_USABLE, add_ram, &cap);
	if (cap.beyond)
		pr_warn("%llu MB of RAM beyond %d GB are not used\n",
			(unsigned long long)(cap.beyond >> 20),
			CONFIG_PHYS_MEM_MAX_GB);
	free = ram;
	occupy_all(&free, boot, -1);
}

paddr_t early_memory_alloc(u64 size, u64 align)
{
	paddr_t phys;

	ASSERT(!closed);
	size = ALIGN_UP(size, PAGE_SIZE);
	phys = range_list_take_highest(&free, size, align, EARLY_MAP_SIZE);
	if (!phys)
		panic("too little memory to start: no %llu KB in a row",
		      (unsigned long long)(size / 1024));
	memset(phys_to_virt(phys), 0, size);
	return phys;
}

void early_memory_close(void)
{
	closed = true;
}

static void for_each(const struct range_list *list,
		     void (*visit)(paddr_t start, paddr_t end, void *arg),
		     void *arg)
{
	for (unsigned int i = 0; i < list->nr; i++)
		visit(list->ranges[i].start, list->ranges[i].end, arg);
}

void early_memory_for_each_ram(void (*visit)(paddr_t start, paddr_t end,
					     void *arg),
			       void *arg)
{
	for_each(&ram, visit, arg);
}

void early_memory_for_each_free(void (*visit)(paddr_t start, paddr_t end,
					      void *arg),
				void *arg)
{
	for_each(&free, visit, arg);
}

/* Keep of @list only the pages that [@start, @end) touches. */
static void keep_only(struct range_list *list, paddr_t start, paddr_t end)
{
	range_list_remove(list, 0, ALIGN_DOWN(start, PAGE_SIZE));
	range_list_remove(list, ALIGN_UP(end, PAGE_SIZE), ~0UL);
}

void early_memory_of_module(const struct boot_info *boot, unsigned int index,
			    struct range_list *own)
{
	const struct boot_module *module = &boot->modules[index];

	own->nr = 0;
	if (!module->size)
		return;
	*own = ram;
	keep_only(own, module->start, module->start + module->size);
	occupy_all(own, boot, (int)index);
}
