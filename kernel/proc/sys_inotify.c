// SPDX-License-Identifier: GPL-2.0-only
/*
 * inotify(7). What is asked for is looked at in Linux's order.
 */
#include <exo/fd_ref.h>
#include <exo/inotify.h>
#include <exo/syscalls.h>
#include <uapi/errno.h>
#include <uapi/inotify.h>

#include "new_file.h"
#include "user_name.h"

/* All that the mask of a watch may have. */
#define KNOWN                                                            \
	(IN_ALL_EVENTS | IN_UNMOUNT | IN_Q_OVERFLOW | IN_IGNORED |       \
	 IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK | IN_MASK_CREATE | \
	 IN_MASK_ADD | IN_ISDIR | IN_ONESHOT)

long sys_inotify_init1(int flags)
{
	struct file *file;
	int err;

	if (flags & ~(IN_CLOEXEC | IN_NONBLOCK))
		return -EINVAL;
	err = inotify_create((u32)flags, &file);
	return err ? err : new_file_install(file, (u32)flags);
}

long sys_inotify_init(void)
{
	return sys_inotify_init1(0);
}

static bool mask_contradicts(u32 mask)
{
	return mask & IN_MASK_ADD && mask & IN_MASK_CREATE;
}

static long add_watch(struct file *file, const char __user *from, u32 mask)
{
	struct user_name name;
	long result;

	if (mask_contradicts(mask) || !file_is_inotify(file))
		return -EINVAL;
	result = user_name_get(&name, from);
	if (result)
		return result;
	result = *name.text ? inotify_add_watch(file, name.text, mask)
			    : -ENOENT;
	user_name_put(&name);
	return result;
}

long sys_inotify_add_watch(int fd, const char __user *name, u32 mask)
{
	struct fd_ref ref;
	long result = -EBADF;

	if (!mask || mask & ~KNOWN)
		return -EINVAL;
	ref = fd_ref_get(fd);
	if (ref.file)
		result = add_watch(ref.file, name, mask);
	fd_ref_put(ref);
	return result;
}

long sys_inotify_rm_watch(int fd, s32 number)
{
	struct fd_ref ref = fd_ref_get(fd);
	long result = -EBADF;

	if (ref.file)
		result = file_is_inotify(ref.file)
				 ? inotify_remove_watch(ref.file, number)
				 : -EINVAL;
	fd_ref_put(ref);
	return result;
}
