/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. What a scheduling policy decides; core.c does the rest.
 * policy_ema.c and policy_rr.c each define these functions, one of them is
 * built. All are called with interrupts off and take times of sched_clock().
 */
#ifndef KERNEL_SCHED_POLICY_H
#define KERNEL_SCHED_POLICY_H

#include "internal.h"

/* Convert the configured times, once the clock's rate is known. */
void policy_init(void);

/* Say on the consoles what is configured, for people. */
void policy_print(void);

/* Set @task->class and @task->sinks_at: it is new. */
void policy_task_created(struct task *task);

/* The same: a burst has ended by blocking. */
void policy_burst_ended(struct task *task, u64 burst);

/* The same: the burst has reached @task->sinks_at. */
void policy_burst_grew(struct task *task);

/* A class that had no task, running or waiting, is about to have one. */
void policy_class_arrives(struct run_queue *rq, enum sched_class class,
			  u64 now);

/*
 * The queue to take the next task from. @best is the first that is not empty,
 * and one after it is not empty either.
 */
enum sched_class policy_choose(struct run_queue *rq, enum sched_class best,
			       u64 now);

/*
 * Has the current task run in spite of better ones that waited? That was its
 * turn then. True once for each time it happens.
 */
bool policy_turn_was_granted(struct run_queue *rq);

/* Should a task that enters @queue now run instead of the current one? */
bool policy_preempts(const struct run_queue *rq, enum sched_class queue,
		     u64 now);

/* Should the current task stop, though its turn is not over? */
bool policy_tick(struct run_queue *rq, u64 now);

#endif
