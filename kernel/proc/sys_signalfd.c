// SPDX-License-Identifier: GPL-2.0-only
/*
 * signalfd(2).
 */
#include <exo/fd_ref.h>
#include <exo/signalfd.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/signalfd.h>

#include "new_file.h"

static long change(int fd, u64 set)
{
	struct fd_ref ref = fd_ref_get(fd);
	long result = -EBADF;

	if (ref.file && !(ref.file->flags & O_PATH))
		result = file_is_signalfd(ref.file) ? fd : -EINVAL;
	if (result >= 0)
		signalfd_change(ref.file, set);
	fd_ref_put(ref);
	return result;
}

long sys_signalfd4(int fd, const u64 __user *from, size_t set_size, int flags)
{
	u64 set;

	if (set_size != sizeof(set))
		return -EINVAL;
	if (user_get(set, from))
		return -EFAULT;
	if (flags & ~(SFD_CLOEXEC | SFD_NONBLOCK))
		return -EINVAL;
	if (fd != -1)
		return change(fd, set);
	return new_file_install(signalfd_create(set, (u32)flags), (u32)flags);
}

long sys_signalfd(int fd, const u64 __user *from, size_t set_size)
{
	return sys_signalfd4(fd, from, set_size, 0);
}
