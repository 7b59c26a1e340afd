// SPDX-License-Identifier: GPL-2.0-only
/*
 * pipe(2): pipes without a name. A pipe goes with the last of its ends.
 */
#include <exo/credentials.h>
#include <exo/file.h>
#include <uapi/errno.h>
#include <uapi/stat.h>

#include "pipe.h"

static void end_stat(struct file *file, struct stat *status)
{
	const struct pipe *pipe = file->private;

	*status = (struct stat){
		.st_ino = pipe->number,
		.st_nlink = 1,
		.st_mode = S_IFIFO | S_IRUSR | S_IWUSR,
		.st_uid = pipe->uid,
		.st_gid = pipe->gid,
		.st_blksize = PAGE_SIZE,
	};
}

static void end_release(struct file *file)
{
	struct pipe *pipe = file->private;
	bool unused;

	mutex_lock(&pipe->lock);
	pipe_detach(pipe, file);
	unused = !pipe->readers && !pipe->writers;
	mutex_unlock(&pipe->lock);
	if (unused)
		pipe_free(pipe);
}

static int end_reopen(struct file *file, struct file *again);

static const struct file_ops pipe_ops = {
	.read = pipe_read,
	.write = pipe_write,
	.poll = pipe_poll,
	.poll_detach = pipe_poll_detach,
	.control = pipe_control,
	.fcntl = pipe_fcntl,
	.stat = end_stat,
	.check_flags = pipe_check_flags,
	.reopen = end_reopen,
	.release = end_release,
};

/* @again may be the other end, or both; unlike a FIFO's it waits for nobody. */
static int end_reopen(struct file *file, struct file *again)
{
	struct pipe *pipe = file->private;

	if ((again->flags & O_ACCMODE) == O_ACCMODE ||
	    pipe_check_flags(again, again->flags))
		return -EINVAL;
	mutex_lock(&pipe->lock);
	pipe_attach(pipe, again);
	mutex_unlock(&pipe->lock);
	again->private = pipe;
	again->ops = &pipe_ops; /* from here on it is to be released */
	again->stream = true;
	return 0;
}

static struct pipe *new_pipe(void)
{
	static u64 last_number; /* atomic */
	const struct credentials *maker = credentials_current();
	struct pipe *pipe = pipe_alloc();

	if (!pipe)
		return NULL;
	pipe->number = __atomic_add_fetch(&last_number, 1, __ATOMIC_RELAXED);
	pipe->uid = maker->fsuid;
	pipe->gid = maker->fsgid;
	return pipe;
}

/* An open end; only then does the pipe count it. */
static struct file *open_end(struct pipe *pipe, u32 flags)
{
	struct file *file = file_alloc(&pipe_ops, pipe, flags);

	if (!file)
		return NULL;
	file->stream = true;
	pipe_attach(pipe, file);
	return file;
}

int pipe_create(struct file *ends[2], u32 flags)
{
	struct pipe *pipe;

	if (flags & ~(u32)O_NONBLOCK)
		return -EINVAL;
	pipe = new_pipe();
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
