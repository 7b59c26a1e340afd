// SPDX-License-Identifier: GPL-2.0-only
#include <exo/file.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>

#include "at_name.h"

/* The string is there: find where it begins. */
static int find_start(struct at_name *name, int fd, unsigned int flags)
{
	if (unlikely(!*name->text && !(flags & AT_EMPTY_PATH)))
		return -ENOENT;
	if (fd == AT_FDCWD || *name->text == '/')
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

int at_name_get(struct at_name *name, int fd, const char __user *text,
		unsigned int flags)
{
	int err = user_name_get(&name->string, text);

	if (unlikely(err))
		return err;
	name->text = name->string.text;
	name->at = NULL;
	name->directory = (struct fd_ref){.file = NULL};
	err = find_start(name, fd, flags);
	if (unlikely(err))
		at_name_put(name);
	return err;
}

void at_name_put(struct at_name *name)
{
	fd_ref_put(name->directory);
	user_name_put(&name->string);
}
