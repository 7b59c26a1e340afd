/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. The run queue, and the ways off the CPU that are inlined where
 * speed counts, for registers are then saved once. Only the files of
 * kernel/sched and <exo/hand_over.h> use what stands here.
 */
#ifndef EXO_RUN_QUEUE_H
#define EXO_RUN_QUEUE_H

#include <asm/context.h>
#include <asm/msr.h>
#include <exo/compiler.h>
#include <exo/cpu.h>
#include <exo/ema.h>
#include <exo/list.h>
#include <exo/task.h>
#include <exo/timer.h>
#include <exo/user_task.h>

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
	u64 turn_began; /* of who was taken from it, and whom that one let run */
	/*
	 * Ready, and to run when the current task gives up the CPU, in the rest
	 * of its turn; in no queue. At the next tick it goes into one.
	 */
	struct task *next;
	struct list_head dead; /* tasks to be freed, through run_node */
	unsigned int nr_dead;

	u32 user_ticks, system_ticks; /* that found a task there, not idle */

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

static __always_inline struct run_queue *this_run_queue(void)
{
	return percpu.run_queue;
}

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

/* What the running task has used since it was last accounted for. */
static __always_inline u64 sched_take_used(struct run_queue *rq)
{
	u64 now = sched_clock();
	u64 used = now - rq->clock;

	rq->used[rq->picked] += used;
	rq->clock = now;
	return used;
}

/* core.c: feed a burst to the average of @task's bursts, and class it anew. */
void sched_note_burst_slow(struct task *task, u64 burst);

/* The same. A short burst of a task with short bursts changes no class. */
static __always_inline void sched_note_burst(struct task *task, u64 burst)
{
#ifdef CONFIG_SCHED_EMA
	if (likely(task->class == SCHED_COLD && burst < task->sinks_at &&
		   task->ema != EMA_UNSET))
		task->ema = ema_step(task->ema, burst, CONFIG_SCHED_EMA_SHIFT);
	else
		sched_note_burst_slow(task, burst);
#else
	(void)task;
	(void)burst;
#endif
}

/* The running @task blocks: its burst is over. rq->clock is now. */
static __always_inline void sched_end_burst(struct run_queue *rq,
					    struct task *task)
{
	u64 burst = task->burst + sched_take_used(rq);

	task->stats.cpu_time += burst;
	task->stats.bursts++;
	task->burst = 0;
	task->quantum_end = task->quantum;
	sched_note_burst(task, burst);
}

/* Is the turn that was last chosen, by a quantum like @task's, not over? */
static __always_inline bool sched_in_turn(const struct run_queue *rq,
					  const struct task *task, u64 now)
{
	return now - rq->turn_began < task->quantum;
}

/* May @task run now, past those that are queued? */
static __always_inline bool sched_may_pass(const struct run_queue *rq,
					   const struct task *task, u64 now)
{
	if (!sched_in_turn(rq, task, now))
		return false;
	for (unsigned int c = 0; c < task->queue; c++) {
		if (!queue_empty(rq, c))
			return false;
	}
	return true;
}

static __always_inline void sched_switch(struct task *prev, struct task *next)
{
	struct task *self;

	current = next;
	next->stats.switches++;
	self = container_of(context_switch(&prev->context, &next->context),
			    struct task, context);
	user_switch(self);
}

/* task_wake_next() with interrupts off. Mostly @task's class is not new. */
static __always_inline void sched_wake_next(struct task *task)
{
	struct run_queue *rq = this_run_queue();

	assert_irqs_off();
	if (likely(task->state == TASK_BLOCKED && !rq->next &&
		   task->queue == rq->picked)) {
		task->state = TASK_RUNNABLE;
		rq->next = task;
	} else {
		task_wake_next(task);
	}
}

/* core.c: the running task, blocked and accounted for, gives up the CPU. */
void sched_block(void);

/* The same. Who was woken to be next is switched to from here. */
static __always_inline void sched_block_to_next(void)
{
	struct run_queue *rq = this_run_queue();
	struct task *next = rq->next;

	if (likely(next && sched_in_turn(rq, next, rq->clock) &&
		   (next->queue | rq->picked) == SCHED_COLD)) {
		rq->next = NULL;
		sched_switch(current, next);
	} else {
		sched_block();
	}
}

#endif
