// SPDX-License-Identifier: GPL-2.0-only
#include <exo/semaphore.h>

void semaphore_init(struct semaphore *semaphore, unsigned int count)
{
	spin_init(&semaphore->lock, "semaphore");
	semaphore->count = count;
	wait_queue_init(&semaphore->waiters);
}

void semaphore_down(struct semaphore *semaphore)
{
	unsigned long flags = spin_lock_irqsave(&semaphore->lock);

	while (!semaphore->count)
		wait_on(&semaphore->waiters, &semaphore->lock);
	semaphore->count--;
	spin_unlock_irqrestore(&semaphore->lock, flags);
}

bool semaphore_try_down(struct semaphore *semaphore)
{
	unsigned long flags = spin_lock_irqsave(&semaphore->lock);
	bool taken = semaphore->count > 0;

	if (taken)
		semaphore->count--;
	spin_unlock_irqrestore(&semaphore->lock, flags);
	return taken;
}

bool semaphore_down_until(struct semaphore *semaphore, u64 deadline_ns)
{
	unsigned long flags = spin_lock_irqsave(&semaphore->lock);
	bool in_time = true, taken;

	while (!semaphore->count && in_time)
		in_time = wait_on_until(&semaphore->waiters, &semaphore->lock,
					deadline_ns);
	taken = semaphore->count > 0;
	if (taken)
		semaphore->count--;
	spin_unlock_irqrestore(&semaphore->lock, flags);
	return taken;
}

void semaphore_up(struct semaphore *semaphore)
{
	unsigned long flags = spin_lock_irqsave(&semaphore->lock);

	semaphore->count++;
	wake_one(&semaphore->waiters);
	spin_unlock_irqrestore(&semaphore->lock, flags);
}
