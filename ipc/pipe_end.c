// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the ends of pipes have in common, with and without a name: being counted,
 * polled and asked.
 */
#include <exo/file.h>
#include <uapi/errno.h>
#include <uapi/ioctl.h>

#include "pipe.h"

void pipe_attach(struct pipe *pipe, const struct file *end)
{
	bool reads = file_readable(end), writes = file_writable(end);

	pipe->readers += reads;
	pipe->readers_came += reads;
	pipe->writers += writes;
	pipe->writers_came += writes;
	wake_all(&pipe->opening);
}

void pipe_detach(struct pipe *pipe, const struct file *end)
{
	pipe->readers -= file_readable(end);
	pipe->writers -= file_writable(end);
	if (!pipe->readers || !pipe->writers)
		pipe_hang_up(pipe);
}

/* Has the last writer left @end, which reads? Not if none was there yet. */
static bool hung_up(const struct pipe *pipe, const struct file *end)
{
	return !pipe->writers && pipe->writers_came != end->stream_state;
}

static u32 readiness(const struct pipe *pipe, const struct file *end)
{
	u32 events = 0;

	if (file_readable(end)) {
		if (page_ring_used(&pipe->ring))
			events |= POLLIN | POLLRDNORM;
		if (hung_up(pipe, end))
			events |= POLLHUP;
	}
	if (file_writable(end)) {
		if (page_ring_room(&pipe->ring) >= PIPE_BUF)
			events |= POLLOUT | POLLWRNORM;
		if (!pipe->readers)
			events |= POLLERR;
	}
	return events;
}

u32 pipe_poll(struct file *end, struct poll_entry *entry)
{
	struct pipe *pipe = end->private;
	u32 events;

	mutex_lock(&pipe->lock);
	poll_attach(&pipe->news, entry);
	events = readiness(pipe, end);
	mutex_unlock(&pipe->lock);
	return events;
}

void pipe_poll_detach(struct file *end, struct poll_entry *entry)
{
	struct pipe *pipe = end->private;

	mutex_lock(&pipe->lock);
	list_del(&entry->node);
	mutex_unlock(&pipe->lock);
}

long pipe_fcntl(struct file *end, unsigned int command, unsigned long arg)
{
	struct pipe *pipe = end->private;

	switch (command) {
	case F_GETPIPE_SZ:
		return (long)page_ring_size(&pipe->ring);
	case F_SETPIPE_SZ:
		return pipe_resize(pipe, arg);
	default:
		return -EINVAL;
	}
}

long pipe_control(struct file *end, unsigned int command, unsigned long arg)
{
	struct pipe *pipe = end->private;
	long waiting;

	(void)arg;
	if (command != FIONREAD)
		return -ENOTTY;
	mutex_lock(&pipe->lock);
	waiting = (long)page_ring_used(&pipe->ring);
	mutex_unlock(&pipe->lock);
	return waiting;
}

int pipe_check_flags(struct file *end, u32 flags)
{
	(void)end;
	/* Linux's packets are not offered. */
	return flags & O_DIRECT ? -EINVAL : 0;
}
