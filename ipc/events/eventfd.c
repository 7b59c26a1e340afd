// SPDX-License-Identifier: GPL-2.0-only
/*
 * eventfd(2). The counter stops one below the largest u64: a write that would pass
 * that waits for a read.
 *
 * Who takes less than is there wakes the next in the same queue, so each event wakes
 * one waiter only.
 */
#include <exo/eventfd.h>
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/limits.h>
#include <exo/poll.h>
#include <exo/spinlock.h>
#include <exo/wait.h>
#include <uapi/errno.h>
#include <uapi/eventfd.h>

#define COUNT_MAX (U64_MAX - 1)

struct eventfd {
	struct spinlock lock; /* guards what follows up to semaphore */
	u64 count;
	struct wait_queue reading, writing;
	struct poll_source news;

	bool semaphore; /* constant */
};

/* The lock is held, here and below. Interrupts are off. */
static void take_turns(struct eventfd *event)
{
	if (event->count)
		wake_one_next(&event->reading);
	if (event->count < COUNT_MAX)
		wake_one_next(&event->writing);
}

static int wait_in(struct wait_queue *queue, struct eventfd *event,
		   const struct file *file)
{
	if (file_nonblocking(file))
		return -EAGAIN;
	return wait_on_interruptible_irq(queue, &event->lock, WAIT_FOREVER);
}

/* 0 and the events that are taken, or a negative errno. */
static int take(struct eventfd *event, const struct file *file, u64 *taken)
{
	int err = 0;

	spin_lock_irq(&event->lock);
	while (!event->count && !err)
		err = wait_in(&event->reading, event, file);
	if (likely(!err)) {
		*taken = event->semaphore ? 1 : event->count;
		event->count -= *taken;
		take_turns(event);
		poll_notify(&event->news, POLLOUT);
	}
	spin_unlock_irq(&event->lock);
	return err;
}

static int add(struct eventfd *event, const struct file *file, u64 more)
{
	int err = 0;

	spin_lock_irq(&event->lock);
	while (more > COUNT_MAX - event->count && !err)
		err = wait_in(&event->writing, event, file);
	if (likely(!err)) {
		event->count += more;
		take_turns(event);
		poll_notify(&event->news, POLLIN);
	}
	spin_unlock_irq(&event->lock);
	return err;
}

static ssize_t eventfd_read(struct file *file, struct io_iter *to,
			    u64 *position)
{
	u64 taken;
	int err;

	(void)position;
	if (unlikely(to->left < sizeof(taken)))
		return -EINVAL;
	err = take(file->private, file, &taken);
	return unlikely(err) ? err : io_give(to, &taken, sizeof(taken));
}

static ssize_t eventfd_write(struct file *file, struct io_iter *from,
			     u64 *position)
{
	u64 more;
	int err;

	(void)position;
	if (from->left < sizeof(more))
		return -EINVAL;
	if (io_copy_from(from, &more, sizeof(more)) != sizeof(more))
		return -EFAULT;
	if (more > COUNT_MAX)
		return -EINVAL;
	err = add(file->private, file, more);
	return err ? err : (ssize_t)sizeof(more);
}

static u32 eventfd_poll(struct file *file, struct poll_entry *entry)
{
	struct eventfd *event = file->private;
	u64 count;

	spin_lock_irq(&event->lock);
	poll_attach(&event->news, entry);
	count = event->count;
	spin_unlock_irq(&event->lock);
	return (count ? POLLIN : 0) | (count < COUNT_MAX ? POLLOUT : 0);
}

static void eventfd_poll_detach(struct file *file, struct poll_entry *entry)
{
	struct eventfd *event = file->private;

	spin_lock_irq(&event->lock);
	list_del(&entry->node);
	spin_unlock_irq(&event->lock);
}

static void eventfd_release(struct file *file)
{
	kfree(file->private);
}

static const struct file_ops eventfd_ops = {
	.kind = "[eventfd]",
	.read = eventfd_read,
	.write = eventfd_write,
	.poll = eventfd_poll,
	.poll_detach = eventfd_poll_detach,
	.release = eventfd_release,
};

struct file *eventfd_create(u32 count, u32 flags)
{
	struct eventfd *event = kmalloc(sizeof(*event));
	struct file *file;

	if (!event)
		return NULL;
	spin_init(&event->lock, "eventfd");
	event->count = count;
	event->semaphore = flags & EFD_SEMAPHORE;
	wait_queue_init(&event->reading);
	wait_queue_init(&event->writing);
	poll_source_init(&event->news);
	file = file_alloc(&eventfd_ops, event, O_RDWR | (flags & EFD_NONBLOCK));
	if (!file)
		kfree(event);
	else
		file->stream = true;
	return file;
}
