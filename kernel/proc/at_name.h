/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. The names of openat(2) and its like: a string
 * of the program's, and the descriptor of the directory where it begins if it is
 * relative. The functions of <exo/vfs.h> take both.
 *
 *	struct at_name name;
 *	int err = at_name_get(&name, fd, user_string, flags);
 *
 *	if (err)
 *		return err;
 *	err = vfs_mkdir(name.at, name.text, mode);
 *	at_name_put(&name);
 */
#ifndef PROC_AT_NAME_H
#define PROC_AT_NAME_H

#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/path.h>
#include <exo/uaccess.h>
#include <uapi/fcntl.h>

#include "user_name.h"

struct at_name {
	const struct path *at; /* NULL: the current directory, or unused */
	const char *text;
	struct fd_ref directory; /* what @at is of, or no file */
	struct user_name string;
};

/* For at_name_get(): the string is there. As that. */
__must_check int at_name_find_start(struct at_name *name, int fd,
				    unsigned int flags);

/*
 * @fd is a directory's descriptor or AT_FDCWD. With AT_EMPTY_PATH in @flags the
 * name may be empty, and then @fd may be any file that has a place in the tree. 0,
 * -EFAULT, -ENAMETOOLONG, -ENOMEM, -ENOENT for an empty name, -EBADF, -ENOTDIR;
 * after an error there is nothing to put. May sleep.
 */
static inline __must_check int at_name_get(struct at_name *name, int fd,
					   const char __user *text,
					   unsigned int flags)
{
	int err = user_name_get(&name->string, text);

	if (unlikely(err))
		return err;
	name->text = name->string.text;
	name->at = NULL;
	name->directory = (struct fd_ref){.file = NULL};
	if (likely(*name->text == '/' || (fd == AT_FDCWD && *name->text)))
		return 0;
	return at_name_find_start(name, fd, flags);
}

/* Is the name of a program's "", by which it means @fd itself? */
static inline bool means_descriptor(int fd, const char __user *name,
				    unsigned int flags)
{
	char first;

	return flags & AT_EMPTY_PATH && fd >= 0 && !user_get(first, name) &&
	       !first;
}

static inline void at_name_put(struct at_name *name)
{
	fd_ref_put(name->directory);
	user_name_put(&name->string);
}

#endif
