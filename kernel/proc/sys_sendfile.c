// SPDX-License-Identifier: GPL-2.0-only
/*
 * sendfile(2) and copy_file_range(2): from file to file, a page of the kernel's at a
 * time. What has been read but could not be written is read again next time.
 */
#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/file.h>
#include <exo/inode.h>
#include <exo/kmalloc.h>
#include <exo/limits.h>
#include <exo/syscalls.h>
#include <exo/task_signal.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

/* A file and where in it; @own: at its own position. */
struct side {
	struct file *file;
	u64 position;
	bool own;
};

/* Some bytes by way of @buffer: how many, 0 at the end, or a negative errno. */
static ssize_t move_some(struct side *from, struct side *to, void *buffer,
			 size_t size)
{
	struct io_iter iter = io_iter_buffer(buffer, size);
	ssize_t got = file_read_at(from->file, &iter, from->position);

	if (got <= 0)
		return got;
	iter = io_iter_buffer(buffer, (size_t)got);
	got = to->own ? file_write(to->file, &iter)
		      : file_write_at(to->file, &iter, to->position);
	if (got > 0) {
		from->position += (u64)got;
		to->position += (u64)got;
	}
	return got;
}

/* Up to @count bytes; an error counts only if there were none. */
static ssize_t move_all(struct side *from, struct side *to, size_t count)
{
	void *buffer = kmalloc(PAGE_SIZE);
	ssize_t got = 0;
	size_t done = 0;

	if (!buffer)
		return -ENOMEM;
	count = min(count, (size_t)FILE_IO_MAX);
	while (done < count) {
		got = move_some(from, to, buffer,
				min(count - done, (size_t)PAGE_SIZE));
		if (got <= 0)
			break;
		done += (size_t)got;
		if (task_signal_pending(current)) {
			got = -EINTR;
			break;
		}
	}
	kfree(buffer);
	return done ? (ssize_t)done : got;
}

/* Where it begins: @offset if the program gives one, else the file's position. */
static void side_start(struct side *side, struct file *file, const s64 *offset)
{
	side->file = file;
	side->own = !offset;
	side->position = (u64)(offset ? *offset : file_seek(file, 0, SEEK_CUR));
}

/* Where it ended, into the file's position. Short of the end it can be set. */
static void side_finish(const struct side *side)
{
	if (side->own)
		file_seek(side->file, (s64)side->position, SEEK_SET);
}

static long send(struct file *out, struct file *in, s64 *offset, size_t count)
{
	struct side from, to = {.file = out, .own = true};
	ssize_t done;

	if (!file_readable(in))
		return -EBADF;
	if (offset && in->stream && !in->ops->seek)
		return -ESPIPE;
	if (!file_writable(out))
		return -EBADF;
	if (!inode_is_regular(in->inode) || out->flags & O_APPEND)
		return -EINVAL;
	side_start(&from, in, offset);
	if ((s64)from.position < 0)
		return -EINVAL;
	done = move_all(&from, &to, count);
	if (offset)
		*offset = (s64)from.position;
	else
		side_finish(&from);
	return done;
}

struct fd_pair {
	struct fd_ref in, out;
};

/* 0 or -EBADF; then there is nothing to put. */
static int fd_pair_get(struct fd_pair *pair, int in, int out)
{
	pair->in = fd_ref_get(in);
	if (!pair->in.file)
		return -EBADF;
	pair->out = fd_ref_get(out);
	if (pair->out.file)
		return 0;
	fd_ref_put(pair->in);
	return -EBADF;
}

static void fd_pair_put(const struct fd_pair *pair)
{
	fd_ref_put(pair->out);
	fd_ref_put(pair->in);
}

static long send_fds(int out, int in, s64 *offset, size_t count)
{
	struct fd_pair pair;
	long done = fd_pair_get(&pair, in, out);

	if (done)
		return done;
	done = send(pair.out.file, pair.in.file, offset, count);
	fd_pair_put(&pair);
	return done;
}

long sys_sendfile(int out, int in, s64 __user *offset, size_t count)
{
	s64 position;
	long done;

	if (!offset)
		return send_fds(out, in, NULL, count);
	if (user_get(position, offset))
		return -EFAULT;
	done = send_fds(out, in, &position, count);
	return user_put(offset, position) ? -EFAULT : done;
}

/* In Linux's order. */
static int check_copy(const struct file *in, const struct file *out)
{
	if (in->inode && S_ISDIR(in->inode->mode))
		return -EISDIR;
	if (out->inode && S_ISDIR(out->inode->mode))
		return -EISDIR;
	if (!inode_is_regular(in->inode) || !inode_is_regular(out->inode))
		return -EINVAL;
	if (!file_readable(in) || !file_writable(out) || out->flags & O_APPEND)
		return -EBADF;
	return 0;
}

/*
 * How many bytes Linux would try to copy: none behind the end of what is read, as
 * many as an offset can tell. A negative errno, as it finds them.
 */
static long check_range(const struct side *from, const struct side *to,
			size_t count)
{
	const u64 end = READ_ONCE(from->file->inode->size);

	if (from->file->inode->superblock != to->file->inode->superblock)
		return -EXDEV;
	if (count > ~0UL - from->position || count > ~0UL - to->position)
		return -EOVERFLOW;
	if ((s64)from->position < 0)
		return -EINVAL;
	if (from->position >= end)
		return 0;
	if (to->position == S64_MAX)
		return -EFBIG;
	if ((s64)to->position < 0)
		return -EINVAL;
	count = min(count, (size_t)FILE_IO_MAX);
	return (long)min(count, (size_t)(end - from->position));
}

/* Would what is read be what has just been written? */
static bool overlap(const struct side *from, const struct side *to, u64 count)
{
	u64 apart = from->position < to->position
			    ? to->position - from->position
			    : from->position - to->position;

	return from->file->inode == to->file->inode && apart < count;
}

struct copy_offsets {
	s64 in_at, out_at;
	s64 *in, *out; /* to these, or NULL */
};

static long copy(struct file *in, struct file *out,
		 struct copy_offsets *offsets, size_t count)
{
	struct side from, to;
	ssize_t done = check_copy(in, out);

	if (done)
		return done;
	side_start(&from, in, offsets->in);
	side_start(&to, out, offsets->out);
	done = check_range(&from, &to, count);
	if (done <= 0)
		return done;
	if (overlap(&from, &to, (u64)done))
		return -EINVAL;
	to.own = false;
	done = move_all(&from, &to, (size_t)done);
	to.own = !offsets->out;
	side_finish(&from);
	side_finish(&to);
	offsets->in_at = (s64)from.position;
	offsets->out_at = (s64)to.position;
	return done;
}

static int get_offset(s64 *offset, s64 **used, const s64 __user *from)
{
	*used = from ? offset : NULL;
	return from ? user_get(*offset, from) : 0;
}

static int get_offsets(struct copy_offsets *offsets, const s64 __user *in,
		       const s64 __user *out)
{
	int err = get_offset(&offsets->in_at, &offsets->in, in);

	return err ? err : get_offset(&offsets->out_at, &offsets->out, out);
}

static int put_offsets(const struct copy_offsets *offsets, s64 __user *in,
		       s64 __user *out)
{
	if ((offsets->in && user_put(in, offsets->in_at)) ||
	    (offsets->out && user_put(out, offsets->out_at)))
		return -EFAULT;
	return 0;
}

long sys_copy_file_range(int in, s64 __user *in_offset, int out,
			 s64 __user *out_offset, size_t count,
			 unsigned int flags)
{
	struct copy_offsets offsets;
	struct fd_pair pair;
	long done = fd_pair_get(&pair, in, out);

	if (done)
		return done;
	done = get_offsets(&offsets, in_offset, out_offset);
	if (!done && flags)
		done = -EINVAL;
	if (!done)
		done = copy(pair.in.file, pair.out.file, &offsets, count);
	fd_pair_put(&pair);
	if (done > 0 && put_offsets(&offsets, in_offset, out_offset))
		return -EFAULT;
	return done;
}
