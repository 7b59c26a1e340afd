/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to the core. Checks before a change of names. None sleeps.
 */
#ifndef FS_PERMISSION_H
#define FS_PERMISSION_H

#include <exo/compiler.h>
#include <exo/types.h>

struct credentials;
struct dentry;
struct inode;
struct path;

enum victim_type {
	VICTIM_FILE, /* anything but a directory */
	VICTIM_DIRECTORY,
	VICTIM_ANY,
};

/* Do the permissions of @mode grant @want to everybody, whoever it is? */
static inline bool mode_grants_all(u32 mode, unsigned int want)
{
	return !(want & ~(mode & mode >> 3 & mode >> 6));
}

/* inode_permission() for somebody. */
int credentials_permission(const struct credentials *who,
			   const struct inode *inode, unsigned int want);

/* inode_permission(), and -EROFS if the mount forbids writing. */
int path_permission(const struct path *path, unsigned int want);

/* May the caller add a name to @directory, whose inode's mutex is held? */
int may_create(const struct path *directory);

/* May he take away @dentry, which is positive? */
int may_delete(const struct path *directory, const struct dentry *dentry,
	       enum victim_type type);

#endif
