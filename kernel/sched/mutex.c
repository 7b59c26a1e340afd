// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mutexes: the slow paths, and the inheritance of scheduling classes.
 *
 *	owner	0			free
 *		task			taken, nobody waits
 *		task | CONTENDED	taken, somebody waits
 *
 * An unlock with waiters hands the mutex to the first of them: who came first
 * gets it, and it is never free while somebody waits.
 *
 * The owner runs in the best class of all who wait for it. A mutex counts its
 * waiters by class, and a task the contended mutexes it owns by the class of
 * their best waiter, so each step costs the same however many wait:
 *
 *	waiter -> mutex.waiting[class]	first not 0: mutex.best
 *			-> owner.boosts[best]	first not 0: owner.inherited
 *
 * When the owner waits for a mutex itself, the change goes on to that one's
 * owner. One lock guards all of this: contention is rare, and a chain crosses
 * many mutexes.
 */
#include <exo/mutex.h>
#include <exo/panic.h>
#include <exo/spinlock.h>
#include <exo/thread.h>

#include "internal.h"

struct mutex_waiter {
	struct list_head node;
	struct task *task;
};

static struct spinlock lock = SPINLOCK_INIT("mutex waiters");

/* The first class that is counted; SCHED_CLASSES when none is. */
static u8 best_counted(const u32 counts[SCHED_CLASSES])
{
	u8 class = 0;

	while (class < SCHED_CLASSES && !counts[class])
		class ++;
	return class;
}

/* Let @task inherit what its boosts say. False when that changes nothing. */
static bool update_inherited(struct task *task)
{
	u8 inherited = best_counted(task->boosts), queue = task->queue;

	if (task->inherited == inherited)
		return false;
	task->inherited = inherited;
	sched_requeue(task);
	return task->queue != queue;
}

/* The waiters of @mutex have changed: tell its owner, and whom he waits for. */
static void update_best(struct mutex *mutex)
{
	while (mutex) {
		struct task *owner = mutex_owner(mutex);
		u8 best = best_counted(mutex->waiting), queue = owner->queue;

		if (mutex->best == best)
			return;
		if (mutex->best < SCHED_CLASSES)
			owner->boosts[mutex->best]--;
		if (best < SCHED_CLASSES)
			owner->boosts[best]++;
		mutex->best = best;
		if (!update_inherited(owner))
			return;
		mutex = owner->waits_for;
		if (mutex) {
			mutex->waiting[queue]--;
			mutex->waiting[owner->queue]++;
		}
	}
}

/* @mutex leaves its owner: what its waiters gave goes too. */
static void drop_boost(struct mutex *mutex)
{
	struct task *owner = mutex_owner(mutex);

	owner->boosts[mutex->best]--;
	mutex->best = SCHED_CLASSES;
	update_inherited(owner);
}

/*
 * Make the owner come to mutex_unlock_slow(). False when there is none: it let
 * go before it could be told.
 */
static bool mark_contended(struct mutex *mutex)
{
	unsigned long owner = __atomic_load_n(&mutex->owner, __ATOMIC_RELAXED);

	while (owner) {
		if (__atomic_compare_exchange_n(
			    &mutex->owner, &owner, owner | MUTEX_CONTENDED,
			    false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return true;
	}
	return false;
}

/* Wait until the owner hands the mutex over. The lock is held. */
static void wait_for(struct mutex *mutex)
{
	struct mutex_waiter waiter = {.task = current};

	sched_prepare_to_block(); /* from here on our class is constant */
	list_add_tail(&waiter.node, &mutex->waiters);
	mutex->waiting[current->queue]++;
	current->waits_for = mutex;
	update_best(mutex);
	while (mutex_owner(mutex) != current) {
		current->state = TASK_BLOCKED;
		lock_debug_release(&lock.debug);
		preempt_enable_no_resched();
		sched_block();
		preempt_disable();
		lock_debug_acquired(&lock.debug);
	}
}

void mutex_lock_slow(struct mutex *mutex)
{
	unsigned long flags;

	assert_can_sleep();
	ASSERT(mutex_owner(mutex) != current);
	flags = spin_lock_irqsave(&lock);
	if (mark_contended(mutex))
		wait_for(mutex);
	else
		__atomic_store_n(&mutex->owner, (unsigned long)current,
				 __ATOMIC_RELAXED);
	spin_unlock_irqrestore(&lock, flags);
	lock_debug_acquired(&mutex->debug);
}

/* Take the first waiter out. */
static struct task *take_waiter(struct mutex *mutex)
{
	struct mutex_waiter *waiter =
		list_first_entry(&mutex->waiters, struct mutex_waiter, node);

	list_del(&waiter->node);
	waiter->task->waits_for = NULL;
	mutex->waiting[waiter->task->queue]--;
	return waiter->task;
}

void mutex_unlock_slow(struct mutex *mutex)
{
	unsigned long contended;
	struct task *next;
	unsigned long flags;

	ASSERT(mutex_owner(mutex) == current);
	flags = spin_lock_irqsave(&lock);
	drop_boost(mutex);
	next = take_waiter(mutex);
	contended = list_empty(&mutex->waiters) ? 0 : MUTEX_CONTENDED;
	__atomic_store_n(&mutex->owner, (unsigned long)next | contended,
			 __ATOMIC_RELEASE);
	update_best(mutex);
	task_wake(next);
	spin_unlock_irqrestore(&lock, flags);
}
