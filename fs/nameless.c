// SPDX-License-Identifier: GPL-2.0-only
/*
 * Paths to inodes that have no name: a dentry that no walk can find, and that goes
 * with its last reference. It is like the root of a superblock, as it has no parent.
 */
#include <exo/filesystem.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "mount_internal.h"
#include "open.h"

int path_to_nameless(const struct path *beside, struct inode *inode,
		     const char *text, struct path *path)
{
	struct path_name name;
	struct dentry *dentry;

	path_name_read(&name, text);
	dentry = dentry_alloc(inode->superblock, NULL, &name);
	if (!dentry)
		return -ENOMEM;
	dentry_set_inode(dentry, inode);
	mount_get(beside->mount);
	*path = (struct path){beside->mount, dentry};
	return 0;
}

int vfs_open_nameless(const struct path *beside, struct inode *inode,
		      const char *text, struct file **opened)
{
	struct path path;
	int err = path_to_nameless(beside, inode, text, &path);

	if (err)
		return err;
	/* Should the file not come, the path takes the inode with it. */
	inode_get(inode);
	err = file_create(&path, O_RDWR | O_LARGEFILE, inode->file_ops, opened);
	if (err)
		path_put(&path);
	else
		inode_put(inode);
	return err;
}
