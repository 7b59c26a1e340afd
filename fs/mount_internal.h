/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to the core. Mounts: a tree of its own above the trees of
 * names. Where a dentry says that something is mounted on it, a walk goes on at
 * the root of that which was mounted there as seen from where it is:
 *
 *	mount "/"   root ... dentry "proc" (mounts: a list)
 *	   ^ parent              ^ mountpoint
 *	   |                     |
 *	mount "/proc" -----------+    root --> dentry, top of another superblock
 *
 * A bind mount has a root somewhere within a superblock that may be mounted
 * elsewhere too.
 *
 * Changes are made with the mount mutex held, which is taken before any inode's
 * mutex, and seen by walks under the tree lock's rules.
 */
#ifndef FS_MOUNT_INTERNAL_H
#define FS_MOUNT_INTERNAL_H

#include <exo/compiler.h>
#include <exo/filesystem.h>
#include <exo/list.h>
#include <exo/mutex.h>
#include <exo/path.h>
#include <exo/rcu.h>
#include <exo/types.h>
#include <uapi/errno.h>
#include <uapi/mount.h>

#include "dentry.h"

struct filesystem;
struct superblock;

struct mount {
	/* Read by walks; changed under the tree lock. */
	struct mount *next; /* at the same mountpoint, in other parents */
	struct mount *parent; /* NULL: not in the tree, or the root of it */
	struct dentry *mountpoint; /* in the parent */
	struct dentry *root;

	u32 refs; /* atomic: paths, children, and one for being in the tree */
	u32 flags; /* MS_*; changed under the mount mutex, read by anybody */
	u32 writers; /* atomic: files open for writing */
	u64 id;
	struct superblock *superblock;
	const char *source;
	struct list_head node; /* of all in the tree; the mount mutex */
};

extern struct mutex mount_mutex;
extern struct list_head mount_list; /* parents before children */

/* Into and out of the list of its mountpoint. The tree lock is held. */
void mount_hang(struct mount *mount);
void mount_unhang(struct mount *mount);

/* What is mounted on @place, or NULL. As walks read. */
static inline struct mount *mount_on(const struct path *place)
{
	struct mount *mount = rcu_dereference(place->dentry->mounts);

	while (mount && mount->parent != place->mount)
		mount = rcu_dereference(mount->next);
	return mount;
}

/* Go on from *@path to the root of what is mounted there. As walks read. */
static inline void mount_cross(struct path *path)
{
	struct mount *mount;

	while ((mount = mount_on(path))) {
		path->mount = mount;
		path->dentry = mount->root;
	}
}

/* The same for a place that is held. May sleep. */
void path_cross(struct path *path);

static inline void mount_get(struct mount *mount)
{
	__atomic_fetch_add(&mount->refs, 1, __ATOMIC_RELAXED);
}

/* Drop a reference; with the last one the mount ends. May sleep. */
void mount_put(struct mount *mount);

/*
 * A mount that is in no tree, with one reference, showing @root and what is
 * below. NULL when memory is short.
 */
__must_check struct mount *mount_alloc(struct dentry *root, const char *source,
				       u32 flags);

/* superblock.c: a new one; 0 or a negative errno. May sleep. */
__must_check int superblock_create(const struct filesystem *filesystem,
				   const char *source, const char *options,
				   struct superblock **created);
/* Its last mount has gone, or it was never mounted. May sleep. */
void superblock_free(struct superblock *superblock);

/* 0, or -EROFS when the file that @path leads to must not be changed. */
static inline int mount_writable(const struct path *path)
{
	const struct mount *mount = path->mount;

	return READ_ONCE(mount->flags) & MS_RDONLY ||
			       READ_ONCE(mount->superblock->read_only)
		       ? -EROFS
		       : 0;
}

enum {
	/* Flags that stay with a mount. */
	MOUNT_FLAGS = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME,
};

/*
 * remount.c: a file on @mount is opened for writing, or closed again. Who opens
 * one looks whether it may, mount_writable(), afterwards.
 */
void mount_get_writer(struct mount *mount);
void mount_put_writer(struct mount *mount);

/* MS_REMOUNT of what @place is the root of. The mount mutex is held. */
int remount_locked(const struct path *place, u32 flags, const char *options);

#endif
