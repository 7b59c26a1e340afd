// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of inotify_init1(2): made, asked, and released with all they watch.
 */
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <uapi/errno.h>
#include <uapi/ioctl.h>

#include "inotify.h"

static u32 inotify_poll(struct file *file, struct poll_entry *entry)
{
	struct inotify *inotify = inotify_of(file);
	bool ready;

	spin_lock_irq(&inotify->lock);
	poll_attach(&inotify->news, entry);
	ready = !list_empty(&inotify->queue);
	spin_unlock_irq(&inotify->lock);
	return ready ? POLLIN | POLLRDNORM : 0;
}

static void inotify_poll_detach(struct file *file, struct poll_entry *entry)
{
	struct inotify *inotify = inotify_of(file);

	spin_lock_irq(&inotify->lock);
	list_del(&entry->node);
	spin_unlock_irq(&inotify->lock);
}

static long inotify_control(struct file *file, unsigned int command,
			    unsigned long arg)
{
	(void)arg;
	if (command != FIONREAD)
		return -ENOTTY;
	return (long)READ_ONCE(inotify_of(file)->queued_bytes);
}

static void inotify_release(struct file *file)
{
	struct inotify *inotify = inotify_of(file);

	inotify_end_all(inotify);
	inotify_queue_free(inotify);
	inotify_user_put(inotify->user);
	kfree(inotify);
}

static const struct file_ops inotify_ops = {
	.kind = "inotify",
	.write = file_no_write,
	.read = inotify_read,
	.poll = inotify_poll,
	.poll_detach = inotify_poll_detach,
	.control = inotify_control,
	.release = inotify_release,
};

bool file_is_inotify(const struct file *file)
{
	return file->ops == &inotify_ops;
}

static void init(struct inotify *inotify)
{
	spin_init(&inotify->lock, "inotify");
	list_init(&inotify->queue);
	list_init(&inotify->overflow.node);
	inotify->overflow.event.wd = -1;
	inotify->overflow.event.mask = IN_Q_OVERFLOW;
	inotify->queued_max = READ_ONCE(inotify_limits.queued_events);
	wait_queue_init(&inotify->reading);
	poll_source_init(&inotify->news);
}

int inotify_create(u32 flags, struct file **created)
{
	struct inotify *inotify = kzalloc(sizeof(*inotify));
	int err = -ENOMEM;

	if (!inotify)
		return err;
	init(inotify);
	err = inotify_user_get(&inotify->user);
	if (err)
		goto err_free;
	*created = file_alloc(&inotify_ops, inotify, flags & IN_NONBLOCK);
	if (!*created) {
		err = -ENOMEM;
		goto err_put_user;
	}
	(*created)->stream = true;
	return 0;

err_put_user:
	inotify_user_put(inotify->user);
err_free:
	kfree(inotify);
	return err;
}
