// SPDX-License-Identifier: GPL-2.0-only
#include <exo/completion.h>

void completion_init(struct completion *completion)
{
	spin_init(&completion->lock, "completion");
	completion->done = false;
	wait_queue_init(&completion->waiters);
}

void complete(struct completion *completion)
{
	unsigned long flags = spin_lock_irqsave(&completion->lock);

	__atomic_store_n(&completion->done, true, __ATOMIC_RELEASE);
	wake_all(&completion->waiters);
	spin_unlock_irqrestore(&completion->lock, flags);
}

void completion_wait(struct completion *completion)
{
	unsigned long flags;

	might_sleep();
	flags = spin_lock_irqsave(&completion->lock);
	while (!completion->done)
		wait_on(&completion->waiters, &completion->lock);
	spin_unlock_irqrestore(&completion->lock, flags);
}

bool completion_wait_until(struct completion *completion, u64 deadline_ns)
{
	bool in_time = true;
	unsigned long flags;

	might_sleep();
	flags = spin_lock_irqsave(&completion->lock);
	while (!completion->done && in_time)
		in_time = wait_on_until(&completion->waiters, &completion->lock,
					deadline_ns);
	in_time = completion->done;
	spin_unlock_irqrestore(&completion->lock, flags);
	return in_time;
}
