// SPDX-License-Identifier: GPL-2.0-only
/*
 * timerfd_create(2). The first expiration interrupts; after that the timer rests until
 * somebody asks, and what has come meanwhile is reckoned:
 *
 *	next_ns		       now
 *	   |-----+-----+-----+--|--+---- period_ns
 *	   due	 +1    +2    +3    next_ns
 *
 * so a short period costs nothing while nobody reads.
 *
 * Locks: that of who watches the time of day, then the timer's own.
 */
#include <exo/file.h>
#include <exo/interval_timer.h>
#include <exo/kmalloc.h>
#include <exo/poll.h>
#include <exo/real_time_watch.h>
#include <exo/spinlock.h>
#include <exo/time.h>
#include <exo/timer.h>
#include <exo/timerfd.h>
#include <exo/wait.h>
#include <uapi/errno.h>
#include <uapi/timerfd.h>

struct timerfd {
	struct spinlock lock; /* with interrupts off; guards up to news */
	struct timer timer;
	enum {
		OFF,
		RUNNING, /* until next_ns */
		DUE, /* next_ns has come, and has been counted */
	} state;
	u64 next_ns; /* of time_uptime_ns() */
	u64 real_ns; /* the same of the time of day; 0: that does not matter */
	u64 period_ns; /* 0: once */
	u64 expirations; /* that nobody has read */
	bool cancel_on_set;
	bool clock_was_set; /* and that is to be told */
	struct wait_queue reading;
	struct poll_source news;

	/* Constant. */
	bool real;
	struct real_time_watch watch; /* if real */
};

/* The lock is held, here and in what follows. */
static void count(struct timerfd *timer)
{
	timer->expirations++;
	wake_one(&timer->reading);
	poll_notify(&timer->news, POLLIN);
}

static void run(struct timerfd *timer)
{
	timer->state = RUNNING;
	timer_start(&timer->timer, timer->next_ns);
}

/* Count the periods that have passed since it was due. */
static void catch_up(struct timerfd *timer)
{
	u64 passed;

	if (timer->state != DUE || !timer->period_ns)
		return;
	passed = (time_uptime_ns() - timer->next_ns) / timer->period_ns;
	timer->expirations += passed;
	timer->next_ns += (passed + 1) * timer->period_ns;
	run(timer);
}

/* The uptime when the time of day is @real_ns. */
static u64 uptime_of(u64 real_ns)
{
	const u64 now_ns = time_uptime_ns(), now_real_ns = time_real_ns();

	return real_ns > now_real_ns ? now_ns + (real_ns - now_real_ns)
				     : now_ns;
}

/* In interrupt context. */
static void expire(struct timer *inner)
{
	struct timerfd *timer = container_of(inner, struct timerfd, timer);
	unsigned long flags = spin_lock_irqsave(&timer->lock);

	timer->state = DUE;
	count(timer);
	spin_unlock_irqrestore(&timer->lock, flags);
}

static void clock_changed(struct real_time_watch *watch)
{
	struct timerfd *timer = container_of(watch, struct timerfd, watch);
	unsigned long flags = spin_lock_irqsave(&timer->lock);

	if (timer->state == RUNNING && timer->real_ns) {
		timer->next_ns = uptime_of(timer->real_ns);
		run(timer);
	}
	if (timer->cancel_on_set) {
		timer->clock_was_set = true;
		count(timer);
	}
	spin_unlock_irqrestore(&timer->lock, flags);
}

/* Has the clock been set, and was that not told yet? */
static bool take_cancellation(struct timerfd *timer)
{
	const bool was_set = timer->clock_was_set;

	timer->clock_was_set = false;
	return was_set;
}

/* 0 and how often the time has come, or a negative errno. */
static int take(struct timerfd *timer, const struct file *file, u64 *taken)
{
	int err = 0;

	spin_lock_irq(&timer->lock);
	while (!timer->expirations && !err)
		err = file_nonblocking(file)
			      ? -EAGAIN
			      : wait_on_interruptible_irq(&timer->reading,
							  &timer->lock,
							  WAIT_FOREVER);
	if (!err && take_cancellation(timer))
		err = -ECANCELED;
	else if (!err)
		catch_up(timer);
	if (!err || err == -ECANCELED) {
		*taken = timer->expirations;
		timer->expirations = 0;
	}
	spin_unlock_irq(&timer->lock);
	return err;
}

static ssize_t timerfd_read(struct file *file, struct io_iter *to,
			    u64 *position)
{
	u64 taken;
	int err;

	(void)position;
	if (to->left < sizeof(taken))
		return -EINVAL;
	err = take(file->private, file, &taken);
	return err ? err : io_give(to, &taken, sizeof(taken));
}

static u32 timerfd_poll(struct file *file, struct poll_entry *entry)
{
	struct timerfd *timer = file->private;
	bool ready;

	spin_lock_irq(&timer->lock);
	poll_attach(&timer->news, entry);
	ready = timer->expirations;
	spin_unlock_irq(&timer->lock);
	return ready ? POLLIN : 0;
}

static void timerfd_poll_detach(struct file *file, struct poll_entry *entry)
{
	struct timerfd *timer = file->private;

	spin_lock_irq(&timer->lock);
	list_del(&entry->node);
	spin_unlock_irq(&timer->lock);
}

static void timerfd_release(struct file *file)
{
	struct timerfd *timer = file->private;

	if (timer->real)
		real_time_unwatch(&timer->watch);
	timer_cancel(&timer->timer);
	kfree(timer);
}

static const struct file_ops timerfd_ops = {
	.kind = "[timerfd]",
	.write = file_no_write,
	.read = timerfd_read,
	.poll = timerfd_poll,
	.poll_detach = timerfd_poll_detach,
	.release = timerfd_release,
};

bool file_is_timerfd(const struct file *file)
{
	return file->ops == &timerfd_ops;
}

static void get(struct timerfd *timer, struct interval_time *now)
{
	const u64 now_ns = time_uptime_ns();

	catch_up(timer);
	now->period_ns = timer->period_ns;
	now->left_ns = timer->state == RUNNING && timer->next_ns > now_ns
			       ? timer->next_ns - now_ns
			       : 0;
}

void timerfd_get(struct file *file, struct interval_time *now)
{
	struct timerfd *timer = file->private;

	spin_lock_irq(&timer->lock);
	get(timer, now);
	spin_unlock_irq(&timer->lock);
}

static void set(struct timerfd *timer, bool absolute,
		const struct interval_time *new)
{
	timer_cancel(&timer->timer);
	timer->state = OFF;
	timer->expirations = 0;
	timer->period_ns = new->period_ns;
	timer->real_ns = absolute && timer->real ? new->left_ns : 0;
	if (!new->left_ns)
		return;
	if (timer->real_ns)
		timer->next_ns = uptime_of(timer->real_ns);
	else
		timer->next_ns =
			new->left_ns + (absolute ? 0 : time_uptime_ns());
	run(timer);
}

int timerfd_set(struct file *file, u32 flags, const struct interval_time *new,
		struct interval_time *old)
{
	const bool absolute = flags & TFD_TIMER_ABSTIME;
	struct timerfd *timer = file->private;
	bool cancelled;

	spin_lock_irq(&timer->lock);
	get(timer, old);
	set(timer, absolute, new);
	timer->cancel_on_set = timer->real && absolute &&
			       flags & TFD_TIMER_CANCEL_ON_SET;
	cancelled = take_cancellation(timer) && timer->cancel_on_set;
	spin_unlock_irq(&timer->lock);
	return cancelled ? -ECANCELED : 0;
}

static void init(struct timerfd *timer, bool real)
{
	spin_init(&timer->lock, "timerfd");
	timer_init(&timer->timer, expire);
	timer->state = OFF;
	timer->real_ns = timer->period_ns = timer->expirations = 0;
	timer->cancel_on_set = timer->clock_was_set = false;
	wait_queue_init(&timer->reading);
	poll_source_init(&timer->news);
	timer->real = real;
	timer->watch.changed = clock_changed;
}

struct file *timerfd_create(bool real, u32 flags)
{
	struct timerfd *timer = kmalloc(sizeof(*timer));
	struct file *file;

	if (!timer)
		return NULL;
	file = file_alloc(&timerfd_ops, timer, O_RDWR | (flags & TFD_NONBLOCK));
	if (!file) {
		kfree(timer);
		return NULL;
	}
	file->stream = true;
	init(timer, real);
	if (real)
		real_time_watch(&timer->watch);
	return file;
}
