/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. What each processor keeps for itself. GS base points at its
 * struct cpu from the first C instruction on, so this_cpu() is one load and
 * the stack-protector canary has a fixed place.
 */
#ifndef EXO_CPU_H
#define EXO_CPU_H

#include <exo/compiler.h>
#include <exo/types.h>

/* Offset of the canary; the same number stands in the arch Makefile. */
#define CPU_CANARY_OFFSET 8

struct cpu {
	struct cpu *self;
	unsigned long stack_canary;
	unsigned int id; /* 0.. */
	unsigned int irq_nesting; /* interrupts being handled on this CPU */
};

_Static_assert(offsetof(struct cpu, stack_canary) == CPU_CANARY_OFFSET,
	       "the compiler reads the canary there");

extern struct cpu boot_cpu;

static inline struct cpu *this_cpu(void)
{
	struct cpu *cpu;

	__asm__("mov %%gs:0, %0" : "=r"(cpu));
	return cpu;
}

#endif
