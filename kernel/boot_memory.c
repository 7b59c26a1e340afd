// SPDX-License-Identifier: GPL-2.0-only
/*
 * The boot loader's memory map without its overlaps. Firmware maps may have
 * some, so the address space is walked from one edge of a region to the next:
 *
 *	usable     |-----------------------|
 *	reserved           |---|       |--------|
 *	pieces     |--u----|-r-|---u---|-r-|-r--|
 *
 * Quadratic in the number of regions, of which there are a dozen.
 */
#include <exo/boot_memory.h>
#include <exo/compiler.h>

/* The nearest edge of a region above @address; 0 when there is none. */
static u64 next_edge(const struct boot_info *boot, u64 address)
{
	u64 next = 0;

	for (unsigned int i = 0; i < boot->nr_regions; i++) {
		u64 edges[] = {
			boot->regions[i].start,
			boot->regions[i].start + boot->regions[i].size,
		};

		for (unsigned int k = 0; k < ARRAY_SIZE(edges); k++)
			if (edges[k] > address && (!next || edges[k] < next))
				next = edges[k];
	}
	return next;
}

/* The type of the byte at @address, or -1 when no region holds it. */
static int type_at(const struct boot_info *boot, u64 address)
{
	int type = -1;

	for (unsigned int i = 0; i < boot->nr_regions; i++) {
		const struct boot_region *region = &boot->regions[i];

		if (address - region->start < region->size)
			type = max(type, (int)region->type);
	}
	return type;
}

void boot_memory_for_each(const struct boot_info *boot,
			  enum boot_region_type type,
			  void (*visit)(paddr_t start, paddr_t end, void *arg),
			  void *arg)
{
	u64 start = 0, from = 0, to;
	bool inside = false;

	while ((to = next_edge(boot, from))) {
		bool wanted = type_at(boot, from) == (int)type;

		if (wanted && !inside)
			start = from;
		if (!wanted && inside)
			visit(start, from, arg);
		inside = wanted;
		from = to;
	}
	if (inside)
		visit(start, from, arg);
}

static void add_bytes(paddr_t start, paddr_t end, void *bytes)
{
	*(u64 *)bytes += end - start;
}

u64 boot_memory_bytes(const struct boot_info *boot, enum boot_region_type type)
{
	u64 bytes = 0;

	boot_memory_for_each(boot, type, add_bytes, &bytes);
	return bytes;
}

const char *boot_region_type_name(enum boot_region_type type)
{
	static const char *const names[] = {
		[BOOT_REGION_USABLE] = "usable",
		[BOOT_REGION_RESERVED] = "reserved",
		[BOOT_REGION_ACPI_RECLAIMABLE] = "ACPI tables",
		[BOOT_REGION_ACPI_NVS] = "ACPI NVS",
		[BOOT_REGION_BAD] = "bad",
	};

	return type < ARRAY_SIZE(names) ? names[type] : "unknown";
}
