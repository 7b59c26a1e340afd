// SPDX-License-Identifier: GPL-2.0-only
/*
 * The idle task: runs when nobody else does, prepares zeroed frames, then
 * halts until an interrupt wakes somebody.
 */
#include <asm/irqflags.h>
#include <exo/frame.h>
#include <exo/idle.h>
#include <exo/panic.h>
#include <exo/preempt.h>
#include <exo/task.h>

#include "internal.h"

static bool switch_wanted(void)
{
	return !(percpu.preempt_count & PREEMPT_NOT_WANTED);
}

static int idle_run(void *arg)
{
	(void)arg;
	for (;;) {
		sched_reap();
		while (!switch_wanted() && frame_fill_zeroed())
			;
		irq_disable();
		idle_until(switch_wanted);
		irq_enable();
		preempt_schedule();
	}
	return 0;
}

struct task *idle_create(void)
{
	struct task *idle = task_alloc_idle();

	if (!idle)
		panic("no memory for the idle thread");
	idle->run = idle_run;
	return idle;
}
