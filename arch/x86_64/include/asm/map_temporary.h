/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. A short look at physical memory that may not be RAM. Local to
 * this CPU, like the primitives in <asm/paging.h>.
 */
#ifndef ASM_MAP_TEMPORARY_H
#define ASM_MAP_TEMPORARY_H

#include <asm/memlayout.h>
#include <exo/types.h>

/* The most that is shown at once, from the start of the first page on. */
#define MAP_TEMPORARY_MAX (64UL * 1024)

/*
 * Show @size bytes at @phys: what the direct map has, there and as it has it,
 * anything else to read and write, uncached, through a window of this CPU. NULL
 * when that is too much for the window or beyond the processor's addresses.
 * Preemption must be off until the last access; the next call ends it.
 */
#ifdef CONFIG_MEMORY
void *map_temporary(paddr_t phys, size_t size);
#else
/* The early map shows all there is up to its end. */
static inline void *map_temporary(paddr_t phys, size_t size)
{
	if (size > EARLY_MAP_SIZE || phys > EARLY_MAP_SIZE - size)
		return NULL;
	return phys_to_virt(phys);
}
#endif

#endif
