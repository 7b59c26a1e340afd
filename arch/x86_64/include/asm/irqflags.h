/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. RFLAGS, and of this CPU the interrupt flag.
 */
#ifndef ASM_IRQFLAGS_H
#define ASM_IRQFLAGS_H

#include <exo/types.h>

/* Intel SDM vol. 1, 3.4.3. */
#define RFLAGS_ALWAYS	  (1UL << 1) /* reads as one */
#define RFLAGS_ARITHMETIC 0x8d5UL /* CF, PF, AF, ZF, SF, OF */
#define RFLAGS_TF	  (1UL << 8) /* single steps */
#define RFLAGS_IF	  (1UL << 9) /* interrupts are on */
#define RFLAGS_DF	  (1UL << 10) /* strings go downward */
#define RFLAGS_IOPL	  (3UL << 12) /* who may do I/O */
#define RFLAGS_NT	  (1UL << 14) /* nested task */
#define RFLAGS_RF	  (1UL << 16) /* no breakpoint at the next instruction */
#define RFLAGS_AC	  (1UL << 18) /* alignment checks; SMAP is off */
#define RFLAGS_ID	  (1UL << 21) /* says nothing, but can be set */

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
