/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Mounting: hanging a filesystem into the tree of names, or showing
 * a part of the tree at a second place. All functions may sleep.
 */
#ifndef EXO_MOUNT_H
#define EXO_MOUNT_H

#include <exo/compiler.h>
#include <exo/path.h>
#include <exo/types.h>
#include <uapi/mount.h>

struct superblock;

/*
 * mount(2). @type names a registered filesystem; with MS_BIND in @flags it is
 * ignored and @source is the path of what to show. @options may be NULL.
 * -ENODEV for an unknown @type; -EPERM for anybody but root; -EBUSY when @target is
 * the root of the very filesystem, and not by MS_BIND.
 *
 * With MS_REMOUNT, @target is the root of a mount, whose flags become @flags;
 * the filesystem gets @options and becomes read-only or writable wherever it is
 * mounted; not so with MS_BIND too. -EBUSY when files are open for writing that
 * must not be, -EINVAL for options that cannot change. What had been allowed
 * before may still end afterwards.
 */
int vfs_mount(const char *source, const char *target, const char *type,
	      u32 flags, const char *options);

/*
 * umount2(2): -EBUSY while files below are in use, unless MNT_DETACH is in
 * @flags; -EINVAL when @target is no mount point.
 */
int vfs_umount(const char *target, u32 flags);

/* Mount @type as the root of everything. Once, before there is a path. */
int mount_root(const char *type, const char *options);

/*
 * Mount @type at no place: only *@root, which gets references, leads there, and
 * no umount(2) ends it. -ENODEV for an unknown @type.
 */
__must_check int mount_detached(const char *type, const char *options,
				struct path *root);

/* The number of the mount that @path is in, 0: none. */
u64 path_mount_id(const struct path *path);

/* What is mounted where, to be looked at. */
struct mount_info {
	struct superblock *superblock;
	const char *source;
	const char *place; /* path from the caller's root */
	const char *root; /* what of the superblock is there: a path in it */
	u32 flags; /* MS_* */
	u64 id, parent_id;
};

/*
 * Call @visit for each mount below the caller's root, parents first; other than 0
 * ends it and is returned. @visit must not mount nor unmount. -ENOMEM when
 * there is no memory for a path.
 */
int mount_visit(int (*visit)(const struct mount_info *info, void *arg),
		void *arg);

#endif
