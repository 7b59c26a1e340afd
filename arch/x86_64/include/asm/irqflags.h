/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. The interrupt flag of this CPU.
 */
#ifndef ASM_IRQFLAGS_H
#define ASM_IRQFLAGS_H

#include <exo/types.h>

#define RFLAGS_IF (1UL << 9)

static inline unsigned long irq_flags(void)
{
	unsigned long flags;

	__asm__ volatile("pushfq; popq %0" : "=r"(flags) : : "memory");
	return flags;
}

static inline bool irqs_enabled(void)
{
	return irq_flags() & RFLAGS_IF;
}

static inline void irq_enable(void)
{
	__asm__ volatile("sti" : : : "memory");
}

static inline void irq_disable(void)
{
	__asm__ volatile("cli" : : : "memory");
}

/* Turn interrupts off; give the result to irq_restore(). */
static inline unsigned long irq_save(void)
{
	unsigned long flags = irq_flags();

	irq_disable();
	return flags;
}

static inline void irq_restore(unsigned long flags)
{
	if (flags & RFLAGS_IF)
		irq_enable();
}

/*
 * Enable interrupts and halt until the next one. STI takes effect after the
 * following instruction (Intel SDM vol. 2, STI), so an interrupt that comes
 * between the caller's check and the halt still ends the halt.
 */
static inline void irq_enable_and_halt(void)
{
	__asm__ volatile("sti; hlt" : : : "memory");
}

static inline void cpu_relax(void)
{
	__asm__ volatile("pause" : : : "memory");
}

#endif
