// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timers: the wheel, its lock, and what runs when a timer is due.
 *
 * Lock order: the lock is a leaf, and not held while a timer's function runs.
 * What is due at one time is taken out first and run then; what a function
 * starts waits for the next interrupt, however early it is due, so that one
 * that starts itself over and over does not keep the CPU.
 */
#include "tick.h"
#include "timer_wheel.h"

#include <exo/compiler.h>
#include <exo/panic.h>
#include <exo/spinlock.h>
#include <exo/time.h>
#include <exo/timer.h>

static struct spinlock lock = SPINLOCK_INIT("timers");
static struct timer_wheel wheel; /* lock */
static unsigned int nr_pending; /* lock */

void timer_init(struct timer *timer, timer_fn run)
{
	*timer = (struct timer){.run = run};
	list_init(&timer->node);
}

/* The lock is held. */
static void enqueue(struct timer *timer)
{
	timer->pending = true;
	nr_pending++;
	tick_timer_started(timer_wheel_add(&wheel, timer));
}

static void dequeue(struct timer *timer)
{
	timer->pending = false;
	nr_pending--;
	timer_wheel_remove(&wheel, timer);
}

static void start(struct timer *timer, u64 expires_ns, u64 period_ns)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	if (timer->pending)
		dequeue(timer);
	timer->expires_ns = expires_ns;
	timer->period_ns = period_ns;
	enqueue(timer);
	spin_unlock_irqrestore(&lock, flags);
}

void timer_start(struct timer *timer, u64 expires_ns)
{
	start(timer, expires_ns, 0);
}

void timer_start_periodic(struct timer *timer, u64 period_ns)
{
	ASSERT(period_ns > 0);
	start(timer, time_uptime_ns() + period_ns, period_ns);
}

bool timer_cancel(struct timer *timer)
{
	unsigned long flags = spin_lock_irqsave(&lock);
	bool was_pending = timer->pending;

	if (was_pending)
		dequeue(timer);
	spin_unlock_irqrestore(&lock, flags);
	return was_pending;
}

u64 timer_next_ns(void)
{
	return timer_wheel_next_ns(&wheel);
}

unsigned int timers_pending(void)
{
	return READ_ONCE(nr_pending);
}

/* The first point of a periodic timer's grid that lies after @now. */
static u64 next_expiry(const struct timer *timer, u64 now)
{
	u64 missed = (now - timer->expires_ns) / timer->period_ns;

	return timer->expires_ns + (missed + 1) * timer->period_ns;
}

void timers_run(u64 now_ns)
{
	unsigned long flags = spin_lock_irqsave(&lock);
	struct timer *timer;
	LIST_HEAD(due);

	timer_wheel_collect(&wheel, now_ns, &due);
	while ((timer = list_first_entry(&due, struct timer, node))) {
		dequeue(timer);
		if (timer->period_ns) {
			timer->expires_ns = next_expiry(timer, now_ns);
			enqueue(timer);
		}
		spin_unlock_irqrestore(&lock, flags);
		timer->run(timer);
		flags = spin_lock_irqsave(&lock);
	}
	spin_unlock_irqrestore(&lock, flags);
}
