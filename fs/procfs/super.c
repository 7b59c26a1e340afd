// SPDX-License-Identifier: GPL-2.0-only
/*
 * procfs as a whole. Each inode has operations of its own; those of the
 * filesystem pass on to them.
 */
#include <exo/file.h>
#include <exo/filesystem.h>
#include <exo/initcall.h>
#include <exo/mount.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/statfs.h>

#include "procfs.h"

/* The dentry of the root has a reference of its own. */
static int procfs_mount(struct superblock *superblock, const char *source,
			const char *options)
{
	struct proc_tree *tree;
	struct inode *root;
	int err;

	(void)source;
	if (*options)
		return -EINVAL;
	tree = proc_tree_create(superblock);
	if (!tree)
		return -ENOMEM;
	superblock->private = tree;
	superblock->magic = PROC_SUPER_MAGIC;
	root = proc_tree_root(tree);
	inode_get(root);
	err = superblock_set_root(superblock, root);
	if (err) {
		inode_put(root);
		proc_tree_free(tree);
	}
	return err;
}

static void procfs_unmount(struct superblock *superblock)
{
	proc_tree_free(superblock->private);
}

static int procfs_lookup(struct inode *directory, const struct path_name *name,
			 struct inode **found)
{
	const struct proc_inode_ops *ops = proc_inode(directory)->ops;

	return ops->lookup ? ops->lookup(directory, name, found) : -ENOENT;
}

static bool procfs_valid(const struct inode *inode)
{
	const struct proc_inode_ops *ops = proc_inode(inode)->ops;

	return !ops->valid || ops->valid(inode);
}

static bool procfs_grants(const struct inode *inode)
{
	const struct proc_inode_ops *ops = proc_inode(inode)->ops;

	return ops->grants && ops->grants(inode);
}

static int procfs_follow(struct inode *link, const struct path *directory,
			 struct path *to)
{
	const struct proc_inode_ops *ops = proc_inode(link)->ops;

	return ops->follow ? ops->follow(link, directory, to) : -ENOENT;
}

static ssize_t procfs_readlink(struct inode *link, char *buffer, size_t size)
{
	const struct proc_inode_ops *ops = proc_inode(link)->ops;

	return ops->readlink ? ops->readlink(link, buffer, size) : -EINVAL;
}

static void procfs_evict(struct inode *inode)
{
	const struct proc_inode_ops *ops = proc_inode(inode)->ops;

	if (ops->evict)
		ops->evict(inode);
}

/* What is opened with O_TRUNC is about to be written anew, and has no size. */
static int procfs_truncate(struct inode *inode, u64 size)
{
	(void)inode;
	(void)size;
	return 0;
}

static int procfs_open(struct inode *inode, struct file *file)
{
	const struct proc_inode_ops *ops = proc_inode(inode)->ops;
	int err = ops->open ? ops->open(inode, file) : 0;

	if (err)
		file->private = NULL; /* there is nothing to release */
	if (err || inode->file_ops != &proc_text_ops)
		return err;
	return proc_text_open(inode, file);
}

static const struct filesystem procfs = {
	.name = "proc",
	.mount = procfs_mount,
	.unmount = procfs_unmount,
	.evict = procfs_evict,
	.lookup = procfs_lookup,
	.valid = procfs_valid,
	.grants = procfs_grants,
	.follow = procfs_follow,
	.readlink = procfs_readlink,
	.truncate = procfs_truncate,
	.open = procfs_open,
};

static int procfs_register(void)
{
	return filesystem_register(&procfs);
}
INITCALL(memory, procfs_register);

/* On /proc, which is made if it is missing; nowhere in a kernel without a root. */
static int procfs_mount_at_boot(void)
{
	int err = vfs_mkdir(NULL, "/proc", 0555);

	if (err == -ENOENT)
		return 0;
	if (err && err != -EEXIST)
		return err;
	return vfs_mount("proc", "/proc", procfs.name,
			 MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
}
INITCALL(late, procfs_mount_at_boot);
