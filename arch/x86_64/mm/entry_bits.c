// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page table entries from the protection that <exo/page_table.h> names, and
 * back. The cache type is an index into the PAT made of two bits of the entry;
 * its third bit has another place in large pages and is left alone:
 *
 *	CACHE_DISABLE  WRITE_THROUGH
 *	0              0		write-back, ordinary memory
 *	0              1		write-combining
 *	1              1		uncached
 */
#include "internal.h"

u64 page_bits_supported = ~(PTE_NO_EXECUTE | PTE_GLOBAL);

u64 page_bits(unsigned int prot, unsigned int level, bool kernel)
{
	u64 bits = PTE_PRESENT;

	if (prot & PAGE_WRITE)
		bits |= PTE_WRITABLE;
	if (!(prot & PAGE_EXECUTE))
		bits |= PTE_NO_EXECUTE;
	if (prot & PAGE_USER)
		bits |= PTE_USER;
	if (prot & PAGE_UNCACHED)
		bits |= PTE_CACHE_DISABLE | PTE_WRITE_THROUGH;
	else if (prot & PAGE_WRITE_COMBINING)
		bits |= PTE_WRITE_THROUGH;
	if (level > PAGE_LEVEL_4K)
		bits |= PTE_LARGE;
	/* Nobody asks whether the kernel used a page: spare the update. */
	if (kernel)
		bits |= PTE_GLOBAL | PTE_ACCESSED | PTE_DIRTY;
	return bits & page_bits_supported;
}

unsigned int page_bits_prot(u64 entry)
{
	unsigned int prot = PAGE_READ;

	if (entry & PTE_WRITABLE)
		prot |= PAGE_WRITE;
	if (!(entry & PTE_NO_EXECUTE))
		prot |= PAGE_EXECUTE;
	if (entry & PTE_USER)
		prot |= PAGE_USER;
	if (entry & PTE_CACHE_DISABLE)
		prot |= PAGE_UNCACHED;
	else if (entry & PTE_WRITE_THROUGH)
		prot |= PAGE_WRITE_COMBINING;
	return prot;
}
