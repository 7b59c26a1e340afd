// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wait queues. A waiter lives on the stack of who waits:
 *
 *	queue -> waiter -> waiter -> (queue)
 *	           |
 *	          task
 *
 * Between joining the queue and leaving the CPU interrupts are off, so nobody
 * can wake the task before it sleeps. The waker takes the waiter out and marks
 * it; a waiter whose time is over takes itself out, under the lock.
 */
#include <asm/irqflags.h>
#include <exo/compiler.h>
#include <exo/panic.h>
#include <exo/task.h>
#include <exo/timer.h>
#include <exo/wait.h>

#include "internal.h"

struct waiter {
	struct list_head node;
	struct task *task;
	bool woken;
	struct timer timer; /* if there is a deadline */
};

static void deadline_passed(struct timer *timer)
{
	task_wake(container_of(timer, struct waiter, timer)->task);
}

/* Without a look at who else wants to run: the caller leaves anyway. */
static void lock_drop(struct spinlock *lock)
{
	lock_debug_release(&lock->debug);
	preempt_enable_no_resched();
}

static void lock_retake(struct spinlock *lock)
{
	preempt_disable();
	lock_debug_attempt(&lock->debug, LOCK_SPIN);
	lock_debug_acquired(&lock->debug);
}

void wait_on(struct wait_queue *queue, struct spinlock *lock)
{
	struct waiter waiter = {.task = current};
	unsigned long flags = irq_save();

	list_add_tail(&waiter.node, &queue->waiters);
	sched_prepare_to_block();
	lock_drop(lock);
	sched_block();
	irq_restore(flags);
	lock_retake(lock);
	list_del(&waiter.node);
}

bool wait_on_until(struct wait_queue *queue, struct spinlock *lock,
		   u64 deadline_ns)
{
	struct waiter waiter = {.task = current};
	unsigned long flags = irq_save();

	timer_init(&waiter.timer, deadline_passed);
	timer_start(&waiter.timer, deadline_ns);
	list_add_tail(&waiter.node, &queue->waiters);
	sched_prepare_to_block();
	lock_drop(lock);
	sched_block();
	timer_cancel(&waiter.timer);
	irq_restore(flags);
	lock_retake(lock);
	list_del(&waiter.node);
	return waiter.woken;
}

bool wake_one(struct wait_queue *queue)
{
	struct waiter *waiter =
		list_first_entry(&queue->waiters, struct waiter, node);

	if (!waiter)
		return false;
	list_del(&waiter->node);
	waiter->woken = true;
	task_wake(waiter->task);
	return true;
}

void wake_all(struct wait_queue *queue)
{
	while (wake_one(queue))
		;
}
