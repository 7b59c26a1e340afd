// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which files may be run.
 */
#include <exo/file.h>
#include <exo/inode.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "exec_file.h"

int exec_open(const struct path *at, const char *name, u32 flags,
	      struct file **opened)
{
	struct file *file;
	int error = vfs_open(at, name, O_RDONLY, 0, &file);

	(void)flags;
	if (error)
		return error;
	if (!file->inode || !S_ISREG(file->inode->mode) || !file->ops->map)
		error = -EACCES;
	else
		error = inode_permission(file->inode, MAY_EXECUTE);
	if (error)
		file_put(file);
	else
		*opened = file;
	return error;
}

void exec_close(struct file *file)
{
	file_put(file);
}
