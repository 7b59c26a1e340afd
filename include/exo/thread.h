/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Kernel threads. A thread that was created is joined or
 * detached, once; until then its exit code is kept.
 *
 * "May sleep" below means: in a thread, interrupts on, preemption on, no
 * spinlock held; assert_can_sleep() checks it.
 */
#ifndef EXO_THREAD_H
#define EXO_THREAD_H

#include <exo/compiler.h>
#include <exo/task.h>
#include <exo/types.h>

/*
 * Start a thread that calls @run(@arg) and exits with what it returns. The
 * name is copied and may be cut. NULL when memory is short. Threads only;
 * does not sleep.
 */
__must_check struct task *thread_create(const char *name, int (*run)(void *arg),
					void *arg);

/* The same, but it does not run yet: task_wake() starts it. */
__must_check struct task *thread_prepare(const char *name,
					 int (*run)(void *arg), void *arg);

/* Free @thread, which was prepared and never woken. */
void thread_discard(struct task *thread);

/* Wait until @thread has exited and let it go. Its exit code. May sleep. */
int thread_join(struct task *thread);

/* Nobody will join @thread. */
void thread_detach(struct task *thread);

/* End the calling thread. */
__noreturn void thread_exit(int exit_code);

/* Let others run, first those of a better class. May sleep. */
void thread_yield(void);

/* Sleep until time_uptime_ns() has reached @deadline_ns. May sleep. */
void thread_sleep_until(u64 deadline_ns);

/* Sleep for @ns nanoseconds at least, ~0 for ever. May sleep. */
void thread_sleep_ns(u64 ns);

static inline void thread_sleep_ms(u64 ms)
{
	thread_sleep_ns(ms < ~0ULL / 1000000 ? ms * 1000000 : ~0ULL);
}

/*
 * Make the quantum of @thread longer (negative) or shorter; -EINVAL outside
 * NICE_MIN..NICE_MAX. Any context.
 */
int thread_set_nice(struct task *thread, int nice);

/* @thread, which does not run yet, has the current one's. */
static inline void thread_inherit_nice(struct task *thread)
{
	thread->nice = current->nice;
	thread->quantum = current->quantum;
}

/* Panics unless the caller may sleep. */
void assert_can_sleep(void);

#endif
