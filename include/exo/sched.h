/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. What the rest of the kernel's core tells the scheduler.
 */
#ifndef EXO_SCHED_H
#define EXO_SCHED_H

#include <exo/preempt.h>
#include <exo/types.h>

#ifdef CONFIG_THREADS

/*
 * Make a task of the code that calls, and an idle task beside it; from here on
 * threads can be created. Once, at start-up, when there are a heap and a clock.
 */
void sched_init(void);

/* A tick has passed. Interrupt context, interrupts off. */
void sched_tick(void);

/* The outermost interrupt handler is done, interrupts are off still. */
void sched_interrupt_exit(void);

/* Nanoseconds of a number of sched_clock() units, see struct sched_stats. */
u64 sched_clock_to_ns(u64 units);

/*
 * The part of @time that was spent in user mode, when that many ticks found the
 * task there and in the kernel: the clock is exact, the division is a sample.
 */
u64 sched_user_share(u64 time, u32 user_ticks, u32 system_ticks);

/* Say on the consoles how the policy is configured. */
void sched_print_policy(void);

#else
static inline void sched_init(void)
{
}

static inline void sched_tick(void)
{
}

static inline void sched_interrupt_exit(void)
{
}
#endif

#endif
