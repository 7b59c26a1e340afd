// SPDX-License-Identifier: GPL-2.0-only
/*
 * Round-robin: one queue, and each task runs until its quantum is over. What
 * the EMA scheduler is compared with.
 */
#include <exo/console.h>
#include <exo/ema.h>

#include "policy.h"

void policy_init(void)
{
}

void policy_print(void)
{
	console_printf("round-robin, quantum %d ms\n", CONFIG_SCHED_QUANTUM_MS);
}

void policy_task_created(struct task *task)
{
	task->ema = EMA_UNSET; /* round-robin keeps no average */
	task->class = SCHED_NORMAL;
	task->sinks_at = ~0ULL;
}

void policy_burst_ended(struct task *task, u64 burst)
{
	(void)task;
	(void)burst;
}

void policy_burst_grew(struct task *task)
{
	(void)task;
}

void policy_class_arrives(struct run_queue *rq, enum sched_class class, u64 now)
{
	(void)rq;
	(void)class;
	(void)now;
}

enum sched_class policy_choose(struct run_queue *rq, enum sched_class best,
			       u64 now)
{
	(void)rq;
	(void)now;
	return best;
}

bool policy_turn_was_granted(struct run_queue *rq)
{
	(void)rq;
	return false;
}

bool policy_preempts(const struct run_queue *rq, enum sched_class queue,
		     u64 now)
{
	(void)queue;
	(void)now;
	return current == rq->idle;
}

bool policy_tick(struct run_queue *rq, u64 now)
{
	(void)rq;
	(void)now;
	return false;
}
