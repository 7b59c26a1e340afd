/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Waiting for a condition that others bring about. Condition
 * and queue are guarded by one spinlock of their owner:
 *
 *	spin_lock(&pipe->lock);				spin_lock(&pipe->lock);
 *	while (!pipe->filled)				pipe->filled = true;
 *		wait_on(&pipe->readers, &pipe->lock);	wake_one(&pipe->readers);
 *	...						spin_unlock(&pipe->lock);
 *
 * A waiter gives up the lock and the CPU in one step, so no wake-up is lost.
 * It looks again, because others may have run between the wake-up and its turn,
 * unless what it waited for was set aside for it.
 */
#ifndef EXO_WAIT_H
#define EXO_WAIT_H

#include <exo/list.h>
#include <exo/spinlock.h>
#include <exo/types.h>

struct mutex;

struct wait_queue {
	struct list_head waiters; /* in the order they came */
};

#define WAIT_QUEUE_INIT(queue)                              \
	{                                                   \
		.waiters = LIST_HEAD_INIT((queue).waiters), \
	}

static inline void wait_queue_init(struct wait_queue *queue)
{
	list_init(&queue->waiters);
}

/* Does anybody wait? The lock is held. */
static inline bool wait_queue_empty(const struct wait_queue *queue)
{
	return list_empty(&queue->waiters);
}

/*
 * Wait in @queue until wake_one() or wake_all(). @lock is the only spinlock
 * held, taken either way; it is let go meanwhile and held again on return, and
 * interrupts are as they were. May sleep otherwise.
 */
void wait_on(struct wait_queue *queue, struct spinlock *lock);

/*
 * Wake the first waiter of @wake, if there is one, and wait in @queue. The CPU
 * goes to who was woken directly, past those ready to run, for as long as the
 * turn lasts that began when one of both was last chosen among these. Both
 * queues are under @lock.
 */
void wait_on_waking(struct wait_queue *queue, struct spinlock *lock,
		    struct wait_queue *wake);

/*
 * wait_on(), at most until time_uptime_ns() reaches @deadline_ns. Returns whether
 * it was woken.
 */
bool wait_on_until(struct wait_queue *queue, struct spinlock *lock,
		   u64 deadline_ns);

enum {
	WAIT_FOREVER = ~0ULL /* as a deadline: there is none */
};

/*
 * Wait for the sake of a program: wait_on_until(), and a signal to the thread
 * ends it too. 0 when woken, -EINTR, -ETIMEDOUT. When both came, it was woken.
 */
int wait_on_interruptible(struct wait_queue *queue, struct spinlock *lock,
			  u64 deadline_ns);

/* The same, @lock being taken by spin_lock_irq(), which leaves preemption alone. */
static inline int wait_on_interruptible_irq(struct wait_queue *queue,
					    struct spinlock *lock,
					    u64 deadline_ns)
{
	int err;

	preempt_disable();
	err = wait_on_interruptible(queue, lock, deadline_ns);
	preempt_enable_no_resched();
	return err;
}

/*
 * The same under a mutex that guards condition and queue: wake_one() and
 * wake_all() are then called with it held. Interrupts are on. The first waits
 * without limit.
 */
int wait_on_mutex(struct wait_queue *queue, struct mutex *mutex);
int wait_on_mutex_until(struct wait_queue *queue, struct mutex *mutex,
			u64 deadline_ns);

/* Wake the first waiter; false when there is none. The lock is held. */
bool wake_one(struct wait_queue *queue);

/*
 * Wake the first waiter, if there is one, by task_wake_next(): the caller is
 * likely to wait soon, and then the one woken runs at once. Interrupts are off.
 */
void wake_one_next(struct wait_queue *queue);

/* Wake all waiters. The lock is held. */
void wake_all(struct wait_queue *queue);

#endif
