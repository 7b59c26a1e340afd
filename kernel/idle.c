// SPDX-License-Identifier: GPL-2.0-only
/*
 * Having nothing to do. Preemption stays off around the halts: what an
 * interrupt wakes does not run before the tick does again.
 */
#include <asm/irqflags.h>
#include <exo/compiler.h>
#include <exo/deferred_work.h>
#include <exo/idle.h>
#include <exo/preempt.h>
#include <exo/time.h>

enum {
	WORK_LIMIT = 16 /* pieces before the caller looks again for others */
};

/* Returns with interrupts off, as it was called. */
static void do_work(void)
{
	irq_enable();
	deferred_work_run(WORK_LIMIT);
	irq_disable();
}

static bool work_waits(void)
{
	return !IS_ENABLED(CONFIG_THREADS) && deferred_work_waiting();
}

static void halt_until(bool (*ready)(void))
{
	preempt_disable();
	time_idle_enter();
	do {
		irq_enable_and_halt();
		irq_disable();
	} while (!ready() && !work_waits());
	time_idle_exit();
	preempt_enable_no_resched();
}

void idle_until(bool (*ready)(void))
{
	while (!ready()) {
		if (work_waits())
			do_work();
		else
			halt_until(ready);
	}
}
