// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names that go: unlink(2) and rmdir(2). The file itself stays while it is open
 * or has other names.
 */
#include <exo/file_news.h>
#include <exo/filesystem.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "mount_internal.h"
#include "names.h"
#include "path_walk.h"
#include "permission.h"

/* With the directory's mutex held. */
static int remove_dentry(const struct path *directory, struct dentry *dentry)
{
	struct inode *inode = dentry->inode;
	const struct filesystem *filesystem = inode->superblock->filesystem;
	int err = -EBUSY;

	if (!filesystem->unlink)
		return -EPERM;
	inode_get(inode);
	mutex_lock(&inode->mutex);
	if (!dentry_mounted(dentry))
		err = filesystem->unlink(directory->dentry->inode,
					 &dentry->name, inode);
	if (!err) {
		if (S_ISDIR(inode->mode))
			dentry_cache_drop_children(dentry);
		else if (anybody_watches())
			tell_inode(inode, IN_ATTRIB);
		dentry_unlink(dentry);
	}
	mutex_unlock(&inode->mutex);
	if (!err && anybody_watches())
		tell_entry(directory->dentry->inode, &dentry->name, inode,
			   IN_DELETE);
	inode_put(inode);
	return err;
}

/* With the directory's mutex held. */
static int remove_locked(const struct parent_lookup *parent,
			 enum victim_type type)
{
	struct dentry *dentry;
	int err = name_lookup(parent, &dentry);

	if (err)
		return err;
	if (!dentry->inode)
		err = -ENOENT;
	else
		err = may_delete(&parent->directory, dentry, type);
	if (!err && parent->slash && type == VICTIM_FILE)
		err = -ENOTDIR;
	if (!err)
		err = remove_dentry(&parent->directory, dentry);
	dentry_put(dentry);
	return err;
}

static int remove_name(const struct path *at, const char *name,
		       enum victim_type type, const int errors[])
{
	struct parent_lookup parent;
	struct inode *directory;
	int err = path_walk_parent(at, name, &parent);

	if (err)
		return err;
	directory = parent.directory.dentry->inode;
	if (parent.type != LAST_NAME) {
		err = errors[parent.type];
	} else {
		mutex_lock(&directory->mutex);
		err = remove_locked(&parent, type);
		mutex_unlock(&directory->mutex);
	}
	path_put(&parent.directory);
	return err;
}

int vfs_unlink(const struct path *at, const char *name)
{
	static const int errors[] = {
		[LAST_DOT] = -EISDIR,
		[LAST_DOT_DOT] = -EISDIR,
		[LAST_ROOT] = -EISDIR,
	};

	return remove_name(at, name, VICTIM_FILE, errors);
}

int vfs_rmdir(const struct path *at, const char *name)
{
	static const int errors[] = {
		[LAST_DOT] = -EINVAL,
		[LAST_DOT_DOT] = -ENOTEMPTY,
		[LAST_ROOT] = -EBUSY,
	};

	return remove_name(at, name, VICTIM_DIRECTORY, errors);
}
