// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a processor in user mode would find at an address: for tests, which look
 * at the pages of an address space that is not in use.
 */
#include "user_internal.h"

paddr_t user_page_translate(struct mm *mm, unsigned long virt, bool write)
{
	const u64 needed = PTE_PRESENT | PTE_USER | (write ? PTE_WRITABLE : 0);
	u64 entry, allowed = needed;
	u64 *table = phys_to_virt(mm->root);
	unsigned int level = PAGE_LEVEL_TOP;

	spin_lock(&mm->lock);
	for (;; level--) {
		entry = table[page_table_index(virt, level)];
		allowed &= entry;
		if (!(entry & PTE_PRESENT) || level == PAGE_LEVEL_4K)
			break;
		table = phys_to_virt(entry & PTE_ADDRESS);
	}
	spin_unlock(&mm->lock);
	return allowed == needed ? entry & PTE_ADDRESS : 0;
}
