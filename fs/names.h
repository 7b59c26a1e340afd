/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to the core. Changes of a directory: names that come, go
 * and move.
 *
 * Locks, in the order they are taken:
 *
 *	1. mount mutex		all of mounting
 *	2. rename mutex		moving between directories: parents stay put
 *	3. inode mutex		directories, a parent before its children
 *	4. inode mutex		what is no directory
 *	5. tree lock, and other spinlocks
 */
#ifndef FS_NAMES_H
#define FS_NAMES_H

#include <exo/inode.h>
#include <exo/types.h>

#include "dentry.h"
#include "path_walk.h"

/* What a file that the caller makes in @directory is; @mode with S_IF*. */
void inode_spec_init(struct inode_spec *spec, const struct inode *directory,
		     u32 mode);

/*
 * The dentry of @parent->name with a reference in *@found, maybe negative. The
 * directory's mutex is held.
 */
static inline int name_lookup(const struct parent_lookup *parent,
			      struct dentry **found)
{
	return dentry_lookup(parent->directory.dentry, &parent->name, found);
}

/* Make the file of @spec, which the negative @dentry in @directory is to mean. */
int name_create(const struct path *directory, struct dentry *dentry,
		const struct inode_spec *spec);

#endif
