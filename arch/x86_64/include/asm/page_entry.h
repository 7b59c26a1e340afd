/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. What page tables consist of. Four levels (Intel SDM vol. 3,
 * 4.5): nine bits of the address choose an entry at each, until one is a page.
 *
 *	47     39 38     30 29     21 20     12 11      0
 *	level 4   level 3   level 2   level 1   byte
 *	          or 1 GB   or 2 MB   4 KB
 */
#ifndef ASM_PAGE_ENTRY_H
#define ASM_PAGE_ENTRY_H

#include <asm/memlayout.h>
#include <exo/compiler.h>
#include <exo/types.h>

#define PTE_PRESENT	  BIT(0)
#define PTE_WRITABLE	  BIT(1)
#define PTE_USER	  BIT(2)
#define PTE_WRITE_THROUGH BIT(3) /* with the next: index into the PAT */
#define PTE_CACHE_DISABLE BIT(4)
#define PTE_ACCESSED	  BIT(5)
#define PTE_DIRTY	  BIT(6)
#define PTE_LARGE	  BIT(7) /* at levels 2 and 3: a page, no table */
#define PTE_GLOBAL	  BIT(8) /* stays in the TLB when CR3 is written */
#define PTE_SHARED	  BIT(9) /* ours: the page of a shared mapping */
#define PTE_HIDDEN	  BIT(10) /* ours: a page nobody may access, not present */
#define PTE_ADDRESS	  0x000ffffffffff000UL
#define PTE_NO_EXECUTE	  BIT(63)

enum {
	PAGE_LEVEL_4K = 1,
	PAGE_LEVEL_2M = 2,
	PAGE_LEVEL_1G = 3,
	PAGE_LEVEL_TOP = 4,
	PAGE_LEVEL_BITS = 9,
	PAGE_TABLE_ENTRIES = 1 << PAGE_LEVEL_BITS,
};

static inline unsigned int page_level_shift(unsigned int level)
{
	return PAGE_SHIFT + (level - 1) * PAGE_LEVEL_BITS;
}

/* What one entry at @level covers. */
static inline size_t page_level_size(unsigned int level)
{
	return 1UL << page_level_shift(level);
}

static inline unsigned int page_table_index(unsigned long virt,
					    unsigned int level)
{
	return virt >> page_level_shift(level) & (PAGE_TABLE_ENTRIES - 1);
}

/* Whether @entry, of a level above 1, leads to a table. */
static inline bool pte_is_table(u64 entry)
{
	return (entry & (PTE_PRESENT | PTE_LARGE)) == PTE_PRESENT;
}

#endif
