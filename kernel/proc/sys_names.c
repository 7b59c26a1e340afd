// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls that name the machine: sethostname(2), setdomainname(2).
 */
#include <exo/credentials.h>
#include <exo/hostname.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

static long set_name(int (*set)(const char *name, size_t size),
		     const char __user *from, int size)
{
	char name[HOSTNAME_MAX];

	if (credentials_current()->euid)
		return -EPERM;
	if (size < 0 || size > HOSTNAME_MAX)
		return -EINVAL;
	if (user_copy_from(name, from, (size_t)size))
		return -EFAULT;
	return set(name, strnlen(name, (size_t)size));
}

long sys_sethostname(const char __user *name, int size)
{
	return set_name(hostname_set, name, size);
}

long sys_setdomainname(const char __user *name, int size)
{
	return set_name(domainname_set, name, size);
}
