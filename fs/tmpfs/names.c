// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the core asks of directories. It has checked all that POSIX wants checked
 * and holds the locks; here names and link counts change, or nothing does. As on
 * Linux each name more than the first counts as an inode against nr_inodes: else
 * there would be no limit to what names take.
 */
#include "tmpfs.h"

#include <uapi/errno.h>

int tmpfs_lookup(struct inode *directory, const struct path_name *name,
		 struct inode **found)
{
	struct inode *inode = tmpfs_directory_find(directory, name);

	if (!inode)
		return -ENOENT;
	inode_get(inode);
	*found = inode;
	return 0;
}

int tmpfs_create(struct inode *directory, const struct path_name *name,
		 const struct inode_spec *spec, struct inode **created)
{
	int err;
	struct inode *inode =
		tmpfs_inode_create(directory->superblock, spec, &err);

	if (!inode)
		return err;
	err = tmpfs_directory_add(directory, name, inode);
	if (err) {
		inode_put(inode);
		return err;
	}
	if (S_ISDIR(spec->mode))
		directory->links++;
	inode_modified_with(directory, inode);
	*created = inode;
	return 0;
}

int tmpfs_link(struct inode *directory, const struct path_name *name,
	       struct inode *inode)
{
	struct tmpfs_super *super = tmpfs_super(inode);
	int err;

	if (!tmpfs_charge(&super->inodes, super->inodes_max))
		return -ENOSPC;
	err = tmpfs_directory_add(directory, name, inode);
	if (err) {
		tmpfs_uncharge(&super->inodes, 1);
		return err;
	}
	inode->links++;
	inode_changed(inode);
	inode_modified_with(directory, inode);
	return 0;
}

/* @inode loses a name in @directory; a directory loses "." with it. */
static void drop_link(struct inode *directory, struct inode *inode)
{
	if (S_ISDIR(inode->mode)) {
		inode->links = 0;
		directory->links--;
	} else if (--inode->links) {
		tmpfs_uncharge(&tmpfs_super(inode)->inodes, 1);
	}
	inode_changed(inode);
}

static bool may_go(struct inode *inode)
{
	return !S_ISDIR(inode->mode) || tmpfs_directory_empty(inode);
}

int tmpfs_unlink(struct inode *directory, const struct path_name *name,
		 struct inode *inode)
{
	if (!may_go(inode))
		return -ENOTEMPTY;
	drop_link(directory, inode);
	inode_modified_with(directory, inode);
	tmpfs_directory_remove(directory, name);
	return 0;
}

/* @inode, if it is a directory, has its ".." elsewhere now. */
static void move_parent_link(struct inode *inode, struct inode *from,
			     struct inode *to)
{
	if (!S_ISDIR(inode->mode))
		return;
	from->links--;
	to->links++;
}

static int exchange(const struct rename *rename)
{
	/* Each name holds a reference, so neither may go in between. */
	inode_get(rename->victim);
	tmpfs_directory_replace(rename->new_directory, rename->new_name,
				rename->inode);
	tmpfs_directory_replace(rename->old_directory, rename->old_name,
				rename->victim);
	inode_put(rename->victim);
	move_parent_link(rename->inode, rename->old_directory,
			 rename->new_directory);
	move_parent_link(rename->victim, rename->new_directory,
			 rename->old_directory);
	inode_changed(rename->victim);
	return 0;
}

static int move(const struct rename *rename)
{
	struct inode *victim = rename->victim;
	int err;

	if (victim && !may_go(victim))
		return -ENOTEMPTY;
	if (victim) {
		drop_link(rename->new_directory, victim);
		tmpfs_directory_replace(rename->new_directory, rename->new_name,
					rename->inode);
	} else {
		err = tmpfs_directory_add(rename->new_directory,
					  rename->new_name, rename->inode);
		if (err)
			return err;
	}
	tmpfs_directory_remove(rename->old_directory, rename->old_name);
	move_parent_link(rename->inode, rename->old_directory,
			 rename->new_directory);
	return 0;
}

int tmpfs_rename(const struct rename *rename)
{
	int err = rename->exchange ? exchange(rename) : move(rename);

	if (err)
		return err;
	inode_changed(rename->inode);
	inode_modified_with(rename->old_directory, rename->inode);
	inode_modified_with(rename->new_directory, rename->inode);
	return 0;
}
