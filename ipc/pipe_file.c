// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ends of pipes as files. A pipe goes with the last of its ends.
 */
#include <exo/file.h>
#include <uapi/errno.h>

#include "pipe.h"

static ssize_t read_end(struct file *file, struct io_iter *to, u64 *position)
{
	(void)position;
	return pipe_read(file->private, to, file_nonblocking(file));
}

static ssize_t write_end(struct file *file, struct io_iter *from, u64 *position)
{
	(void)position;
	return pipe_write(file->private, from, file_nonblocking(file));
}

static u32 readiness(const struct pipe *pipe, const struct file *file)
{
	u32 events = 0;

	if (file_readable(file)) {
		if (page_ring_used(&pipe->ring))
			events |= POLLIN | POLLRDNORM;
		if (!pipe->writers)
			events |= POLLHUP;
	}
	if (file_writable(file)) {
		if (page_ring_room(&pipe->ring) >= PIPE_BUF)
			events |= POLLOUT | POLLWRNORM;
		if (!pipe->readers)
			events |= POLLERR;
	}
	return events;
}

static u32 pipe_poll(struct file *file, struct poll_entry *entry)
{
	struct pipe *pipe = file->private;
	u32 events;

	mutex_lock(&pipe->lock);
	poll_attach(&pipe->news, entry);
	events = readiness(pipe, file);
	mutex_unlock(&pipe->lock);
	return events;
}

static void pipe_poll_detach(struct file *file, struct poll_entry *entry)
{
	struct pipe *pipe = file->private;

	mutex_lock(&pipe->lock);
	list_del(&entry->node);
	mutex_unlock(&pipe->lock);
}

static long pipe_fcntl(struct file *file, unsigned int command,
		       unsigned long arg)
{
	struct pipe *pipe = file->private;

	switch (command) {
	case F_GETPIPE_SZ:
		return (long)page_ring_size(&pipe->ring);
	case F_SETPIPE_SZ:
		return pipe_resize(pipe, arg);
	default:
		return -EINVAL;
	}
}

static int check_flags(struct file *file, u32 flags)
{
	(void)file;
	/* Linux's packets are not offered. */
	return flags & O_DIRECT ? -EINVAL : 0;
}

static void pipe_release(struct file *file)
{
	struct pipe *pipe = file->private;
	bool unused;

	mutex_lock(&pipe->lock);
	pipe->readers -= file_readable(file);
	pipe->writers -= file_writable(file);
	unused = !pipe->readers && !pipe->writers;
	if (!unused && !(pipe->readers && pipe->writers))
		pipe_hang_up(pipe);
	mutex_unlock(&pipe->lock);
	if (unused)
		pipe_free(pipe);
}

static const struct file_ops pipe_ops = {
	.read = read_end,
	.write = write_end,
	.poll = pipe_poll,
	.poll_detach = pipe_poll_detach,
	.fcntl = pipe_fcntl,
	.check_flags = check_flags,
	.release = pipe_release,
};

/* An open end; only then does the pipe count it. */
static struct file *open_end(struct pipe *pipe, u32 flags)
{
	struct file *file = file_alloc(&pipe_ops, pipe, flags);

	if (!file)
		return NULL;
	file->stream = true;
	pipe->readers += file_readable(file);
	pipe->writers += file_writable(file);
	return file;
}

int pipe_create(struct file *ends[2], u32 flags)
{
	struct pipe *pipe;

	if (flags & ~(u32)O_NONBLOCK)
		return -EINVAL;
	pipe = pipe_alloc();
	if (!pipe)
		return -ENOMEM;
	ends[0] = open_end(pipe, O_RDONLY | flags);
	if (!ends[0]) {
		pipe_free(pipe);
		return -ENOMEM;
	}
	ends[1] = open_end(pipe, O_WRONLY | flags);
	if (!ends[1]) {
		file_put(ends[0]); /* and the pipe with it */
		return -ENOMEM;
	}
	return 0;
}
