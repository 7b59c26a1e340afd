// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making CPUs forget translations. With one CPU that is this one; an address
 * space that is not on it needs nothing, since loading it flushes.
 *
 * Page by page up to a limit; beyond it everything goes, as filling the TLB
 * again then costs less than the single flushes.
 */
#include "internal.h"

#include <asm/paging.h>
#include <exo/cpu.h>

enum {
	FLUSH_PAGES_MAX = 32
};

static void flush_all(const struct mm *mm)
{
	if (mm == &kernel_mm)
		invalidate_tlb_all();
	else
		write_cr3(read_cr3()); /* user pages are not global */
}

static bool is_loaded(const struct mm *mm)
{
	return READ_ONCE(mm->cpus) & percpu.bit;
}

void tlb_flush_page(struct mm *mm, unsigned long virt)
{
	if (is_loaded(mm))
		invalidate_tlb(virt);
}

void tlb_flush_range(struct mm *mm, unsigned long start, unsigned long end)
{
	if (!is_loaded(mm))
		return;
	if (end - start > FLUSH_PAGES_MAX * PAGE_SIZE) {
		flush_all(mm);
		return;
	}
	for (; start < end; start += PAGE_SIZE)
		invalidate_tlb(start);
}
