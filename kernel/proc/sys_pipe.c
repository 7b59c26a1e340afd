// SPDX-License-Identifier: GPL-2.0-only
/*
 * pipe(2). Nothing is left of it after an error: the descriptors mean something only
 * once the program knows them.
 */
#include <exo/compiler.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/pipe.h>
#include <exo/syscalls.h>
#include <exo/task.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

/* @ends get descriptors, or are closed. */
static int publish(struct file *ends[2], int __user *to, u32 flags)
{
	int fds[2];
	int err = fd_reserve_two(current->files, fds, flags);

	if (!err && user_copy_to(to, fds, sizeof(fds))) {
		fd_unreserve_two(current->files, fds);
		err = -EFAULT;
	}
	if (err) {
		file_put(ends[0]);
		file_put(ends[1]);
		return err;
	}
	fd_fill(current->files, fds[0], ends[0]);
	fd_fill(current->files, fds[1], ends[1]);
	return 0;
}

long sys_pipe2(int __user *fds, int flags)
{
	struct file *ends[2];
	int err;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK))
		return -EINVAL;
	err = pipe_create(ends, (u32)flags & O_NONBLOCK);
	return err ? err : publish(ends, fds, (u32)flags & O_CLOEXEC);
}

long sys_pipe(int __user *fds)
{
	return sys_pipe2(fds, 0);
}
