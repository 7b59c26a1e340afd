/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Inodes of /proc that others make: directories whose names come and
 * go by themselves, files with a text for each inode, links that lead to
 * objects. What is registered once and for all is a struct proc_file.
 *
 * The operations are those of struct filesystem, for one inode each.
 */
#ifndef EXO_PROC_INODE_H
#define EXO_PROC_INODE_H

#include <exo/filesystem.h>
#include <exo/inode.h>
#include <exo/proc_file.h>

struct directory_sink;
struct file;

struct proc_inode_ops {
	int (*lookup)(struct inode *directory, const struct path_name *name,
		      struct inode **found); /* NULL: -ENOENT */
	bool (*valid)(const struct inode *inode); /* NULL: always true */
	int (*follow)(struct inode *link, const struct path *directory,
		      struct path *to); /* NULL: -ENOENT */
	ssize_t (*readlink)(struct inode *link, char *buffer,
			    size_t size); /* NULL: -EINVAL */
	int (*open)(struct inode *inode, struct file *file); /* NULL: nothing */
	bool (*grants)(const struct inode *inode); /* NULL: what the mode says */
	void (*evict)(struct inode *inode); /* NULL: nothing */
};

struct proc_inode {
	struct inode inode; /* directories: file_ops with list and seek */
	const struct proc_inode_ops *ops;
	/*
	 * Regular files with proc_text_ops: what writes their text; path and mode
	 * do not count. It finds the inode in text->private.
	 */
	const struct proc_file *file;
};

static inline struct proc_inode *proc_inode(const struct inode *inode)
{
	return container_of(inode, struct proc_inode, inode);
}

/* The file_ops of regular files. */
extern const struct file_ops proc_text_ops;

/* Further names in the root of /proc. */
struct proc_names {
	/* As of struct filesystem; @root is the directory. */
	int (*lookup)(struct inode *root, const struct path_name *name,
		      struct inode **found);
	/* As of struct file_ops, for positions from PROC_NAMES_FIRST on. */
	int (*list)(struct file *root, struct directory_sink *sink);
};

enum {
	/* Of inode numbers and of positions in the root: those below are taken. */
	PROC_NAMES_FIRST = 1 << 16,
};

/* Have @names in the root from now on, NULL: none. Returns what was there. */
const struct proc_names *proc_set_names(const struct proc_names *names);

#endif
