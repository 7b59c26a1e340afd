// SPDX-License-Identifier: GPL-2.0-only
/*
 * Semaphores. A unit that comes back while somebody waits is handed to the
 * first waiter and never shows in the count: nobody who comes later can take
 * it first.
 */
#include <exo/semaphore.h>

void semaphore_init(struct semaphore *semaphore, unsigned int count)
{
	spin_init(&semaphore->lock, "semaphore");
	semaphore->count = count;
	wait_queue_init(&semaphore->waiters);
}

/* The lock is held. */
static bool take_free_unit(struct semaphore *semaphore)
{
	if (!semaphore->count)
		return false;
	semaphore->count--;
	return true;
}

void semaphore_down(struct semaphore *semaphore)
{
	unsigned long flags;

	might_sleep();
	flags = spin_lock_irqsave(&semaphore->lock);
	if (!take_free_unit(semaphore))
		wait_on(&semaphore->waiters, &semaphore->lock);
	spin_unlock_irqrestore(&semaphore->lock, flags);
}

bool semaphore_try_down(struct semaphore *semaphore)
{
	unsigned long flags = spin_lock_irqsave(&semaphore->lock);
	bool taken = take_free_unit(semaphore);

	spin_unlock_irqrestore(&semaphore->lock, flags);
	return taken;
}

bool semaphore_down_until(struct semaphore *semaphore, u64 deadline_ns)
{
	unsigned long flags;
	bool taken;

	might_sleep();
	flags = spin_lock_irqsave(&semaphore->lock);
	taken = take_free_unit(semaphore) ||
		wait_on_until(&semaphore->waiters, &semaphore->lock,
			      deadline_ns);
	spin_unlock_irqrestore(&semaphore->lock, flags);
	return taken;
}

void semaphore_up(struct semaphore *semaphore)
{
	unsigned long flags = spin_lock_irqsave(&semaphore->lock);

	if (!wake_one(&semaphore->waiters))
		semaphore->count++;
	spin_unlock_irqrestore(&semaphore->lock, flags);
}
