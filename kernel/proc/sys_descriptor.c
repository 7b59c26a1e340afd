// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls about descriptors, whatever they lead to.
 */
#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/syscalls.h>
#include <exo/task.h>
#include <uapi/close_range.h>
#include <uapi/errno.h>

#include "duplicate.h"

long sys_close(int fd)
{
	return fd_close(current->files, fd);
}

long duplicate_from(int fd, u32 flags, int lowest)
{
	struct file_table *table = current->files;
	struct file *file = fd_get(table, fd);
	int result;

	if (!file)
		return -EBADF;
	result = fd_install(table, file, flags, lowest);
	if (result < 0)
		file_put(file);
	return result;
}

long sys_dup(int fd)
{
	return duplicate_from(fd, 0, 0);
}

static bool is_open(int fd)
{
	struct fd_ref ref = fd_ref_get(fd);

	fd_ref_put(ref);
	return ref.file;
}

long sys_dup2(int from, int to)
{
	if (from == to)
		return is_open(from) ? to : -EBADF;
	return fd_duplicate_to(current->files, from, to, 0);
}

long sys_dup3(int from, int to, int flags)
{
	if (flags & ~O_CLOEXEC)
		return -EINVAL;
	return fd_duplicate_to(current->files, from, to, (u32)flags);
}

/* Have the table for ourselves: 0 or -ENOMEM. */
static int unshare_files(void)
{
	struct file_table *old = current->files, *own;

	if (!file_table_shared(old))
		return 0;
	own = file_table_copy(old);
	if (!own)
		return -ENOMEM;
	current->files = own;
	file_table_put(old);
	return 0;
}

static void set_close_on_exec(unsigned int first, unsigned int last)
{
	struct file_table *table = current->files;
	int fd;

	if (first >= FILE_TABLE_MAX)
		return;
	fd = fd_next(table, (int)first);
	while (fd >= 0 && (unsigned int)fd <= last) {
		/* Closed since: nothing is to be said of it. */
		(void)fd_set_flags(table, fd, FD_CLOEXEC);
		fd = fd_next(table, fd + 1);
	}
}

long sys_close_range(unsigned int first, unsigned int last, unsigned int flags)
{
	int err = 0;

	if (flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC) ||
	    first > last)
		return -EINVAL;
	if (flags & CLOSE_RANGE_UNSHARE)
		err = unshare_files();
	if (err)
		return err;
	if (flags & CLOSE_RANGE_CLOEXEC)
		set_close_on_exec(first, last);
	else
		fd_close_range(current->files, first, last);
	return 0;
}
