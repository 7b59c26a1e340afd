// SPDX-License-Identifier: GPL-2.0-only
/*
 * Putting struct boot_info together: the checked additions that both
 * protocol parsers use, and the questions boot_main.c asks of the result. Pure
 * code, also run on the host.
 */
#define pr_fmt(fmt) "boot: " fmt

#include <exo/compiler.h>
#include <exo/printk.h>
#include <exo/string.h>

#include "boot.h"

enum {
	E820_RAM = 1,
	E820_RESERVED = 2,
	E820_ACPI = 3,
	E820_NVS = 4,
	E820_UNUSABLE = 5,
};

enum boot_region_type boot_region_type_of_e820(u32 type)
{
	switch (type) {
	case E820_RAM:
		return BOOT_REGION_USABLE;
	case E820_ACPI:
		return BOOT_REGION_ACPI_RECLAIMABLE;
	case E820_NVS:
		return BOOT_REGION_ACPI_NVS;
	case E820_UNUSABLE:
		return BOOT_REGION_BAD;
	case E820_RESERVED:
	default:
		return BOOT_REGION_RESERVED;
	}
}

static int check_range(paddr_t start, u64 size, const char *what)
{
	if (start + size < start) {
		pr_err("%s at %#lx wraps: %#lx bytes\n", what, start, size);
		return -EINVAL;
	}
	return 0;
}

static int check_room(unsigned int used, unsigned int limit, const char *what)
{
	if (used < limit)
		return 0;
	pr_err("more than %u %ss\n", limit, what);
	return -EINVAL;
}

/* Insert into @table, sorted by start. */
static void insert_region(struct boot_region *table, unsigned int *nr,
			  const struct boot_region *region)
{
	unsigned int i = *nr;

	while (i > 0 && table[i - 1].start > region->start) {
		table[i] = table[i - 1];
		i--;
	}
	table[i] = *region;
	(*nr)++;
}

int boot_add_region(struct boot_info *boot, paddr_t start, u64 size,
		    enum boot_region_type type)
{
	const struct boot_region region = {start, size, type};
	int err;

	if (size == 0)
		return 0;
	err = check_range(start, size, "memory region");
	if (err)
		return err;
	err = check_room(boot->nr_regions, BOOT_REGIONS_MAX, "memory region");
	if (err)
		return err;
	insert_region(boot->regions, &boot->nr_regions, &region);
	return 0;
}

int boot_add_loader_range(struct boot_info *boot, paddr_t start, u64 size)
{
	const struct boot_region region = {start, size, BOOT_REGION_RESERVED};
	int err;

	if (size == 0)
		return 0;
	err = check_range(start, size, "loader data");
	if (err)
		return err;
	err = check_room(boot->nr_loader_ranges, BOOT_LOADER_RANGES_MAX,
			 "loader range");
	if (err)
		return err;
	insert_region(boot->loader_ranges, &boot->nr_loader_ranges, &region);
	return 0;
}

int boot_add_module(struct boot_info *boot, paddr_t start, u64 size,
		    const char *name)
{
	struct boot_module *module;
	int err;

	err = check_range(start, size, "boot module");
	if (err)
		return err;
	err = check_room(boot->nr_modules, BOOT_MODULES_MAX, "boot module");
	if (err)
		return err;
	module = &boot->modules[boot->nr_modules++];
	module->start = start;
	module->size = size;
	/* A name is for people to read: a long one is cut. */
	strscpy(module->name, name, sizeof(module->name));
	return 0;
}

ssize_t boot_copy_string(char *buffer, size_t buffer_size, const char *text,
			 size_t limit, const char *what)
{
	size_t len = strnlen(text, min(limit, buffer_size));

	if (len == buffer_size) {
		pr_err("%s is longer than %zu bytes\n", what, buffer_size - 1);
		return -EINVAL;
	}
	if (len == limit) {
		pr_err("%s is not terminated\n", what);
		return -EINVAL;
	}
	memcpy(buffer, text, len + 1);
	return len;
}

const struct boot_region *boot_find_conflict(const struct boot_info *boot,
					     paddr_t start, paddr_t end)
{
	for (unsigned int i = 0; i < boot->nr_regions; i++) {
		const struct boot_region *region = &boot->regions[i];

		if (region->type != BOOT_REGION_USABLE && region->start < end &&
		    region->start + region->size > start)
			return region;
	}
	return NULL;
}

bool boot_range_holds_loader_data(const struct boot_info *boot, paddr_t start,
				  paddr_t end)
{
	for (unsigned int i = 0; i < boot->nr_loader_ranges; i++) {
		const struct boot_region *range = &boot->loader_ranges[i];

		if (range->start < end && range->start + range->size > start)
			return true;
	}
	for (unsigned int i = 0; i < boot->nr_modules; i++) {
		const struct boot_module *module = &boot->modules[i];

		if (module->start < end && module->start + module->size > start)
			return true;
	}
	return false;
}

bool boot_range_is_usable(const struct boot_info *boot, paddr_t start,
			  paddr_t end)
{
	/* Regions are sorted, so one pass covers the range from below. */
	for (unsigned int i = 0; i < boot->nr_regions && start < end; i++) {
		const struct boot_region *region = &boot->regions[i];

		if (region->type == BOOT_REGION_USABLE &&
		    region->start <= start &&
		    region->start + region->size > start)
			start = region->start + region->size;
	}
	return start >= end;
}
