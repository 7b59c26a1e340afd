/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. What the files of the scheduler share with each other only.
 */
#ifndef KERNEL_SCHED_INTERNAL_H
#define KERNEL_SCHED_INTERNAL_H

#include <asm/msr.h>
#include <exo/task.h>
#include <exo/timer.h>

/*
 * The tasks of one CPU that are ready to run. Guarded by interrupts being off
 * on that CPU; with more than one, a lock word joins them here.
 *
 *	queues[COLD]	<-> task <-> task	all tasks ready but the
 *	queues[NORMAL]	<-> task		running one, which is in
 *	queues[HOT]	<-> task <-> task	no queue; nor is the idle task
 */
struct run_queue {
	struct list_head queues[SCHED_CLASSES];
	u64 clock; /* when the running task was last accounted for */
	struct task *idle;
	u8 picked; /* the queue that the running task came from */
	u64 turn_ends; /* of who was taken from it, and whom that one let run */
	/*
	 * Ready, and to run when the current task gives up the CPU, in the rest
	 * of its turn; in no queue. At the next tick it goes into one.
	 */
	struct task *next;
	struct list_head dead; /* tasks to be freed, through run_node */
	unsigned int nr_dead;

	/* CPU time by the queue that who used it came from; last: idle. */
	u64 used[SCHED_CLASSES + 1];

	/* The policy's; see policy_ema.c. */
	struct sched_debt {
		u64 owed; /* CPU time */
		u64 seen_used,
			seen_at; /* when owed was last brought up to date */
		bool repaying;
	} debts[SCHED_CLASSES];
	u64 protected_until; /* protected_class is not preempted before */
	u8 protected_class;
	bool turn_granted; /* to the task of protected_class that ran last */
	struct timer check; /* looks again then */
};

/*
 * The clock of all accounting: the time-stamp counter, raw. Its unit is
 * converted where numbers enter (configuration) and leave (reports).
 */
static inline u64 sched_clock(void)
{
	return rdtsc();
}

u64 sched_clock_from_us(u64 us);

/* core.c: look at @time whether another task should run. Interrupts off. */
void sched_check_at(struct run_queue *rq, u64 time);

static inline bool queue_empty(const struct run_queue *rq, unsigned int class)
{
	return list_empty(&rq->queues[class]);
}

/* The first task of a queue that is not empty. */
static inline struct task *queue_first(const struct run_queue *rq,
				       unsigned int class)
{
	return list_entry(rq->queues[class].next, struct task, run_node);
}

/*
 * core.c: the running task will block: its burst ends, and task_wake() undoes
 * this from here on. sched_block() then gives up the CPU until it is woken.
 * Interrupts are off from the first to the end of the second.
 */
void sched_prepare_to_block(void);
void sched_block(void);

/*
 * core.c: as task_wake(@next) and sched_block(), and @next runs at once, past
 * those in the queues, unless one of them should run before it.
 */
void sched_block_and_run(struct task *next);

/* core.c: @task->inherited has changed. Interrupts off. */
void sched_requeue(struct task *task);

/* core.c: the last of a task. Interrupts off. */
__noreturn void sched_exit(void);

/* reap.c: nothing uses the stack of the dead @task any more. Interrupts off. */
void sched_bury(struct task *task);

/* reap.c: free the tasks that have ended on this CPU. Threads only. */
void sched_reap(void);

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

/* core.c: first thing after a switch to a new task. */
void sched_finish_switch(struct context *left);

#endif
