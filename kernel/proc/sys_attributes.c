// SPDX-License-Identifier: GPL-2.0-only
/*
 * Changing what is known of files: chmod(2), chown(2), truncate(2).
 */
#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/file.h>
#include <exo/syscalls.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "at_name.h"
#include "set_attributes.h"

long set_attributes_at(int directory, const char __user *text,
		       unsigned int flags, const struct attributes *changes)
{
	struct at_name name;
	struct path path;
	int err = at_name_get(&name, directory, text, flags);

	if (err)
		return err;
	err = path_lookup(name.at, name.text, flags, &path);
	at_name_put(&name);
	if (err)
		return err;
	err = vfs_set_attributes(&path, changes);
	path_put(&path);
	return err;
}

long set_attributes_of(int fd, const struct attributes *changes)
{
	struct fd_ref ref = fd_ref_get(fd);
	int err;

	if (!ref.file)
		return -EBADF;
	if (ref.file->flags & O_PATH)
		err = -EBADF;
	else if (!ref.file->inode)
		err = -EPERM; /* a pipe: nothing else is known of it */
	else
		err = vfs_set_attributes(&ref.file->path, changes);
	fd_ref_put(ref);
	return err;
}

static struct attributes mode_change(u32 mode)
{
	return (struct attributes){.valid = ATTRIBUTE_MODE, .mode = mode};
}

long sys_fchmodat(int directory, const char __user *name, u32 mode)
{
	const struct attributes changes = mode_change(mode);

	return set_attributes_at(directory, name, 0, &changes);
}

long sys_chmod(const char __user *name, u32 mode)
{
	return sys_fchmodat(AT_FDCWD, name, mode);
}

long sys_fchmod(int fd, u32 mode)
{
	const struct attributes changes = mode_change(mode);

	return set_attributes_of(fd, &changes);
}

/* -1 leaves one as it is. */
static struct attributes owner_change(u32 uid, u32 gid)
{
	struct attributes changes = {.uid = uid, .gid = gid};

	if (uid != -1U)
		changes.valid |= ATTRIBUTE_UID;
	if (gid != -1U)
		changes.valid |= ATTRIBUTE_GID;
	return changes;
}

long sys_fchownat(int directory, const char __user *name, u32 uid, u32 gid,
		  int flags)
{
	const struct attributes changes = owner_change(uid, gid);

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	return set_attributes_at(directory, name, (unsigned int)flags,
				 &changes);
}

long sys_chown(const char __user *name, u32 uid, u32 gid)
{
	return sys_fchownat(AT_FDCWD, name, uid, gid, 0);
}

long sys_lchown(const char __user *name, u32 uid, u32 gid)
{
	return sys_fchownat(AT_FDCWD, name, uid, gid, AT_SYMLINK_NOFOLLOW);
}

long sys_fchown(int fd, u32 uid, u32 gid)
{
	const struct attributes changes = owner_change(uid, gid);

	return set_attributes_of(fd, &changes);
}

long sys_truncate(const char __user *name, s64 size)
{
	const struct attributes changes = {
		.valid = ATTRIBUTE_SIZE,
		.size = (u64)size,
	};

	if (size < 0)
		return -EINVAL;
	return set_attributes_at(AT_FDCWD, name, 0, &changes);
}

long sys_ftruncate(int fd, s64 size)
{
	struct fd_ref ref;
	int err;

	if (size < 0)
		return -EINVAL;
	ref = fd_ref_get(fd);
	if (!ref.file)
		return -EBADF;
	err = vfs_truncate_file(ref.file, (u64)size);
	fd_ref_put(ref);
	return err;
}
