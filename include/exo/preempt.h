/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. Keeping the CPU: between preempt_disable() and
 * preempt_enable() no other thread runs on it; interrupts still do. The pairs
 * nest.
 *
 * The count, the interrupts being handled and the wish for another thread share
 * one word, so that giving the CPU back costs one instruction and a branch:
 *
 *	31                  30 .. 24     23 .. 0
 *	no thread waits     interrupts   nesting of preempt_disable()
 *
 * The word is 0 just when preemption is both allowed and wanted. With interrupts
 * on it is changed by one instruction, lest an interrupt's wish be lost.
 */
#ifndef EXO_PREEMPT_H
#define EXO_PREEMPT_H

#include <exo/compiler.h>
#include <exo/cpu.h>

#define PREEMPT_NOT_WANTED 0x80000000U
#define PREEMPT_INTERRUPT  0x01000000U /* one of those being handled */
#define PREEMPT_INTERRUPTS 0x7f000000U

#ifdef CONFIG_THREADS
/* kernel/sched/core.c: run who waits. Preemption is allowed and wanted. */
void preempt_schedule(void);
#else
static inline void preempt_schedule(void)
{
}
#endif

#ifdef __HOST_TEST__
#define preempt_count_add(n)	 (boot_cpu.preempt_count += (n))
#define preempt_count_drop_one() (boot_cpu.preempt_count -= 1, false)
#define preempt_is_due()	 false
#else
static inline void preempt_count_add(unsigned int n)
{
	__asm__ volatile("addl %0, %%gs:%c1"
			 :
			 : "ri"(n), "i"(offsetof(struct cpu, preempt_count))
			 : "memory", "cc");
}

/* True when the word became 0. */
static inline bool preempt_count_drop_one(void)
{
	bool zero;

	__asm__ volatile("decl %%gs:%c1"
			 : "=@ccz"(zero)
			 : "i"(offsetof(struct cpu, preempt_count))
			 : "memory");
	return zero;
}

/* Is preemption both allowed and wanted? */
static inline bool preempt_is_due(void)
{
	bool zero;

	__asm__ volatile("cmpl $0, %%gs:%c1"
			 : "=@ccz"(zero)
			 : "i"(offsetof(struct cpu, preempt_count)));
	return zero;
}
#endif

/* Any context. */
static inline void preempt_disable(void)
{
	preempt_count_add(1);
}

/* Undo one preempt_disable(), without looking who waits. */
static inline void preempt_enable_no_resched(void)
{
	preempt_count_add(-1U);
}

/* Undo one preempt_disable() and let a waiting thread run. */
static inline void preempt_enable(void)
{
	if (unlikely(preempt_count_drop_one()))
		preempt_schedule();
}

/* Whether preemption is off, or an interrupt is being handled. */
static inline bool preempt_is_off(void)
{
	return percpu.preempt_count & ~PREEMPT_NOT_WANTED;
}

/* Whether this CPU is handling an interrupt. */
static inline bool in_interrupt(void)
{
	return percpu.preempt_count & PREEMPT_INTERRUPTS;
}

#endif
