/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: filesystems, private to procfs: the kernel's state as files.
 *
 *	super.c		mounting; the filesystem's operations
 *	tree.c		what is registered, as a tree of names
 *	text_file.c	reading a text that is made meanwhile
 *
 * All others are files of /proc, one or a few each.
 */
#ifndef FS_PROCFS_PROCFS_H
#define FS_PROCFS_PROCFS_H

#include <exo/compiler.h>
#include <exo/proc_inode.h>
#include <exo/types.h>

/* A name that is registered: a file, or a directory on the way to one. */
struct proc_node {
	struct proc_inode own; /* its file is NULL for a directory */
	const struct proc_node *parent; /* itself: the root */
	const char *name; /* not terminated */
	u32 length;
};

/* tree.c: all that is registered, for one superblock. */
struct proc_tree {
	unsigned int count;
	struct proc_node nodes[]; /* the root first, parents before children */
};

/* One reference to each inode is the tree's. NULL when memory is short. */
__must_check struct proc_tree *proc_tree_create(struct superblock *superblock);
void proc_tree_free(struct proc_tree *tree);

static inline struct inode *proc_tree_root(struct proc_tree *tree)
{
	return &tree->nodes[0].own.inode;
}

/* text_file.c: the open operation of regular files. */
int proc_text_open(struct inode *inode, struct file *file);

#endif
