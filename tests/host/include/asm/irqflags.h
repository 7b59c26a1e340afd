/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. In place of the kernel's: interrupts come when a test calls
 * the handler.
 */
#ifndef ASM_IRQFLAGS_H
#define ASM_IRQFLAGS_H

#include <exo/types.h>

#define RFLAGS_IF (1UL << 9)

static inline unsigned long irq_save(void)
{
	return 0;
}

static inline void irq_restore(unsigned long flags)
{
	(void)flags;
}

static inline bool irqs_enabled(void)
{
	return true;
}

static inline void irq_enable(void)
{
}

static inline void irq_disable(void)
{
}

static inline void cpu_relax(void)
{
}

#endif
