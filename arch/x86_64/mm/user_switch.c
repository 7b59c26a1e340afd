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

static void cpu_add(struct mm *mm, u64 bit)
{
	__atomic_fetch_or(&mm->cpus, bit, __ATOMIC_SEQ_CST);
}

static void cpu_remove(struct mm *mm, u64 bit)
{
	__atomic_fetch_and(&mm->cpus, ~bit, __ATOMIC_SEQ_CST);
}

/* NULL: the kernel's own tables, which all CPUs are counted for anyway. */
static void load(struct mm *next)
{
	const u64 bit = BIT(percpu.id);
	struct mm *previous = percpu.mm;

	if (next)
		cpu_add(next, bit);
	percpu.mm = next;
	write_cr3(next ? next->root : kernel_mm.root);
	if (previous)
		cpu_remove(previous, bit);
}

void mm_switch(struct mm *mm)
{
	if (percpu.mm != mm)
		load(mm);
}

void mm_leave(struct mm *mm)
{
	unsigned long flags = irq_save();

	if (percpu.mm == mm)
		load(NULL);
	irq_restore(flags);
}
