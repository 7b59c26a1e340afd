// SPDX-License-Identifier: GPL-2.0-only
/*
 * Descriptors of queues: what is told of a queue, and what of it is news. Messages are
 * neither read nor written, see transfer.c.
 */
#include <exo/file.h>
#include <exo/printf.h>
#include <exo/process.h>
#include <uapi/errno.h>
#include <uapi/stat.h>

#include "mqueue.h"

enum {
	TEXT_SIZE = 80, /* as fstat(2) tells it, whatever there is to read */
	BLOCK_SIZE = 4096,
};

static struct mqueue *queue_of(const struct file *file)
{
	return file->ops == &mqueue_ops ? file->private : NULL;
}

s64 mqueue_send_max(const struct file *file)
{
	const struct mqueue *queue = queue_of(file);

	return queue && file_writable(file) ? (s64)queue->size_max : -EBADF;
}

s64 mqueue_receive_max(const struct file *file)
{
	const struct mqueue *queue = queue_of(file);

	return queue && file_readable(file) ? (s64)queue->size_max : -EBADF;
}

int mqueue_attributes(const struct file *file, struct mq_attr *attr)
{
	const struct mqueue *queue = queue_of(file);

	if (!queue)
		return -EBADF;
	*attr = (struct mq_attr){
		.mq_flags = file_nonblocking(file) ? O_NONBLOCK : 0,
		.mq_maxmsg = queue->count_max,
		.mq_msgsize = (s64)queue->size_max,
		.mq_curmsgs = READ_ONCE(queue->count),
	};
	return 0;
}

/* Into @line, which has room for it; returns its length. */
static size_t format_status(struct mqueue *queue, char *line, size_t room)
{
	struct sigevent event = {};
	u64 bytes;
	u32 owner = 0;

	spin_lock_irq(&queue->lock);
	bytes = queue->bytes;
	if (queue->notification.owner) {
		owner = queue->notification.owner->id;
		event = queue->notification.event;
	}
	spin_unlock_irq(&queue->lock);
	return (size_t)snprintf(
		line, room,
		"QSIZE:%-10llu NOTIFY:%-5d SIGNO:%-5d NOTIFY_PID:%-6u\n",
		(unsigned long long)bytes, event.sigev_notify,
		event.sigev_notify == SIGEV_SIGNAL ? event.sigev_signo : 0,
		owner);
}

static ssize_t mqueue_read(struct file *file, struct io_iter *to, u64 *position)
{
	char line[128];
	size_t size, done;

	size = format_status(file->private, line, sizeof(line));
	if (*position >= size || !to->left)
		return 0;
	done = io_copy_to(to, line + *position, size - *position);
	*position += done;
	return done ? (ssize_t)done : -EFAULT;
}

static u32 mqueue_poll(struct file *file, struct poll_entry *entry)
{
	struct mqueue *queue = file->private;
	u32 events = 0;

	spin_lock_irq(&queue->lock);
	poll_attach(&queue->news, entry);
	if (queue->count)
		events |= POLLIN | POLLRDNORM;
	if (queue->count < queue->count_max)
		events |= POLLOUT | POLLWRNORM;
	spin_unlock_irq(&queue->lock);
	return events;
}

static void mqueue_poll_detach(struct file *file, struct poll_entry *entry)
{
	struct mqueue *queue = file->private;

	spin_lock_irq(&queue->lock);
	list_del(&entry->node);
	spin_unlock_irq(&queue->lock);
}

static void mqueue_stat(struct file *file, struct stat *status)
{
	const struct mqueue *queue = file->private;

	*status = (struct stat){
		.st_mode = S_IFREG | queue->mode,
		.st_nlink = READ_ONCE(queue->named),
		.st_uid = queue->uid,
		.st_gid = queue->gid,
		.st_size = TEXT_SIZE,
		.st_blksize = BLOCK_SIZE,
	};
}

static void mqueue_closed(struct file *file)
{
	mqueue_forget_caller(file->private);
}

static void mqueue_release(struct file *file)
{
	mqueue_put(file->private);
}

const struct file_ops mqueue_ops = {
	.kind = "[mqueue]",
	.read = mqueue_read,
	.write = file_no_write,
	.poll = mqueue_poll,
	.poll_detach = mqueue_poll_detach,
	.stat = mqueue_stat,
	.closed = mqueue_closed,
	.release = mqueue_release,
};
