// SPDX-License-Identifier: GPL-2.0-only
/*
 * Open files: what is the same for all kinds of them. Access modes, limits and
 * the position are looked after here, so that an implementation only moves
 * bytes.
 *
 * A file's position is under its mutex, taken around each read and write that
 * uses it: POSIX wants those of two threads not to overlap. Streams have no
 * position and take no lock here; those that can seek, as /dev/null, only say
 * that they did.
 */
#include <exo/compiler.h>
#include <exo/epoll.h>
#include <exo/file.h>
#include <exo/file_lock.h>
#include <exo/file_news.h>
#include <exo/initcall.h>
#include <exo/inode.h>
#include <exo/kmalloc.h>
#include <exo/limits.h>
#include <exo/panic.h>
#include <exo/poll.h>
#include <exo/rcu.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/mount.h>

#include "size_limit.h"

enum {
	/* What only tells how to open; O_NOCTTY does so to the terminal. */
	OPENING_FLAGS = O_CREAT | O_EXCL | O_TRUNC | O_CLOEXEC,
	/* What F_SETFL may change. */
	CHANGEABLE_FLAGS = O_APPEND | O_NONBLOCK | O_DIRECT | O_NOATIME |
			   O_ASYNC,
	ALWAYS_READY = POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM,
};

static struct kmem_cache *file_cache;

static int file_init(void)
{
	file_cache = kmem_cache_create("file", sizeof(struct file), 0);
	if (!file_cache)
		panic("no memory for open files");
	return 0;
}
INITCALL(memory, file_init);

struct file *file_alloc(const struct file_ops *ops, void *private, u32 flags)
{
	struct file *file = kmem_cache_alloc(file_cache);

	if (!file)
		return NULL;
	/* One by one: to clear the whole before would cost as much again. */
	file->ops = ops;
	file->private = private;
	file->refs = 1;
	file->flags = flags & ~(u32)OPENING_FLAGS;
	file->stream = false;
	file->signal_owner = 0;
	file->watched_by.first = NULL;
	file->forbids_writing = false;
	mutex_init(&file->position_lock, "file position");
	file->position = 0;
	file->path.mount = NULL;
	file->path.dentry = NULL;
	file->inode = NULL;
	return file;
}

void file_put(struct file *file)
{
	if (__atomic_sub_fetch(&file->refs, 1, __ATOMIC_ACQ_REL))
		return;
	if (IS_ENABLED(CONFIG_EPOLL) && unlikely(file->watched_by.first))
		epoll_forget(file);
	if (file->ops->release)
		file->ops->release(file);
	if (IS_ENABLED(CONFIG_VFS) && file->inode) {
		file_leave_place(file);
	}
	rcu_free(file_cache, file);
}

bool file_forbids_running(const struct file *file)
{
	return IS_ENABLED(CONFIG_VFS) && file->path.mount &&
	       path_mount_flags(&file->path) & MS_NOEXEC;
}

static bool is_directory(const struct file *file)
{
	return IS_ENABLED(CONFIG_VFS) && file->inode &&
	       S_ISDIR(file->inode->mode);
}

ssize_t file_no_read(struct file *file, struct io_iter *to, u64 *position)
{
	(void)to;
	(void)position;
	return is_directory(file) ? -EISDIR : -EINVAL;
}

ssize_t file_no_write(struct file *file, struct io_iter *from, u64 *position)
{
	(void)file;
	(void)from;
	(void)position;
	return -EINVAL;
}

static ssize_t read_at(struct file *file, struct io_iter *to, u64 *position)
{
	if (!file_readable(file))
		return -EBADF;
	return file->ops->read(file, to, position);
}

static ssize_t write_at(struct file *file, struct io_iter *from, u64 *position)
{
	if (!file_writable(file))
		return -EBADF;
	return file->ops->write(file, from, position);
}

static __noinline ssize_t read_at_own(struct file *file, struct io_iter *to)
{
	ssize_t done;

	mutex_lock(&file->position_lock);
	done = read_at(file, to, &file->position);
	mutex_unlock(&file->position_lock);
	return done;
}

/* Apart, so that a stream does not pay for the registers of the other. */
static inline ssize_t read_next(struct file *file, struct io_iter *to)
{
	return file->stream ? read_at(file, to, NULL) : read_at_own(file, to);
}

/* Somebody watches some file: look whether it is this, after @done bytes. */
static ssize_t told(const struct file *file, ssize_t done, u32 event)
{
	if (done > 0)
		tell_file(file, event);
	return done;
}

static __noinline ssize_t read_told(struct file *file, struct io_iter *to)
{
	return told(file, read_next(file, to), IN_ACCESS);
}

ssize_t file_read(struct file *file, struct io_iter *to)
{
	return anybody_watches() ? read_told(file, to) : read_next(file, to);
}

/* RLIMIT_FSIZE: write as much as it allows, 0, or nothing, -EFBIG. */
static __noinline int limit_growth(const struct file *file,
				   struct io_iter *from, u64 position)
{
	u64 limit = file_size_limit();

	if (!inode_is_regular(file->inode) || !from->left)
		return 0;
	if (file->flags & O_APPEND)
		position = READ_ONCE(file->inode->size);
	if (position >= limit)
		return file_size_exceeded();
	from->left = min(from->left, limit - position);
	return 0;
}

/* write_at() of what has a position. */
static inline ssize_t write_limited(struct file *file, struct io_iter *from,
				    u64 *position)
{
	int err;

	if (likely(file_size_limit() == RLIM_INFINITY))
		return write_at(file, from, position);
	if (!file_writable(file))
		return -EBADF;
	err = limit_growth(file, from, *position);
	return err ? err : write_at(file, from, position);
}

static __noinline ssize_t write_at_own(struct file *file, struct io_iter *from)
{
	ssize_t done;

	mutex_lock(&file->position_lock);
	done = write_limited(file, from, &file->position);
	mutex_unlock(&file->position_lock);
	return done;
}

static inline ssize_t write_next(struct file *file, struct io_iter *from)
{
	return file->stream ? write_at(file, from, NULL)
			    : write_at_own(file, from);
}

static __noinline ssize_t write_told(struct file *file, struct io_iter *from)
{
	return told(file, write_next(file, from), IN_MODIFY);
}

ssize_t file_write(struct file *file, struct io_iter *from)
{
	return anybody_watches() ? write_told(file, from)
				 : write_next(file, from);
}

/* May @size bytes be moved from @position on? */
static int check_position(const struct file *file, u64 position, size_t size)
{
	if ((s64)(position | (position + size)) < 0)
		return -EINVAL;
	return file->stream && !file->ops->seek ? -ESPIPE : 0;
}

static __noinline ssize_t read_at_told(struct file *file, struct io_iter *to,
				       u64 *position)
{
	return told(file, read_at(file, to, position), IN_ACCESS);
}

ssize_t file_read_at(struct file *file, struct io_iter *to, u64 position)
{
	int err = check_position(file, position, to->left);

	if (err)
		return err;
	if (anybody_watches())
		return read_at_told(file, to, &position);
	return read_at(file, to, &position);
}

static __noinline ssize_t write_at_told(struct file *file, struct io_iter *from,
					u64 *position)
{
	return told(file, write_limited(file, from, position), IN_MODIFY);
}

ssize_t file_write_at(struct file *file, struct io_iter *from, u64 position)
{
	int err = check_position(file, position, from->left);

	if (err)
		return err;
	if (anybody_watches())
		return write_at_told(file, from, &position);
	return write_limited(file, from, &position);
}

s64 file_seek(struct file *file, s64 offset, int whence)
{
	s64 position;

	if (file->flags & O_PATH)
		return -EBADF;
	if (!file->ops->seek)
		return -ESPIPE;
	mutex_lock(&file->position_lock);
	position = file->ops->seek(file, offset, whence);
	if (position >= 0)
		file->position = (u64)position;
	mutex_unlock(&file->position_lock);
	return position;
}

u32 file_poll(struct file *file, struct poll_entry *entry)
{
	if (file->flags & O_PATH)
		return POLLNVAL;
	return file->ops->poll ? file->ops->poll(file, entry) : ALWAYS_READY;
}

void file_poll_detach(struct file *file, struct poll_entry *entry)
{
	if (file->ops->poll && !(file->flags & O_PATH))
		file->ops->poll_detach(file, entry);
}

long file_control(struct file *file, unsigned int command, unsigned long arg)
{
	if (file->flags & O_PATH)
		return -EBADF;
	return file->ops->control ? file->ops->control(file, command, arg)
				  : -ENOTTY;
}

int file_sync(struct file *file, bool data_only)
{
	if (file->flags & O_PATH)
		return -EBADF;
	return file->ops->sync ? file->ops->sync(file, data_only) : -EINVAL;
}

/* Only an owner may leave no trace of having read the file. */
static bool may_set_flags(const struct file *file, u32 flags)
{
	return !(flags & ~file->flags & O_NOATIME) || !IS_ENABLED(CONFIG_VFS) ||
	       !file->inode || inode_owned(file->inode);
}

int file_set_flags(struct file *file, u32 flags)
{
	u32 old = __atomic_load_n(&file->flags, __ATOMIC_RELAXED);
	u32 new;
	int err;

	if (!may_set_flags(file, flags))
		return -EPERM;
	do {
		new = (old & ~(u32)CHANGEABLE_FLAGS) |
		      (flags & CHANGEABLE_FLAGS);
		err = file->ops->check_flags ? file->ops->check_flags(file, new)
					     : 0;
		if (err)
			return err;
	} while (!__atomic_compare_exchange_n(&file->flags, &old, new, false,
					      __ATOMIC_RELAXED,
					      __ATOMIC_RELAXED));
	return 0;
}

long file_fcntl(struct file *file, unsigned int command, unsigned long arg)
{
	if (command == F_GETFL)
		return (long)__atomic_load_n(&file->flags, __ATOMIC_RELAXED) &
		       ~O_NOCTTY;
	if (file->flags & O_PATH)
		return -EBADF;
	if (command == F_SETFL)
		return file_set_flags(file, (u32)arg);
	if (command == F_GETOWN)
		return READ_ONCE(file->signal_owner);
	if (command == F_SETOWN) {
		WRITE_ONCE(file->signal_owner, (s32)arg);
		return 0;
	}
	/* Linux looks at this first, whatever the file is. */
	if (IS_ENABLED(CONFIG_MEMFD_CREATE) && command == F_ADD_SEALS &&
	    !file_writable(file))
		return -EPERM;
	return file->ops->fcntl ? file->ops->fcntl(file, command, arg)
				: file_fcntl_absent(command);
}
