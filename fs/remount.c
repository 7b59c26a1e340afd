// SPDX-License-Identifier: GPL-2.0-only
/*
 * Changing what is mounted: mount(2) with MS_REMOUNT.
 *
 * Read-only is a property of a mount, and of the filesystem for all its mounts.
 * Both count the files that are open for writing. Who opens one counts it first
 * and then looks whether that is allowed; who forbids it does so first and then
 * looks at the count. So one of them sees the other.
 */
#include <exo/filesystem.h>
#include <exo/inode.h>
#include <uapi/errno.h>

#include "mount_internal.h"

static u32 count(u32 *writers, u32 change)
{
	return __atomic_add_fetch(writers, change, __ATOMIC_SEQ_CST);
}

void mount_get_writer(struct mount *mount)
{
	count(&mount->writers, 1);
	count(&mount->superblock->writers, 1);
}

void mount_put_writer(struct mount *mount)
{
	count(&mount->superblock->writers, -1U);
	count(&mount->writers, -1U);
}

static bool has_writers(u32 *writers)
{
	return count(writers, 0);
}

static int set_flags(struct mount *mount, u32 flags)
{
	u32 old = mount->flags;

	__atomic_store_n(&mount->flags, flags, __ATOMIC_SEQ_CST);
	if (!(flags & ~old & MS_RDONLY) || !has_writers(&mount->writers))
		return 0;
	__atomic_store_n(&mount->flags, old, __ATOMIC_SEQ_CST);
	return -EBUSY;
}

static int take_options(struct superblock *superblock, const char *options)
{
	const struct filesystem *filesystem = superblock->filesystem;

	if (filesystem->remount)
		return filesystem->remount(superblock, options);
	return *options ? -EINVAL : 0;
}

/* It is writable again only when all else has succeeded. */
static int change_superblock(struct superblock *superblock, bool read_only,
			     const char *options)
{
	bool old = superblock->read_only;
	int err = 0;

	if (read_only)
		__atomic_store_n(&superblock->read_only, true,
				 __ATOMIC_SEQ_CST);
	if (read_only && !old && has_writers(&superblock->writers))
		err = -EBUSY;
	if (!err)
		err = take_options(superblock, options);
	WRITE_ONCE(superblock->read_only, err ? old : read_only);
	return err;
}

int remount_locked(const struct path *place, u32 flags, const char *options)
{
	struct mount *mount = place->mount;
	int err = 0;

	if (place->dentry != mount->root)
		return -EINVAL;
	if (!(flags & MS_BIND))
		err = change_superblock(mount->superblock, flags & MS_RDONLY,
					options);
	/* Its writers are among those that were looked for just now. */
	return err ? err : set_flags(mount, flags & MOUNT_FLAGS);
}
