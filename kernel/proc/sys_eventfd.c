// SPDX-License-Identifier: GPL-2.0-only
/*
 * eventfd(2).
 */
#include <exo/eventfd.h>
#include <exo/syscalls.h>
#include <uapi/errno.h>
#include <uapi/eventfd.h>

#include "new_file.h"

long sys_eventfd2(unsigned int count, unsigned int flags)
{
	if (flags & ~(u32)(EFD_SEMAPHORE | EFD_CLOEXEC | EFD_NONBLOCK))
		return -EINVAL;
	return new_file_install(eventfd_create(count, flags), flags);
}

long sys_eventfd(unsigned int count)
{
	return sys_eventfd2(count, 0);
}
