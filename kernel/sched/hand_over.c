// SPDX-License-Identifier: GPL-2.0-only
/*
 * Handing over the CPU: the ways that are not inlined.
 */
#include <asm/irqflags.h>
#include <exo/hand_over.h>
#include <exo/hand_over_inline.h>
#include <exo/timer.h>
#include <uapi/errno.h>

#include "internal.h"

struct time_limit {
	struct timer timer;
	struct task *task;
};

static void deadline_passed(struct timer *timer)
{
	task_wake(container_of(timer, struct time_limit, timer)->task);
}

/* Interrupts are off, the lock is let go. */
static void block(struct task *next)
{
	current->interruptible = true;
	sched_prepare_to_block();
	sched_block_and_wake(next);
	current->interruptible = false;
}

/* The same; false when @deadline_ns has passed. */
static bool block_until(struct task *next, u64 deadline_ns)
{
	struct time_limit limit = {.task = current};

	timer_init(&limit.timer, deadline_passed);
	timer_start(&limit.timer, deadline_ns);
	block(next);
	return timer_cancel(&limit.timer);
}

int hand_over(struct spinlock *lock, struct task *next, u64 deadline_ns)
{
	bool in_time = true;

	irq_disable();
	if (task_signal_pending(current)) {
		if (next)
			task_wake(next);
		irq_enable();
		return -EINTR;
	}
	spin_unlock_to_block(lock);
	if (deadline_ns == WAIT_FOREVER)
		block(next);
	else
		in_time = block_until(next, deadline_ns);
	irq_enable();
	spin_lock(lock);
	return in_time ? 0 : -ETIMEDOUT;
}
