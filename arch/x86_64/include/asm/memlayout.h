/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. The kernel's address space: every fixed virtual address of
 * the kernel is named here and nowhere else. Also included by the linker
 * script and, through asm-offsets, known to the assembly.
 *
 *	0000000000000000 - 00007fffffffffff  128 TB  user programs
 *	ffff800000000000 - ffffbfffffffffff   64 TB  direct map of RAM
 *	ffffc00000000000 - ffffc07fffffffff  512 GB  vmalloc, ioremap
 *	ffffc08000000000 - ffffc0ffffffffff  512 GB  kernel stacks
 *	ffffe00000000000 - ffffe7ffffffffff    8 TB  per-frame records
 *	ffffe80000000000 - ffffe8ffffffffff    1 TB  per-CPU areas
 *	ffffec0000000000 - fffffbffffffffff   16 TB  KASAN shadow
 *	ffffffff80000000 - ffffffffbfffffff    1 GB  kernel image, KASLR slot
 *	ffffffffffc00000 - ffffffffffdfffff    2 MB  fixmap
 */
#ifndef ASM_MEMLAYOUT_H
#define ASM_MEMLAYOUT_H

#ifdef __ASSEMBLER__
#define MEMLAYOUT_ADDRESS(x) x
#else
#define MEMLAYOUT_ADDRESS(x) x##UL
#endif

#define PAGE_SHIFT	 12
#define PAGE_SIZE	 (MEMLAYOUT_ADDRESS(1) << PAGE_SHIFT)
#define LARGE_PAGE_SHIFT 21
#define LARGE_PAGE_SIZE	 (MEMLAYOUT_ADDRESS(1) << LARGE_PAGE_SHIFT)

/*
 * The last page is never mapped: a SYSCALL at its very end would return to an
 * address that is not canonical.
 */
#define USER_END	    MEMLAYOUT_ADDRESS(0x00007ffffffff000)
#define DIRECT_MAP_START    MEMLAYOUT_ADDRESS(0xffff800000000000)
#define DIRECT_MAP_END	    MEMLAYOUT_ADDRESS(0xffffc00000000000)
#define VMALLOC_START	    MEMLAYOUT_ADDRESS(0xffffc00000000000)
#define VMALLOC_END	    MEMLAYOUT_ADDRESS(0xffffc08000000000)
#define KERNEL_STACKS_START MEMLAYOUT_ADDRESS(0xffffc08000000000)
#define KERNEL_STACKS_END   MEMLAYOUT_ADDRESS(0xffffc10000000000)
#define FRAME_TABLE_START   MEMLAYOUT_ADDRESS(0xffffe00000000000)
#define PERCPU_AREA_START   MEMLAYOUT_ADDRESS(0xffffe80000000000)
#define KASAN_SHADOW_START  MEMLAYOUT_ADDRESS(0xffffec0000000000)
#define KASAN_SHADOW_END    MEMLAYOUT_ADDRESS(0xfffffc0000000000)
#define KERNEL_IMAGE_BASE   MEMLAYOUT_ADDRESS(0xffffffff80000000)
#define KERNEL_IMAGE_SIZE   MEMLAYOUT_ADDRESS(0x40000000)
#define FIXMAP_START	    MEMLAYOUT_ADDRESS(0xffffffffffc00000)

/* The image is loaded here and appears at KERNEL_IMAGE_BASE + this. */
#define KERNEL_LOAD_ADDRESS MEMLAYOUT_ADDRESS(0x100000)

/* boot.asm maps this much from physical 0, before anything is known. */
#define EARLY_MAP_SIZE MEMLAYOUT_ADDRESS(0x200000000)

#ifndef __ASSEMBLER__
#include <exo/types.h>

#ifdef __HOST_TEST__
extern char host_ram[]; /* what a test has for RAM, from address 0 on */
#define DIRECT_MAP_BASE ((unsigned long)host_ram)
#else
#define DIRECT_MAP_BASE DIRECT_MAP_START
#endif

/* Where RAM at @phys appears in the direct map. */
static inline void *phys_to_virt(paddr_t phys)
{
	return (void *)(DIRECT_MAP_BASE + phys);
}

/* The physical address behind a pointer into the direct map. */
static inline paddr_t virt_to_phys(const void *virt)
{
	return (paddr_t)virt - DIRECT_MAP_BASE;
}

/* The physical address of an object of the kernel image. */
static inline paddr_t image_to_phys(const void *symbol)
{
	return (paddr_t)symbol - KERNEL_IMAGE_BASE;
}
#endif

#endif
