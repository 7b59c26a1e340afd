// SPDX-License-Identifier: GPL-2.0-only
/*
 * memfd_create(2).
 */
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/memfd.h>
#include <exo/syscalls.h>
#include <exo/task.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/limits.h>
#include <uapi/memfd.h>

#define PREFIX "memfd:"

enum {
	PREFIX_LENGTH = sizeof(PREFIX) - 1,
};

/* A slash would end the name: the kernel's own names have none. */
static void replace_slashes(char *text)
{
	for (; *text; text++)
		if (*text == '/')
			*text = '_';
}

/* Into @name, of NAME_MAX + 1 bytes. */
static int get_name(char *name, const char __user *from)
{
	ssize_t length = user_string_copy(name + PREFIX_LENGTH, from,
					  NAME_MAX + 1 - PREFIX_LENGTH);

	if (length == -ENAMETOOLONG)
		return -EINVAL;
	if (length < 0)
		return (int)length;
	memcpy(name, PREFIX, PREFIX_LENGTH);
	replace_slashes(name);
	return 0;
}

long sys_memfd_create(const char __user *from, u32 flags)
{
	char name[NAME_MAX + 1];
	struct file *file;
	int fd, err;

	if (flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING))
		return -EINVAL;
	err = get_name(name, from);
	if (!err)
		err = memfd_create(name, flags & MFD_ALLOW_SEALING, &file);
	if (err)
		return err;
	fd = fd_install(current->files, file,
			flags & MFD_CLOEXEC ? O_CLOEXEC : 0, 0);
	if (fd < 0)
		file_put(file);
	return fd;
}
