/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Memory for what must exist before frames can be allocated: page
 * tables, the frame table, bitmaps. Taken from the loader's memory map, never
 * given back, never from what the kernel, the loader or firmware occupies.
 * What has been taken by then is reserved when frame_init() runs.
 */
#ifndef EXO_EARLY_MEMORY_H
#define EXO_EARLY_MEMORY_H

#include <exo/types.h>

struct boot_info;
struct range_list;

void early_memory_init(const struct boot_info *boot);

/*
 * @size bytes of zeroed RAM at a multiple of @align, a power of two of at
 * least PAGE_SIZE; inside the early map, so phys_to_virt() shows it. Panics when
 * there is none: the machine is too small to run.
 */
paddr_t early_memory_alloc(u64 size, u64 align);

/* What is left now belongs to others; no more can be had. */
void early_memory_close(void);

/*
 * Call @visit for each range of RAM: usable by the map, below the cap of
 * CONFIG_PHYS_MEM_MAX_GB on their sum, page aligned, ascending, not overlapping.
 */
void early_memory_for_each_ram(void (*visit)(paddr_t start, paddr_t end,
					     void *arg),
			       void *arg);

/*
 * The same for the part of it that frames may be made of: occupied by nobody.
 */
void early_memory_for_each_free(void (*visit)(paddr_t start, paddr_t end,
					      void *arg),
				void *arg);

/*
 * Fill @own, of mm/range_list.h, with what only the boot module @index of @boot
 * occupies: no page of it holds anything else.
 */
void early_memory_of_module(const struct boot_info *boot, unsigned int index,
			    struct range_list *own);

#endif
