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
#include <exo/hand_over.h>
#include <exo/hand_over_inline.h>
#include <exo/mutex.h>
#include <exo/panic.h>
#include <exo/task_signal.h>
#include <exo/timer.h>
#include <exo/wait.h>
#include <uapi/errno.h>

#include "internal.h"

struct waiter {
	struct list_head node;
	struct task *task;
	bool woken; /* and out of the queue */
};

struct timed_waiter {
	struct waiter waiter;
	struct timer timer;
	bool late; /* the timer has run */
};

static void deadline_passed(struct timer *timer)
{
	task_wake(container_of(timer, struct timed_waiter, timer)->waiter.task);
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
	struct waiter *waiter;

	if (list_empty(&queue->waiters))
		return NULL;
	waiter = list_entry(queue->waiters.next, struct waiter, node);
	list_unlink(&waiter->node);
	waiter->woken = true;
	return waiter;
}

static void enter(struct wait_queue *queue, struct waiter *waiter)
{
	waiter->task = current;
	waiter->woken = false;
	list_add_tail(&waiter->node, &queue->waiters);
}

/*
 * The first half of waiting; the lock must be let go and the CPU given up next.
 * Interrupts are off.
 */
static void join(struct wait_queue *queue, struct waiter *waiter)
{
	enter(queue, waiter);
	sched_prepare_to_block();
}

/* Its last: the lock is held again. */
static void leave(struct waiter *waiter)
{
	if (unlikely(!waiter->woken))
		list_del(&waiter->node);
}

void wait_on(struct wait_queue *queue, struct spinlock *lock)
{
	unsigned long flags = irq_save();
	struct waiter waiter;

	join(queue, &waiter);
	spin_unlock_to_block(lock);
	sched_block();
	irq_restore(flags);
	lock_retake(lock);
	leave(&waiter);
}

void wait_on_waking(struct wait_queue *queue, struct spinlock *lock,
		    struct wait_queue *wake)
{
	unsigned long flags = irq_save();
	struct waiter *next = take_first(wake);
	struct waiter waiter;

	enter(queue, &waiter);
	spin_unlock_to_block(lock);
	if (likely(next)) {
		sched_hand_over(current, next->task);
	} else {
		sched_prepare_to_block();
		sched_block();
	}
	irq_restore(flags);
	lock_retake(lock);
	leave(&waiter);
}

bool wait_on_until(struct wait_queue *queue, struct spinlock *lock,
		   u64 deadline_ns)
{
	unsigned long flags = irq_save();
	struct timed_waiter timed;

	timer_init(&timed.timer, deadline_passed);
	timer_start(&timed.timer, deadline_ns);
	join(queue, &timed.waiter);
	spin_unlock_to_block(lock);
	sched_block();
	timer_cancel(&timed.timer);
	irq_restore(flags);
	lock_retake(lock);
	leave(&timed.waiter);
	return timed.waiter.woken;
}

/* join(), unless a signal has come: then -EINTR. */
static __always_inline int join_interruptibly(struct wait_queue *queue,
					      struct waiter *waiter)
{
	if (task_signal_pending(current))
		return -EINTR;
	enter(queue, waiter);
	sched_end_burst(this_run_queue(), current);
	current->state = TASK_BLOCKED;
	return 0;
}

/* When the lock is let go. */
static __always_inline void block_interruptibly(struct timed_waiter *timed,
						u64 deadline_ns)
{
	bool has_deadline = deadline_ns != WAIT_FOREVER;

	if (has_deadline) {
		timer_init(&timed->timer, deadline_passed);
		timer_start(&timed->timer, deadline_ns);
	}
	current->interruptible = true;
	sched_block_to_next();
	current->interruptible = false;
	timed->late = has_deadline && !timer_cancel(&timed->timer);
}

/*
 * The last, with the lock held again: why it is awake. The signal may be gone, when
 * another task has taken it.
 */
static __always_inline int leave_interruptibly(struct timed_waiter *timed)
{
	if (likely(timed->waiter.woken))
		return 0;
	list_del(&timed->waiter.node);
	return task_signal_pending(current) || !timed->late ? -EINTR
							    : -ETIMEDOUT;
}

int wait_on_interruptible(struct wait_queue *queue, struct spinlock *lock,
			  u64 deadline_ns)
{
	unsigned long flags = irq_save();
	struct timed_waiter timed;
	int err = join_interruptibly(queue, &timed.waiter);

	if (err) {
		irq_restore(flags);
		return err;
	}
	spin_unlock_to_block(lock);
	block_interruptibly(&timed, deadline_ns);
	irq_restore(flags);
	lock_retake(lock);
	return leave_interruptibly(&timed);
}

/* Inlined, so that who waits without limit does not pay for the timer. */
static __always_inline int
wait_under_mutex(struct wait_queue *queue, struct mutex *mutex, u64 deadline_ns)
{
	struct timed_waiter timed;
	int err;

	irq_disable();
	err = join_interruptibly(queue, &timed.waiter);
	if (unlikely(err)) {
		irq_enable();
		return err;
	}
	mutex_unlock(mutex);
	block_interruptibly(&timed, deadline_ns);
	irq_enable();
	mutex_lock(mutex);
	return leave_interruptibly(&timed);
}

int wait_on_mutex(struct wait_queue *queue, struct mutex *mutex)
{
	return wait_under_mutex(queue, mutex, WAIT_FOREVER);
}

int wait_on_mutex_until(struct wait_queue *queue, struct mutex *mutex,
			u64 deadline_ns)
{
	return wait_under_mutex(queue, mutex, deadline_ns);
}

bool wake_one(struct wait_queue *queue)
{
	struct waiter *waiter = take_first(queue);

	if (!waiter)
		return false;
	task_wake(waiter->task);
	return true;
}

void wake_one_next(struct wait_queue *queue)
{
	struct waiter *waiter = take_first(queue);

	if (waiter)
		sched_wake_next(waiter->task);
}

void wake_all(struct wait_queue *queue)
{
	while (wake_one(queue))
		;
}
