// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dead tasks. One puts itself aside, with interrupts off until it has left the
 * CPU for good, so that nobody on this CPU finds it before. Freeing takes longer
 * than that: whoever creates the next task does it, or the idle task, or, when
 * many are dead and neither comes, the worker.
 */
#include <asm/irqflags.h>
#include <exo/deferred_work.h>

#include "internal.h"

enum {
	MANY_DEAD = 64
};

static void reap_late(struct deferred_work *work)
{
	(void)work;
	sched_reap();
}

static DEFERRED_WORK(reap_work, reap_late);

void sched_bury(struct task *task)
{
	assert_irqs_off();
	struct run_queue *rq = percpu.run_queue;

	list_add_tail(&task->run_node, &rq->dead);
	if (++rq->nr_dead == MANY_DEAD)
		deferred_work_queue(&reap_work);
}

static struct task *take_dead(void)
{
	unsigned long flags = irq_save();
	struct run_queue *rq = percpu.run_queue;
	struct task *task = list_first_entry(&rq->dead, struct task, run_node);

	if (task) {
		list_del(&task->run_node);
		rq->nr_dead--;
	}
	irq_restore(flags);
	return task;
}

void sched_reap(void)
{
	struct task *task;

	while ((task = take_dead()))
		task_put(task);
}
