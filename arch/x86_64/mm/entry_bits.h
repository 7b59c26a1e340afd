/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm, private to this folder. Page table entries from the protection
 * that <exo/page_table.h> names, and back.
 *
 * The cache type is an index into the PAT made of two bits of the entry; its
 * third bit has another place in large pages and is left alone:
 *
 *	CACHE_DISABLE  WRITE_THROUGH
 *	0              0		write-back, ordinary memory
 *	0              1		write-combining
 *	1              1		uncached
 */
#ifndef ARCH_MM_ENTRY_BITS_H
#define ARCH_MM_ENTRY_BITS_H

#include <asm/page_entry.h>
#include <exo/page_table.h>
#include <exo/types.h>

#include "internal.h"

/* Each of @prot's bits at the place it has in an entry: no branches. */
static inline u64 page_bits(unsigned int prot, unsigned int level, bool kernel)
{
	u64 bits = PTE_PRESENT;

	bits |= prot & PAGE_WRITE ? PTE_WRITABLE : 0;
	bits |= prot & PAGE_EXECUTE ? 0 : PTE_NO_EXECUTE;
	bits |= prot & PAGE_USER ? PTE_USER : 0;
	bits |= prot & PAGE_UNCACHED ? PTE_CACHE_DISABLE | PTE_WRITE_THROUGH
				     : 0;
	bits |= prot & PAGE_WRITE_COMBINING ? PTE_WRITE_THROUGH : 0;
	bits |= level > PAGE_LEVEL_4K ? PTE_LARGE : 0;
	/* Nobody asks whether the kernel used a page: spare the update. */
	bits |= kernel ? PTE_GLOBAL | PTE_ACCESSED | PTE_DIRTY : 0;
	return bits & page_bits_supported;
}

static inline unsigned int page_bits_prot(u64 entry)
{
	unsigned int prot = PAGE_READ;

	prot |= entry & PTE_WRITABLE ? PAGE_WRITE : 0;
	prot |= entry & PTE_NO_EXECUTE ? 0 : PAGE_EXECUTE;
	prot |= entry & PTE_USER ? PAGE_USER : 0;
	if (entry & PTE_CACHE_DISABLE)
		prot |= PAGE_UNCACHED;
	else if (entry & PTE_WRITE_THROUGH)
		prot |= PAGE_WRITE_COMBINING;
	return prot;
}

#endif
