/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. A place in the tree of names: an entry and the mount it is seen
 * through. Both NULL: none.
 */
#ifndef EXO_PATH_H
#define EXO_PATH_H

struct dentry;
struct mount;

struct path {
	struct mount *mount;
	struct dentry *dentry;
};

#endif
