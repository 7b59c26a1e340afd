// SPDX-License-Identifier: GPL-2.0-only
/*
 * Totals over all tasks. Nothing is counted for them on the way from one task to
 * another: they are added up from what each task and the run queue count anyway,
 * when somebody asks.
 */
#include <asm/irqflags.h>
#include <exo/sched.h>
#include <exo/sched_totals.h>
#include <exo/time.h>

#include "internal.h"

u32 sched_count_runnable(void)
{
	const struct run_queue *rq = this_run_queue();
	const struct task *task;
	u32 count = (current != rq->idle) + (rq->next != NULL);

	assert_irqs_off();
	for (unsigned int class = 0; class < SCHED_CLASSES; class ++) {
		list_for_each_entry(task, &rq->queues[class], run_node)
			count++;
	}
	return count;
}

/* The idle task is accounted for when the CPU leaves it, so this is complete. */
static u64 idle_ns(const struct run_queue *rq)
{
	u64 ns = sched_clock_to_ns(rq->used[SCHED_CLASSES]);

	/* The two clocks may be told apart by their rounding. */
	return min(ns, time_uptime_ns());
}

void sched_totals(struct sched_totals *totals)
{
	const struct run_queue *rq = this_run_queue();
	unsigned long flags;

	task_totals(totals);
	flags = irq_save();
	totals->runnable = sched_count_runnable();
	totals->idle_ns = idle_ns(rq);
	totals->user_ns = sched_user_share(time_uptime_ns() - totals->idle_ns,
					   rq->user_ticks, rq->system_ticks);
	irq_restore(flags);
}
