/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. Questions about the boot loader's memory map.
 */
#ifndef EXO_BOOT_MEMORY_H
#define EXO_BOOT_MEMORY_H

#include <exo/boot_info.h>

/*
 * Where regions overlap, a byte is of the least usable type that claims it: no
 * byte counts twice. Call @visit for each range of @type, ascending; ranges
 * that touch are given as one.
 */
void boot_memory_for_each(const struct boot_info *boot,
			  enum boot_region_type type,
			  void (*visit)(paddr_t start, paddr_t end, void *arg),
			  void *arg);

/* How many bytes of the map are of @type. */
u64 boot_memory_bytes(const struct boot_info *boot, enum boot_region_type type);

/* "usable", "reserved", ... */
const char *boot_region_type_name(enum boot_region_type type);

#endif
