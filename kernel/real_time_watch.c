// SPDX-License-Identifier: GPL-2.0-only
#include <exo/real_time_watch.h>
#include <exo/spinlock.h>

static struct spinlock lock = SPINLOCK_INIT("real time watches");
static LIST_HEAD(watches); /* guarded by it */

void real_time_watch(struct real_time_watch *watch)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	list_add_tail(&watch->node, &watches);
	spin_unlock_irqrestore(&lock, flags);
}

void real_time_unwatch(struct real_time_watch *watch)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	list_del(&watch->node);
	spin_unlock_irqrestore(&lock, flags);
}

void real_time_tell(void)
{
	unsigned long flags = spin_lock_irqsave(&lock);
	struct real_time_watch *watch;

	list_for_each_entry(watch, &watches, node)
		watch->changed(watch);
	spin_unlock_irqrestore(&lock, flags);
}
