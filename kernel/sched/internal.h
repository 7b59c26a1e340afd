/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. What the files of the scheduler share with each other only.
 */
#ifndef KERNEL_SCHED_INTERNAL_H
#define KERNEL_SCHED_INTERNAL_H

#include <exo/run_queue.h>
#include <exo/task.h>

u64 sched_clock_from_us(u64 us);

/* core.c: look at @time whether another task should run. Interrupts off. */
void sched_check_at(struct run_queue *rq, u64 time);

/*
 * core.c: the running task will block: its burst ends, and task_wake() undoes
 * this from here on. sched_block() then gives up the CPU until it is woken.
 * Interrupts are off from the first to the end of the second.
 */
void sched_prepare_to_block(void);

/* core.c: @task->inherited has changed. Interrupts off. */
void sched_requeue(struct task *task);

/* core.c: the last of a task. Interrupts off. */
__noreturn void sched_exit(void);

/* reap.c: free the tasks that have ended on this CPU. Threads only. */
void sched_reap(void);

/* task.c: fill in what is known of all tasks, the rest with zeros. */
struct sched_totals;
void task_totals(struct sched_totals *totals);

/* totals.c: tasks that run or are ready. Interrupts off. */
u32 sched_count_runnable(void);

/* core.c: fill in what the scheduler keeps of a new task. */
void sched_init_task(struct task *task);

/* task.c: a task with its stack, one reference; NULL when memory is short. */
struct task *task_alloc(const char *name);
struct task *task_alloc_idle(void);

/* task.c: at start-up; the code that runs now becomes a task. */
struct task *task_init(void);

/* idle.c: at start-up. */
struct task *idle_create(void);

/* softlockup.c: the end of a tick. Is a switch wanted? */
#ifdef CONFIG_SOFTLOCKUP_DETECTOR
void softlockup_tick(bool wanted);
#else
static inline void softlockup_tick(bool wanted)
{
	(void)wanted;
}
#endif

#endif
