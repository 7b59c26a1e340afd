// SPDX-License-Identifier: GPL-2.0-only
/*
 * First all files are asked whether they are ready. Only when none is, an entry is
 * attached to each, and they are asked again, for one may have become ready in
 * between. Whoever wakes the waiter says only that there is something to see.
 *
 * Locks: that of the object that tells its news, then the waiter's.
 */
#include <exo/compiler.h>
#include <exo/file.h>
#include <exo/spinlock.h>
#include <exo/wait.h>
#include <uapi/errno.h>

#include "poll_wait.h"

enum {
	ALWAYS_WANTED = POLLERR | POLLHUP | POLLNVAL,
};

struct poll_waiter {
	struct spinlock lock;
	struct wait_queue queue;
	bool woken; /* guarded by lock, as is queue */
};

/* Any context. */
static bool notify(struct poll_entry *entry, u32 events)
{
	struct poll_item *item = container_of(entry, struct poll_item, entry);
	struct poll_waiter *waiter = item->waiter;
	unsigned long flags;

	if (!(events & (item->events | ALWAYS_WANTED)))
		return false;
	flags = spin_lock_irqsave(&waiter->lock);
	waiter->woken = true;
	wake_all(&waiter->queue);
	spin_unlock_irqrestore(&waiter->lock, flags);
	return false;
}

static void take_files(struct poll_item *items, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		items[i].attached = false;
		items[i].ref = (struct fd_ref){.file = NULL};
		if (items[i].fd >= 0)
			items[i].ref = fd_ref_get(items[i].fd);
	}
}

static void put_files(struct poll_item *items, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		if (items[i].attached)
			file_poll_detach(items[i].ref.file, &items[i].entry);
		fd_ref_put(items[i].ref);
	}
}

/* What of @item is ready; with a @waiter, it hears of what becomes so. */
static u32 look_at(struct poll_item *item, struct poll_waiter *waiter)
{
	struct file *file = item->ref.file;
	u32 ready;

	if (!file)
		return item->fd < 0 ? 0 : POLLNVAL;
	if (waiter) {
		item->entry.notify = notify;
		item->entry.exclusive = false;
		item->waiter = waiter;
		item->attached = file->ops->poll && !(file->flags & O_PATH);
	}
	ready = file_poll(file, waiter ? &item->entry : NULL);
	return ready & (item->events | ALWAYS_WANTED);
}

/* How many are ready. Once one is, nobody needs to be told. */
static int look_at_all(struct poll_item *items, unsigned int count,
		       struct poll_waiter *waiter)
{
	int ready = 0;

	for (unsigned int i = 0; i < count; i++) {
		items[i].ready = look_at(&items[i], ready ? NULL : waiter);
		ready += items[i].ready != 0;
	}
	return ready;
}

/* Until there is news: 0, -EINTR or -ETIMEDOUT. */
static int wait_for_news(struct poll_waiter *waiter, u64 deadline_ns)
{
	unsigned long flags = spin_lock_irqsave(&waiter->lock);
	int err = 0;

	while (!waiter->woken && !err)
		err = wait_on_interruptible(&waiter->queue, &waiter->lock,
					    deadline_ns);
	waiter->woken = false;
	spin_unlock_irqrestore(&waiter->lock, flags);
	return err;
}

static int wait_attached(struct poll_item *items, unsigned int count,
			 u64 deadline_ns)
{
	struct poll_waiter waiter = {.lock = SPINLOCK_INIT("poll")};
	int ready, err = 0;

	wait_queue_init(&waiter.queue);
	ready = look_at_all(items, count, &waiter);
	while (!ready && !err) {
		err = wait_for_news(&waiter, deadline_ns);
		ready = look_at_all(items, count, NULL);
	}
	if (ready)
		return ready;
	return err == -ETIMEDOUT ? 0 : err;
}

int poll_wait(struct poll_item *items, unsigned int count, u64 deadline_ns)
{
	int ready;

	take_files(items, count);
	ready = look_at_all(items, count, NULL);
	if (!ready && deadline_ns)
		ready = wait_attached(items, count, deadline_ns);
	put_files(items, count);
	return ready;
}
