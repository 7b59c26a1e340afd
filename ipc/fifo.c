// SPDX-License-Identifier: GPL-2.0-only
/*
 * FIFOs: pipes with a name, fifo(7). A filesystem only keeps the name; who opens
 * it comes here.
 *
 *	name -> inode, special -> pipe <- one user for each open file, and for
 *	          ^                       each opener that waits
 *	         file->private
 *
 * The first user makes the pipe, the last one frees it and what was in it. So
 * inode->special is constant for whoever has the FIFO open.
 *
 * An end waits in open() until one of the other kind has been opened, be it
 * closed again by now: that is why ends are counted as they come.
 *
 * Locks: inode mutex and pipe lock, one after the other, never both.
 */
#include <exo/file.h>
#include <exo/initcall.h>
#include <exo/inode.h>
#include <exo/special_file.h>
#include <uapi/errno.h>

#include "pipe.h"

static struct pipe *pipe_of(const struct file *file)
{
	const struct inode *inode = file->private;

	return inode->special;
}

static ssize_t fifo_read(struct file *file, struct io_iter *to, u64 *position)
{
	ssize_t done = pipe_read(pipe_of(file), to, file_nonblocking(file));

	(void)position;
	if (done > 0)
		inode_accessed(file);
	return done;
}

static ssize_t fifo_write(struct file *file, struct io_iter *from,
			  u64 *position)
{
	ssize_t done = pipe_write(pipe_of(file), from, file_nonblocking(file));
	struct inode *inode = file->private;

	(void)position;
	if (done > 0) {
		mutex_lock(&inode->mutex);
		inode_modified(inode);
		mutex_unlock(&inode->mutex);
	}
	return done;
}

static u32 fifo_poll(struct file *file, struct poll_entry *entry)
{
	return pipe_poll(pipe_of(file), file, entry);
}

static void fifo_poll_detach(struct file *file, struct poll_entry *entry)
{
	pipe_poll_detach(pipe_of(file), entry);
}

static long fifo_control(struct file *file, unsigned int command,
			 unsigned long arg)
{
	(void)arg;
	return pipe_control(pipe_of(file), command);
}

static long fifo_fcntl(struct file *file, unsigned int command,
		       unsigned long arg)
{
	return pipe_fcntl(pipe_of(file), command, arg);
}

static int fifo_check_flags(struct file *file, u32 flags)
{
	(void)file;
	return pipe_check_flags(flags);
}

/* The pipe of @inode, with one more user; NULL when memory is short. */
static struct pipe *get_pipe(struct inode *inode)
{
	struct pipe *pipe;

	mutex_lock(&inode->mutex);
	if (!inode->special)
		inode->special = pipe_alloc();
	pipe = inode->special;
	if (pipe)
		pipe->fifo_users++;
	mutex_unlock(&inode->mutex);
	return pipe;
}

static void put_pipe(struct inode *inode)
{
	struct pipe *pipe = inode->special;
	bool last;

	mutex_lock(&inode->mutex);
	last = !--pipe->fifo_users;
	if (last)
		inode->special = NULL;
	mutex_unlock(&inode->mutex);
	if (last)
		pipe_free(pipe);
}

static void fifo_release(struct file *file)
{
	struct pipe *pipe = pipe_of(file);

	mutex_lock(&pipe->lock);
	pipe_detach(pipe, file);
	mutex_unlock(&pipe->lock);
	put_pipe(file->private);
}

static const struct file_ops fifo_ops = {
	.read = fifo_read,
	.write = fifo_write,
	.poll = fifo_poll,
	.poll_detach = fifo_poll_detach,
	.control = fifo_control,
	.fcntl = fifo_fcntl,
	.check_flags = fifo_check_flags,
	.release = fifo_release,
};

/* Until *@came, ends of the other kind that were opened, is another number. */
static int wait_for_another(struct pipe *pipe, const u64 *came)
{
	u64 before = *came;
	int err = 0;

	while (*came == before && !err)
		err = wait_on_mutex(&pipe->opening, &pipe->lock);
	return *came == before ? err : 0;
}

/* The lock is held; @file is counted. 0 or -EINTR. */
static int wait_for_partner(struct pipe *pipe, struct file *file)
{
	if (!file_writable(file) && !pipe->writers) {
		if (!file_nonblocking(file))
			return wait_for_another(pipe, &pipe->writers_came);
		file->stream_state = pipe->writers_came; /* no POLLHUP yet */
	} else if (!file_readable(file) && !pipe->readers) {
		return wait_for_another(pipe, &pipe->readers_came);
	}
	return 0;
}

/* The lock is held. */
static int open_end(struct pipe *pipe, struct file *file)
{
	int err;

	if (!file_readable(file) && file_nonblocking(file) && !pipe->readers)
		return -ENXIO;
	pipe_attach(pipe, file);
	err = wait_for_partner(pipe, file);
	if (err)
		pipe_detach(pipe, file);
	return err;
}

static int fifo_open(struct inode *inode, struct file *file)
{
	struct pipe *pipe;
	int err;

	if ((file->flags & O_ACCMODE) == O_ACCMODE ||
	    pipe_check_flags(file->flags))
		return -EINVAL;
	pipe = get_pipe(inode);
	if (!pipe)
		return -ENOMEM;
	mutex_lock(&pipe->lock);
	err = open_end(pipe, file);
	mutex_unlock(&pipe->lock);
	if (err) {
		put_pipe(inode);
		return err;
	}
	file->ops = &fifo_ops; /* from here on it is to be released */
	file->stream = true;
	return 0;
}

static int fifo_init(void)
{
	return special_file_register(S_IFIFO, fifo_open);
}
INITCALL(device, fifo_init);
