// SPDX-License-Identifier: GPL-2.0-only
/*
 * echo TEXT > FILE and >> FILE, for the monitor.
 */
#include <exo/file.h>
#include <exo/kmon.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

int kmon_write_file(const char *name, const char *text, size_t size,
		    bool append)
{
	u32 flags = O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC);
	struct io_iter from = io_iter_buffer(text, size);
	struct file *file;
	ssize_t done;
	int err = vfs_open(NULL, name, flags, 0666, &file);

	if (err)
		return err;
	done = file_write(file, &from);
	file_put(file);
	if (done < 0)
		return (int)done;
	return from.left ? -ENOSPC : 0;
}
