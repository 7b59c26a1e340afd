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

int path_to_nameless(const struct path *beside, struct inode *inode,
		     struct path *path)
{
	static const struct path_name no_name = {.chars = ""};
	struct dentry *dentry = dentry_alloc(inode->superblock, NULL, &no_name);

	if (!dentry)
		return -ENOMEM;
	dentry_set_inode(dentry, inode);
	mount_get(beside->mount);
	*path = (struct path){beside->mount, dentry};
	return 0;
}
