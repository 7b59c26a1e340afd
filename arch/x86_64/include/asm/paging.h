/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. Paging of this CPU: the primitives that look at nothing but this
 * CPU. Everybody else changes tables by <exo/page_table.h> and flushes by
 * tlb_flush_range(), which know about all CPUs.
 */
#ifndef ASM_PAGING_H
#define ASM_PAGING_H

#include <asm/msr.h>
#include <asm/page_entry.h>
#include <exo/compiler.h>
#include <exo/types.h>

#define CR4_PGE BIT(7)

/* The physical address of the top table in use. */
static inline paddr_t get_page_table_root(void)
{
	return read_cr3() & PTE_ADDRESS;
}

/* Forget the page at @virt, and all that is cached of upper levels. */
static inline void invalidate_tlb(unsigned long virt)
{
	__asm__ volatile("invlpg (%0)" : : "r"(virt) : "memory");
}

/* Forget everything, global pages too (Intel SDM vol. 3, 4.10.4.1). */
static inline void invalidate_tlb_all(void)
{
	unsigned long cr4 = read_cr4();

	if (cr4 & CR4_PGE) {
		write_cr4(cr4 & ~CR4_PGE);
		write_cr4(cr4);
	} else {
		write_cr3(read_cr3());
	}
}

#endif
