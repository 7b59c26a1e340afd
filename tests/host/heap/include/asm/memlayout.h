/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. In place of the kernel's: physical memory is a piece of the
 * program's own, which the test provides.
 */
#ifndef ASM_MEMLAYOUT_H
#define ASM_MEMLAYOUT_H

#include <exo/types.h>

#define PAGE_SHIFT	 12
#define PAGE_SIZE	 (1UL << PAGE_SHIFT)
#define LARGE_PAGE_SHIFT 21
#define LARGE_PAGE_SIZE	 (1UL << LARGE_PAGE_SHIFT)

extern char host_ram[];

#define DIRECT_MAP_START ((unsigned long)host_ram)

static inline void *phys_to_virt(paddr_t phys)
{
	return host_ram + phys;
}

static inline paddr_t virt_to_phys(const void *virt)
{
	return (paddr_t)virt - DIRECT_MAP_START;
}

#endif
