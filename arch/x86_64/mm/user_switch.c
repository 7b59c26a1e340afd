// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which address space a CPU uses. Kernel threads run in whatever is loaded, as
 * the kernel's half is the same in all; so an address space may stay loaded when
 * nobody runs in it, until it ends. mm->cpus has the bit of a CPU for as long.
 */
#include <asm/irqflags.h>
#include <asm/paging.h>
#include <exo/cpu.h>
#include <exo/page_table.h>

/* This CPU begins to use @mm, or is done with it. */
static __always_inline void cpu_toggle(struct mm *mm)
{
	__atomic_fetch_xor(&mm->cpus, percpu.bit, __ATOMIC_SEQ_CST);
}

static void load_kernel_mm(void)
{
	struct mm *previous = percpu.mm;

	percpu.mm = NULL; /* the tables that all CPUs are counted for anyway */
	write_cr3(kernel_mm.root);
	cpu_toggle(previous);
}

void mm_switch(struct mm *mm)
{
	struct mm *previous = percpu.mm;

	if (previous == mm)
		return;
	cpu_toggle(mm);
	percpu.mm = mm;
	write_cr3(mm->root);
	if (likely(previous))
		cpu_toggle(previous);
}

void mm_leave(struct mm *mm)
{
	unsigned long flags = irq_save();

	if (percpu.mm == mm)
		load_kernel_mm();
	irq_restore(flags);
}
