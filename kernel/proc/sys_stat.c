// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat(2) and its like: what is known of a file, and whether it may be used.
 */
#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/file.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/stat.h>
#include <uapi/statfs.h>

#include "at_name.h"

enum {
	STAT_FLAGS = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH,
	ACCESS_FLAGS = AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH,
	ACCESS_BITS = R_OK | W_OK | X_OK,
};

long sys_fstat(int fd, struct stat __user *status)
{
	struct fd_ref ref = fd_ref_get(fd);
	struct stat found;

	if (unlikely(!ref.file))
		return -EBADF;
	vfs_stat_file(ref.file, &found);
	fd_ref_put(ref);
	return user_copy_to(status, &found, sizeof(found));
}

static long stat_name(int directory, const char __user *text,
		      struct stat __user *status, unsigned int flags)
{
	struct at_name name;
	struct stat found;
	int err = at_name_get(&name, directory, text, flags);

	if (unlikely(err))
		return err;
	err = vfs_stat(name.at, name.text, flags, &found);
	at_name_put(&name);
	return err ? err : user_copy_to(status, &found, sizeof(found));
}

long sys_stat(const char __user *name, struct stat __user *status)
{
	return stat_name(AT_FDCWD, name, status, 0);
}

long sys_lstat(const char __user *name, struct stat __user *status)
{
	return stat_name(AT_FDCWD, name, status, AT_SYMLINK_NOFOLLOW);
}

/* With an empty name it is the fstat() of today's C libraries. */
long sys_newfstatat(int directory, const char __user *name,
		    struct stat __user *status, unsigned int flags)
{
	if (flags & ~(unsigned int)STAT_FLAGS)
		return -EINVAL;
	if (means_descriptor(directory, name, flags))
		return sys_fstat(directory, status);
	return stat_name(directory, name, status, flags);
}

static long access_at(int directory, const char __user *text, int want,
		      unsigned int flags)
{
	struct at_name name;
	int err;

	if (want & ~ACCESS_BITS || flags & ~(unsigned int)ACCESS_FLAGS)
		return -EINVAL;
	err = at_name_get(&name, directory, text, flags);
	if (err)
		return err;
	err = vfs_access(name.at, name.text, (u32)want, flags);
	at_name_put(&name);
	return err;
}

long sys_access(const char __user *name, int want)
{
	return access_at(AT_FDCWD, name, want, 0);
}

long sys_faccessat(int directory, const char __user *name, int want)
{
	return access_at(directory, name, want, 0);
}

long sys_faccessat2(int directory, const char __user *name, int want, int flags)
{
	return access_at(directory, name, want, (unsigned int)flags);
}

long sys_statfs(const char __user *text, struct statfs __user *status)
{
	struct statfs found;
	struct at_name name;
	struct path path;
	int err = at_name_get(&name, AT_FDCWD, text, 0);

	if (err)
		return err;
	err = path_lookup(NULL, name.text, 0, &path);
	at_name_put(&name);
	if (err)
		return err;
	err = vfs_statfs(&path, &found);
	path_put(&path);
	return err ? err : user_copy_to(status, &found, sizeof(found));
}

long sys_fstatfs(int fd, struct statfs __user *status)
{
	struct fd_ref ref = fd_ref_get(fd);
	struct statfs found = {
		.f_type = PIPEFS_MAGIC,
		.f_bsize = PAGE_SIZE,
		.f_frsize = PAGE_SIZE,
		.f_namelen = NAME_MAX,
	};
	int err = 0;

	if (!ref.file)
		return -EBADF;
	/* What has no name lies in no filesystem; the most are pipes. */
	if (ref.file->inode)
		err = vfs_statfs(&ref.file->path, &found);
	fd_ref_put(ref);
	return err ? err : user_copy_to(status, &found, sizeof(found));
}
