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
	bool woken; /* and out of the queue */
};

struct timed_waiter {
	struct waiter waiter;
	struct timer timer;
};

static void deadline_passed(struct timer *timer)
{
	task_wake(container_of(timer, struct timed_waiter, timer)->waiter.task);
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

/* Mark the first waiter as woken and take it out; NULL when there is none. */
static struct waiter *take_first(struct wait_queue *queue)
{
	struct waiter *waiter =
		list_first_entry(&queue->waiters, struct waiter, node);

	if (waiter) {
		list_del(&waiter->node);
		waiter->woken = true;
	}
	return waiter;
}

/* The first half of waiting; the CPU must be given up next. Interrupts off. */
static void begin(struct waiter *waiter, struct wait_queue *queue,
		  struct spinlock *lock)
{
	waiter->task = current;
	waiter->woken = false;
	list_add_tail(&waiter->node, &queue->waiters);
	sched_prepare_to_block();
	lock_drop(lock);
}

static void end(struct waiter *waiter, struct spinlock *lock,
		unsigned long flags)
{
	irq_restore(flags);
	lock_retake(lock);
	if (unlikely(!waiter->woken))
		list_del(&waiter->node);
}

void wait_on(struct wait_queue *queue, struct spinlock *lock)
{
	unsigned long flags = irq_save();
	struct waiter waiter;

	begin(&waiter, queue, lock);
	sched_block();
	end(&waiter, lock, flags);
}

void wait_on_waking(struct wait_queue *queue, struct spinlock *lock,
		    struct wait_queue *wake)
{
	unsigned long flags = irq_save();
	struct waiter *next = take_first(wake);
	struct waiter waiter;

	begin(&waiter, queue, lock);
	if (likely(next))
		sched_block_and_run(next->task);
	else
		sched_block();
	end(&waiter, lock, flags);
}

bool wait_on_until(struct wait_queue *queue, struct spinlock *lock,
		   u64 deadline_ns)
{
	unsigned long flags = irq_save();
	struct timed_waiter timed;

	timer_init(&timed.timer, deadline_passed);
	timer_start(&timed.timer, deadline_ns);
	begin(&timed.waiter, queue, lock);
	sched_block();
	timer_cancel(&timed.timer);
	end(&timed.waiter, lock, flags);
	return timed.waiter.woken;
}

bool wake_one(struct wait_queue *queue)
{
	struct waiter *waiter = take_first(queue);

	if (!waiter)
		return false;
	task_wake(waiter->task);
	return true;
}

void wake_all(struct wait_queue *queue)
{
	while (wake_one(queue))
		;
}
