/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. System calls that make a file and return its
 * descriptor.
 */
#ifndef PROC_NEW_FILE_H
#define PROC_NEW_FILE_H

#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/task.h>
#include <uapi/errno.h>

/*
 * A descriptor for @file, which the caller has made and does not use any more; NULL:
 * -ENOMEM. @flags: O_CLOEXEC counts. Or a negative errno. May sleep.
 */
static inline long new_file_install(struct file *file, u32 flags)
{
	int fd;

	if (!file)
		return -ENOMEM;
	fd = fd_install(current->files, file, flags & O_CLOEXEC, 0);
	if (fd < 0)
		file_put(file);
	return fd;
}

#endif
