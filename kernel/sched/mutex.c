// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mutexes: the slow paths, and the inheritance of scheduling classes.
 *
 *	owner	0			free
 *		task			taken, nobody waits
 *		task | CONTENDED	taken, waiters has somebody
 *		CONTENDED		let go; the first waiter is on its way
 *
 * Whoever comes first takes a mutex that was let go; a waiter that was beaten
 * to it is handed the mutex the next time, so none waits for ever.
 *
 * The owner of a contended mutex runs in the best class of the waiters of all
 * contended mutexes it owns, and when it waits for one itself, its owner
 * inherits likewise, and so on. One lock guards all of this: contention is
 * rare, and a chain crosses many mutexes.
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

void mutex_init(struct mutex *mutex, const char *lock_name)
{
	mutex->owner = 0;
	list_init(&mutex->waiters);
	list_init(&mutex->held_node);
	mutex->passed_over = false;
	lock_debug_init(&mutex->debug, lock_name);
}

static enum sched_class best_waiter(const struct mutex *mutex)
{
	enum sched_class best = SCHED_CLASSES;
	struct mutex_waiter *waiter;

	list_for_each_entry(waiter, &mutex->waiters, node)
		best = min(best, (enum sched_class)waiter->task->queue);
	return best;
}

static enum sched_class best_of_contended(const struct task *task)
{
	enum sched_class best = SCHED_CLASSES;
	struct mutex *mutex;

	list_for_each_entry(mutex, &task->contended, held_node)
		best = min(best, best_waiter(mutex));
	return best;
}

/* Let @task, and whom it waits for, inherit what their waiters have. */
static void update_inherited(struct task *task)
{
	while (task) {
		enum sched_class best = best_of_contended(task);

		if (task->inherited == best)
			return;
		task->inherited = (u8)best;
		sched_requeue(task);
		task = task->waits_for ? mutex_owner(task->waits_for) : NULL;
	}
}

/* @task owns @mutex, whose waiters are as they are now. */
static void set_owner(struct mutex *mutex, struct task *task)
{
	unsigned long contended = 0;

	list_del(&mutex->held_node);
	if (!list_empty(&mutex->waiters)) {
		contended = MUTEX_CONTENDED;
		list_add(&mutex->held_node, &task->contended);
	}
	__atomic_store_n(&mutex->owner, (unsigned long)task | contended,
			 __ATOMIC_RELAXED);
	update_inherited(task);
}

/*
 * Make the owner come to mutex_unlock_slow(). False when there is none: it let
 * go by the fast path before it could be told.
 */
static bool mark_contended(struct mutex *mutex)
{
	unsigned long owner = __atomic_fetch_or(&mutex->owner, MUTEX_CONTENDED,
						__ATOMIC_ACQUIRE);
	struct task *task = (struct task *)(owner & ~MUTEX_CONTENDED);

	if (!task)
		return false;
	list_del(&mutex->held_node);
	list_add(&mutex->held_node, &task->contended);
	update_inherited(task);
	return true;
}

/* It is free, or was handed to us. */
static bool may_take(const struct mutex *mutex)
{
	struct task *owner = mutex_owner(mutex);

	return !owner || owner == current;
}

static bool is_first(const struct mutex *mutex,
		     const struct mutex_waiter *waiter)
{
	return mutex->waiters.next == &waiter->node;
}

/* Until the mutex is ours: given to us, or free for the taking. */
static void wait_for(struct mutex *mutex, struct mutex_waiter *waiter)
{
	while (!may_take(mutex) && mark_contended(mutex)) {
		current->waits_for = mutex;
		lock_debug_release(&lock.debug);
		preempt_enable_no_resched();
		sched_block();
		preempt_disable();
		lock_debug_acquired(&lock.debug);
		current->waits_for = NULL;
		if (!may_take(mutex) && is_first(mutex, waiter))
			mutex->passed_over = true;
	}
}

void mutex_lock_slow(struct mutex *mutex)
{
	struct mutex_waiter waiter = {.task = current};
	unsigned long flags;

	assert_can_sleep();
	ASSERT(mutex_owner(mutex) != current);
	flags = spin_lock_irqsave(&lock);
	list_add_tail(&waiter.node, &mutex->waiters);
	wait_for(mutex, &waiter);
	list_del(&waiter.node);
	set_owner(mutex, current);
	spin_unlock_irqrestore(&lock, flags);
	lock_debug_acquired(&mutex->debug);
}

void mutex_unlock_slow(struct mutex *mutex)
{
	struct mutex_waiter *first;
	unsigned long flags;

	ASSERT(mutex_owner(mutex) == current);
	flags = spin_lock_irqsave(&lock);
	first = list_first_entry(&mutex->waiters, struct mutex_waiter, node);
	list_del(&mutex->held_node);
	if (mutex->passed_over) {
		mutex->passed_over = false;
		set_owner(mutex, first->task);
	} else {
		__atomic_store_n(&mutex->owner, MUTEX_CONTENDED,
				 __ATOMIC_RELEASE);
	}
	update_inherited(current);
	task_wake(first->task);
	spin_unlock_irqrestore(&lock, flags);
}
