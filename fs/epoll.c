// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for what an epoll watches. News of a file puts its watch into the list of
 * those that may be ready; nobody else is ever looked at. Who waits asks the files in
 * the list from its front:
 *
 *	ready -> A -> B -> C		B is ready still, level-triggered,
 *	ready -> C -> B			A was not, or was edge-triggered
 *
 * A watch leaves the list before its file is asked, so news that comes meanwhile puts
 * it back. What is ready is asked again by the next to wait, for only the file knows
 * when that has changed; with EPOLLET that is left to the next news.
 */
#include <exo/file.h>
#include <exo/io_iter.h>
#include <exo/kmalloc.h>
#include <exo/preempt.h>
#include <uapi/errno.h>

#include "epoll.h"

enum {
	READABLE = POLLIN | POLLRDNORM,
};

/*
 * A thread that brings news is likely to wait next, and until then keeps the CPU; whom
 * an interrupt interrupted is not.
 */
static void wake_waiter(struct epoll *epoll)
{
	if (unlikely(in_interrupt()))
		wake_one(&epoll->waiting);
	else
		wake_one_next(&epoll->waiting);
}

void epoll_note(struct watch *watch)
{
	struct epoll *epoll = watch->epoll;

	if (!watch->is_ready) {
		watch->is_ready = true;
		list_add_tail(&watch->ready_node, &epoll->ready);
	}
	wake_waiter(epoll);
	poll_notify(&epoll->news, READABLE);
}

/*
 * A round looks at what is in the list now: it goes up to @end, and what comes
 * meanwhile stands behind that.
 */
static void begin_round(struct epoll *epoll, struct list_head *end)
{
	spin_lock_irq(&epoll->lock);
	list_add_tail(end, &epoll->ready);
	spin_unlock_irq(&epoll->lock);
}

/* What is left is for the next who waits. */
static void end_round(struct epoll *epoll, struct list_head *end)
{
	spin_lock_irq(&epoll->lock);
	list_del(end);
	if (!list_empty(&epoll->ready))
		wake_one_next(&epoll->waiting);
	spin_unlock_irq(&epoll->lock);
}

/* The next, taken out of the list; NULL at the end. */
static struct watch *take_next(struct epoll *epoll, const struct list_head *end)
{
	struct list_head *first;
	struct watch *watch = NULL;

	spin_lock_irq(&epoll->lock);
	first = epoll->ready.next;
	if (first != end) {
		list_unlink(first);
		watch = list_entry(first, struct watch, ready_node);
		watch->is_ready = false;
	}
	spin_unlock_irq(&epoll->lock);
	return watch;
}

/* Back into the list, unless there was news. */
static void put_back(struct watch *watch, bool in_front)
{
	struct epoll *epoll = watch->epoll;

	spin_lock_irq(&epoll->lock);
	if (likely(!watch->is_ready)) {
		watch->is_ready = true;
		list_add(&watch->ready_node,
			 in_front ? &epoll->ready : epoll->ready.prev);
	}
	spin_unlock_irq(&epoll->lock);
}

static u32 ask(const struct watch *watch)
{
	return file_poll(watch->file, NULL) & watch->events;
}

static bool store(const struct watch *watch, u32 events, struct io_iter *to)
{
	const struct epoll_event event = {events, watch->data};

	return io_copy_to(to, &event, sizeof(event)) == sizeof(event);
}

/* What was told of @watch is told again next time, or not. */
static void after_telling(struct watch *watch)
{
	if (watch->events & EPOLLONESHOT)
		watch->events &= EPOLL_MODES;
	else if (!(watch->events & EPOLLET))
		put_back(watch, false);
}

/* How many events were stored, or -EFAULT. */
static int tell_ready(struct epoll *epoll, struct io_iter *to, int count)
{
	struct list_head end;
	struct watch *watch;
	int done = 0;

	/* While somebody else looks, the end of that round is in it. */
	if (list_empty(&epoll->ready))
		return 0;
	mutex_lock(&epoll->mutex);
	begin_round(epoll, &end);
	while (done < count && (watch = take_next(epoll, &end))) {
		const u32 events = ask(watch);

		if (!events)
			continue;
		if (unlikely(!store(watch, events, to))) {
			put_back(watch, true);
			done = done ? done : -EFAULT;
			break;
		}
		after_telling(watch);
		done++;
	}
	end_round(epoll, &end);
	mutex_unlock(&epoll->mutex);
	return done;
}

/* Until something may be ready: 0, -EINTR or -ETIMEDOUT. */
static int wait_for_news(struct epoll *epoll, u64 deadline_ns)
{
	unsigned long flags = spin_lock_irqsave(&epoll->lock);
	int err = 0;

	while (list_empty(&epoll->ready) && !err)
		err = wait_on_interruptible(&epoll->waiting, &epoll->lock,
					    deadline_ns);
	spin_unlock_irqrestore(&epoll->lock, flags);
	return err;
}

int epoll_wait(struct file *file, struct io_iter *to, int count,
	       u64 deadline_ns)
{
	struct epoll *epoll = epoll_of(file);
	int err = 0;

	while (!err) {
		int done = tell_ready(epoll, to, count);

		if (done || !deadline_ns)
			return done;
		err = wait_for_news(epoll, deadline_ns);
	}
	return err == -ETIMEDOUT ? 0 : err;
}

/* Is anything ready? What is not any more leaves the list. */
static bool any_ready(struct epoll *epoll)
{
	struct list_head end;
	struct watch *watch;

	mutex_lock(&epoll->mutex);
	begin_round(epoll, &end);
	while ((watch = take_next(epoll, &end))) {
		if (ask(watch)) {
			put_back(watch, true);
			break;
		}
	}
	end_round(epoll, &end);
	mutex_unlock(&epoll->mutex);
	return watch;
}

static u32 epoll_poll(struct file *file, struct poll_entry *entry)
{
	struct epoll *epoll = epoll_of(file);

	spin_lock_irq(&epoll->lock);
	poll_attach(&epoll->news, entry);
	spin_unlock_irq(&epoll->lock);
	return any_ready(epoll) ? READABLE : 0;
}

static void epoll_poll_detach(struct file *file, struct poll_entry *entry)
{
	struct epoll *epoll = epoll_of(file);

	spin_lock_irq(&epoll->lock);
	list_del(&entry->node);
	spin_unlock_irq(&epoll->lock);
}

static void epoll_release(struct file *file)
{
	epoll_unwatch_all(epoll_of(file));
	kfree(file->private);
}

static const struct file_ops epoll_ops = {
	.kind = "[eventpoll]",
	.read = file_no_read,
	.write = file_no_write,
	.poll = epoll_poll,
	.poll_detach = epoll_poll_detach,
	.release = epoll_release,
};

bool file_is_epoll(const struct file *file)
{
	return file->ops == &epoll_ops;
}

struct file *epoll_create(void)
{
	struct epoll *epoll = kmalloc(sizeof(*epoll));
	struct file *file;

	if (!epoll)
		return NULL;
	file = file_alloc(&epoll_ops, epoll, O_RDWR);
	if (!file) {
		kfree(epoll);
		return NULL;
	}
	file->stream = true;
	epoll->file = file;
	mutex_init(&epoll->mutex, "epoll");
	spin_init(&epoll->lock, "epoll news");
	list_init(&epoll->ready);
	wait_queue_init(&epoll->waiting);
	poll_source_init(&epoll->news);
	list_init(&epoll->watches);
	return file;
}
