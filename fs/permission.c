// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may do what to a file: by owner, group and mode (path_resolution(7)).
 * User 0 may do all, but execute what nobody may execute.
 *
 * Nothing here sleeps or takes a lock: a walk asks for each directory.
 */
#include "permission.h"

#include <exo/credentials.h>
#include <exo/filesystem.h>
#include <exo/inode.h>
#include <exo/mount.h>
#include <exo/path.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "mount_internal.h"

static bool is_root(const struct credentials *who)
{
	return who->fsuid == 0;
}

static int root_permission(u32 mode, unsigned int want)
{
	if (!(want & MAY_EXECUTE) || S_ISDIR(mode))
		return 0;
	return mode & (S_IXUSR | S_IXGRP | S_IXOTH) ? 0 : -EACCES;
}

/* By its mode; but there may be other rules. */
static __noinline int refuse(const struct inode *inode)
{
	const struct filesystem *filesystem = inode->superblock->filesystem;

	return filesystem->grants && filesystem->grants(inode) ? 0 : -EACCES;
}

int credentials_permission(const struct credentials *who,
			   const struct inode *inode, unsigned int want)
{
	u32 mode = READ_ONCE(inode->mode);

	if (is_root(who))
		return root_permission(mode, want);
	if (mode_grants_all(mode, want))
		return 0;
	if (who->fsuid == inode->uid)
		mode >>= 6;
	else if (credentials_in_group(who, inode->gid))
		mode >>= 3;
	return want & ~mode ? refuse(inode) : 0;
}

/* What needs no look at owner and groups, as most does not. */
static bool permission_is_plain(const struct inode *inode, unsigned int want)
{
	return mode_grants_all(inode->mode, want) ||
	       (!(want & MAY_EXECUTE) && is_root(credentials_current()));
}

int inode_permission(const struct inode *inode, unsigned int want)
{
	if (likely(permission_is_plain(inode, want)))
		return 0;
	return credentials_permission(credentials_current(), inode, want);
}

bool inode_owned(const struct inode *inode)
{
	const struct credentials *who = credentials_current();

	return is_root(who) || who->fsuid == inode->uid;
}

int path_permission(const struct path *path, unsigned int want)
{
	const struct inode *inode = path->dentry->inode;
	u32 mode = inode->mode;

	/* A device or FIFO is written to, not the filesystem. */
	if (want & MAY_WRITE &&
	    (S_ISREG(mode) || S_ISDIR(mode) || S_ISLNK(mode)) &&
	    mount_writable(path))
		return -EROFS;
	return inode_permission(inode, want);
}

int may_create(const struct path *directory)
{
	const struct inode *inode = directory->dentry->inode;

	if (!inode->links)
		return -ENOENT;
	if (mount_writable(directory))
		return -EROFS;
	return inode_permission(inode, MAY_WRITE | MAY_EXECUTE);
}

/* In a sticky directory only owners remove names: of the file or of it. */
static bool sticky_forbids(const struct inode *directory,
			   const struct inode *inode)
{
	return directory->mode & S_ISVTX && !inode_owned(inode) &&
	       !inode_owned(directory);
}

int may_delete(const struct path *directory, const struct dentry *dentry,
	       enum victim_type type)
{
	const struct inode *inode = dentry->inode;
	int err = may_create(directory);

	if (err)
		return err;
	if (sticky_forbids(directory->dentry->inode, inode))
		return -EPERM;
	if (type == VICTIM_DIRECTORY && !S_ISDIR(inode->mode))
		return -ENOTDIR;
	if (type == VICTIM_FILE && S_ISDIR(inode->mode))
		return -EISDIR;
	return dentry_mounted(dentry) ? -EBUSY : 0;
}
