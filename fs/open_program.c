// SPDX-License-Identifier: GPL-2.0-only
/*
 * Opening files that are to be run (execve(2)).
 */
#include <exo/file.h>
#include <exo/file_news.h>
#include <exo/filesystem.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/mount.h>

#include "dentry.h"
#include "open.h"
#include "permission.h"
#include "writers.h"

/* May the caller run what @path leads to? */
static int check_program(const struct path *path)
{
	const struct inode *inode = path->dentry->inode;

	if (S_ISLNK(inode->mode))
		return -ELOOP;
	if (!S_ISREG(inode->mode) || path_mount_flags(path) & MS_NOEXEC)
		return -EACCES;
	/* What cannot be mapped cannot be run. */
	if (!inode->file_ops || !inode->file_ops->map)
		return -EACCES;
	return path_permission(path, MAY_EXECUTE);
}

/* An open file of @path that forbids writing; takes over its reference on success. */
static int create_program_file(const struct path *path, struct file **opened)
{
	struct inode *inode = path->dentry->inode;
	int err;

	if (!inode_forbid_writing(inode))
		return -ETXTBSY;
	err = file_create(path, O_RDONLY, inode->file_ops, opened);
	if (err)
		inode_allow_writing(inode);
	else
		(*opened)->forbids_writing = true;
	return err;
}

int vfs_open_program(const struct path *at, const char *name, u32 flags,
		     struct file **opened)
{
	struct path path;
	int err = path_lookup(at, name, flags, &path);

	if (err)
		return err;
	err = check_program(&path);
	if (!err)
		err = create_program_file(&path, opened);
	if (err) {
		path_put(&path);
		return err;
	}
	err = file_setup(*opened);
	if (err)
		file_put(*opened);
	else if (anybody_watches())
		tell_file(*opened, IN_OPEN);
	return err;
}
