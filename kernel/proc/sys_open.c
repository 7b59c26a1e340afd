// SPDX-License-Identifier: GPL-2.0-only
/*
 * open(2) and its like. The descriptor is taken before the file is opened: so there
 * is no error left once a file has been made or emptied.
 */
#include <exo/compiler.h>
#include <exo/file_table.h>
#include <exo/syscalls.h>
#include <exo/task.h>
#include <exo/uaccess.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/openat2.h>

#include "at_name.h"

enum {
	VALID_FLAGS = O_ACCMODE | O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC |
		      O_APPEND | O_NONBLOCK | O_SYNC | O_DSYNC | O_ASYNC |
		      O_DIRECT | O_LARGEFILE | O_DIRECTORY | O_NOFOLLOW |
		      O_NOATIME | O_CLOEXEC | O_PATH | O_TMPFILE,
	/* All that openat2(2) has beside O_PATH. */
	PATH_FLAGS = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
	PERMISSION_BITS = 07777,
};

/* Open what @name says by descriptor @fd, which is reserved. */
static int open_reserved(int fd, const struct at_name *name, u32 flags,
			 u32 mode)
{
	struct file_table *table = current->files;
	struct file *file;
	int err = vfs_open(name->at, name->text, flags, mode, &file);

	if (unlikely(err)) {
		fd_unreserve(table, fd);
		return err;
	}
	fd_fill(table, fd, file);
	return fd;
}

/* The flags have been checked. */
static long open_at(int directory, const char __user *text, u32 flags, u32 mode)
{
	struct at_name name;
	int fd = at_name_get(&name, directory, text, 0);

	if (unlikely(fd))
		return fd;
	fd = fd_reserve(current->files, flags & O_CLOEXEC, 0);
	if (likely(fd >= 0))
		fd = open_reserved(fd, &name, flags, mode & PERMISSION_BITS);
	at_name_put(&name);
	return fd;
}

long sys_openat(int directory, const char __user *name, int flags, u32 mode)
{
	/* What it does not know, open(2) ignores. */
	return open_at(directory, name,
		       ((u32)flags & VALID_FLAGS) | O_LARGEFILE, mode);
}

long sys_open(const char __user *name, int flags, u32 mode)
{
	return sys_openat(AT_FDCWD, name, flags, mode);
}

long sys_creat(const char __user *name, u32 mode)
{
	return sys_openat(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

/* A newer and larger *@how must have zeros where nobody knows the meaning. */
static int get_how(struct open_how *how, const void __user *from, size_t size)
{
	const u8 __user *byte = from;
	u8 more;

	if (size < sizeof(*how))
		return -EINVAL;
	if (size > PAGE_SIZE)
		return -E2BIG;
	if (user_copy_from(how, from, sizeof(*how)))
		return -EFAULT;
	for (size_t i = sizeof(*how); i < size; i++) {
		if (user_get(more, byte + i))
			return -EFAULT;
		if (more)
			return -E2BIG;
	}
	return 0;
}

/* openat2(2) refuses what open(2) ignores. Ways are not restricted here. */
static int check_how(const struct open_how *how)
{
	bool creates = how->flags & O_CREAT ||
		       (how->flags & O_TMPFILE) == O_TMPFILE;

	if (how->flags & ~(u64)VALID_FLAGS ||
	    (how->flags & O_PATH && how->flags & ~(u64)PATH_FLAGS))
		return -EINVAL;
	if (how->mode & ~(u64)PERMISSION_BITS || (how->mode && !creates))
		return -EINVAL;
	return how->resolve ? -EINVAL : 0;
}

long sys_openat2(int directory, const char __user *name, const void __user *how,
		 size_t size)
{
	struct open_how copy;
	int err = get_how(&copy, how, size);

	if (!err)
		err = check_how(&copy);
	return err ? err
		   : open_at(directory, name, (u32)copy.flags | O_LARGEFILE,
			     (u32)copy.mode);
}
