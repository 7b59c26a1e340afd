// SPDX-License-Identifier: GPL-2.0-only
/*
 * The queue of deferred work. A piece that is begun is no longer in it, so it
 * may be queued again meanwhile, even by itself; it then goes to the end, and
 * the bound of deferred_work_run() holds.
 */
#include <exo/compiler.h>
#include <exo/deferred_work.h>
#include <exo/spinlock.h>

static struct spinlock lock = SPINLOCK_INIT("deferred work");
static LIST_HEAD(queue); /* lock */
static void (*wake_runner)(void);

void deferred_work_init(struct deferred_work *work, deferred_work_fn run)
{
	*work = (struct deferred_work){.run = run};
	list_init(&work->node);
}

void deferred_work_set_wake(void (*wake)(void))
{
	wake_runner = wake;
}

bool deferred_work_queue(struct deferred_work *work)
{
	unsigned long flags = spin_lock_irqsave(&lock);
	bool added = !work->pending;

	if (added) {
		work->pending = true;
		list_add_tail(&work->node, &queue);
	}
	spin_unlock_irqrestore(&lock, flags);
	if (added && wake_runner)
		wake_runner();
	return added;
}

/* The lock is held. */
static void unqueue(struct deferred_work *work)
{
	work->pending = false;
	list_del(&work->node);
}

bool deferred_work_cancel(struct deferred_work *work)
{
	unsigned long flags = spin_lock_irqsave(&lock);
	bool was_pending = work->pending;

	if (was_pending)
		unqueue(work);
	spin_unlock_irqrestore(&lock, flags);
	return was_pending;
}

bool deferred_work_waiting(void)
{
	return READ_ONCE(queue.next) != &queue;
}

static struct deferred_work *take_first(void)
{
	unsigned long flags = spin_lock_irqsave(&lock);
	struct deferred_work *work =
		list_first_entry(&queue, struct deferred_work, node);

	if (work)
		unqueue(work);
	spin_unlock_irqrestore(&lock, flags);
	return work;
}

unsigned int deferred_work_run(unsigned int limit)
{
	unsigned int done = 0;

	while (done < limit) {
		struct deferred_work *work = take_first();

		if (!work)
			break;
		work->run(work);
		done++;
	}
	return done;
}
