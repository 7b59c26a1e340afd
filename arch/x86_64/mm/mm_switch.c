// SPDX-License-Identifier: GPL-2.0-only
/*
 * The address space of this CPU. Loading the top table forgets translations, so
 * it is loaded only when it is another one: kernel threads run in whatever they
 * find.
 */
#include <asm/msr.h>
#include <exo/cpu.h>
#include <exo/lock_debug.h>
#include <exo/page_table.h>

void mm_switch(struct mm *mm)
{
	struct mm *old = percpu.mm ? percpu.mm : &kernel_mm;

	assert_irqs_off();
	if (mm == old)
		return;
	__atomic_fetch_or(&mm->cpus, BIT(percpu.id), __ATOMIC_RELAXED);
	write_cr3(mm->root);
	percpu.mm = mm;
	/* The kernel's half is in use everywhere. */
	if (old != &kernel_mm)
		__atomic_fetch_and(&old->cpus, ~BIT(percpu.id),
				   __ATOMIC_RELAXED);
}
