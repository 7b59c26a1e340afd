// SPDX-License-Identifier: GPL-2.0-only
/*
 * statx(2). All fields are there whatever was asked for, as Linux has it.
 */
#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/file.h>
#include <exo/inode.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <exo/vfs.h>
#include <uapi/device_number.h>
#include <uapi/errno.h>
#include <uapi/statx.h>

#include "at_name.h"

enum {
	SYNC_FLAGS = AT_STATX_FORCE_SYNC | AT_STATX_DONT_SYNC,
	STATX_FLAGS = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH |
		      SYNC_FLAGS,
};

static struct statx_timestamp stamp(s64 seconds, s64 nanoseconds)
{
	return (struct statx_timestamp){
		.tv_sec = seconds,
		.tv_nsec = (u32)nanoseconds,
	};
}

static void fill(struct statx *more, const struct stat *status)
{
	*more = (struct statx){
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = (u32)status->st_blksize,
		.stx_nlink = (u32)status->st_nlink,
		.stx_uid = status->st_uid,
		.stx_gid = status->st_gid,
		.stx_mode = (u16)status->st_mode,
		.stx_ino = status->st_ino,
		.stx_size = (u64)status->st_size,
		.stx_blocks = (u64)status->st_blocks,
		.stx_atime = stamp(status->st_atime, status->st_atime_nsec),
		.stx_ctime = stamp(status->st_ctime, status->st_ctime_nsec),
		.stx_mtime = stamp(status->st_mtime, status->st_mtime_nsec),
		.stx_rdev_major = device_major(status->st_rdev),
		.stx_rdev_minor = device_minor(status->st_rdev),
		.stx_dev_major = device_major(status->st_dev),
		.stx_dev_minor = device_minor(status->st_dev),
	};
}

static void fill_birth(struct statx *more, const struct inode *inode)
{
	more->stx_mask |= STATX_BTIME;
	more->stx_btime = stamp(inode->btime_ns / (s64)NSEC_PER_SEC,
				inode->btime_ns % (s64)NSEC_PER_SEC);
}

static int find(const struct at_name *name, unsigned int flags,
		struct statx *more)
{
	struct stat status;
	struct path path;
	int err = path_lookup(name->at, name->text, flags, &path);

	if (err)
		return err;
	inode_stat(path_inode(&path), &status);
	fill(more, &status);
	fill_birth(more, path_inode(&path));
	path_put(&path);
	return 0;
}

/* @fd leads to what has no place in the tree. */
static int find_nameless(int fd, struct statx *more)
{
	struct fd_ref ref = fd_ref_get(fd);
	struct stat status;
	int err = -ENOTDIR;

	if (!ref.file)
		return -EBADF;
	if (!ref.file->inode) {
		vfs_stat_file(ref.file, &status);
		fill(more, &status);
		err = 0;
	}
	fd_ref_put(ref);
	return err;
}

long sys_statx(int directory, const char __user *text, unsigned int flags,
	       unsigned int mask, struct statx __user *status)
{
	struct at_name name;
	struct statx found;
	int err;

	if (mask & STATX__RESERVED || flags & ~(unsigned int)STATX_FLAGS ||
	    (flags & SYNC_FLAGS) == SYNC_FLAGS)
		return -EINVAL;
	flags &= ~(unsigned int)SYNC_FLAGS;
	err = at_name_get(&name, directory, text, flags);
	if (!err) {
		err = find(&name, flags, &found);
		at_name_put(&name);
	} else if (err == -ENOTDIR &&
		   means_descriptor(directory, text, flags)) {
		err = find_nameless(directory, &found);
	}
	return err ? err : user_copy_to(status, &found, sizeof(found));
}
