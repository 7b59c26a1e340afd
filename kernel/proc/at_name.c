// SPDX-License-Identifier: GPL-2.0-only
#include <exo/file.h>
#include <uapi/errno.h>

#include "at_name.h"

static int find_start(struct at_name *name, int fd, unsigned int flags)
{
	if (!*name->text && !(flags & AT_EMPTY_PATH))
		return -ENOENT;
	if (fd == AT_FDCWD)
		return 0;
	name->directory = fd_ref_get(fd);
	if (!name->directory.file)
		return -EBADF;
	/* A pipe, say, which has no place. */
	if (!name->directory.file->inode)
		return -ENOTDIR;
	name->at = &name->directory.file->path;
	return 0;
}

int at_name_find_start(struct at_name *name, int fd, unsigned int flags)
{
	int err = find_start(name, fd, flags);

	if (err)
		at_name_put(name);
	return err;
}
