// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes: looking at them (stat(2)) and changing them (chmod, chown,
 * utimensat, truncate), with the rules of who may (inode(7)).
 */
#include <exo/credentials.h>
#include <exo/file.h>
#include <exo/file_news.h>
#include <exo/filesystem.h>
#include <exo/inode.h>
#include <exo/time.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "mount_internal.h"
#include "path_walk.h"
#include "permission.h"
#include "size_limit.h"
#include "writers.h"

enum {
	PERMISSION_BITS = 07777,
	NSEC = 1000000000,
};

/* A time before 1970 has nanoseconds that count forward too. */
static void set_time(s64 time_ns, s64 *seconds, s64 *nanoseconds)
{
	*seconds = time_ns / NSEC;
	*nanoseconds = time_ns % NSEC;
	if (*nanoseconds < 0) {
		*nanoseconds += NSEC;
		--*seconds;
	}
}

static __always_inline void fill_stat(const struct inode *inode,
				      struct stat *status)
{
	const struct superblock *superblock = inode->superblock;

	status->st_dev = superblock->device;
	status->st_ino = inode->number;
	status->st_nlink = inode->links;
	status->st_mode = inode->mode;
	status->st_uid = inode->uid;
	status->st_gid = inode->gid;
	status->__pad = 0;
	status->st_rdev = inode->device;
	status->st_size = (s64)inode->size;
	status->st_blksize = superblock->block_size;
	status->st_blocks = (s64)inode->blocks;
	for (unsigned int i = 0; i < ARRAY_SIZE(status->__unused); i++)
		status->__unused[i] = 0;
	set_time(inode->atime_ns, &status->st_atime, &status->st_atime_nsec);
	set_time(inode->mtime_ns, &status->st_mtime, &status->st_mtime_nsec);
	/* Whatever changes the content sets both. */
	status->st_ctime = status->st_mtime;
	status->st_ctime_nsec = status->st_mtime_nsec;
	if (inode->ctime_ns != inode->mtime_ns)
		set_time(inode->ctime_ns, &status->st_ctime,
			 &status->st_ctime_nsec);
}

void inode_stat(const struct inode *inode, struct stat *status)
{
	fill_stat(inode, status);
}

u32 mode_without_set_id(u32 mode)
{
	mode &= ~(u32)S_ISUID;
	/* Without execution by the group, S_ISGID means something else. */
	if (mode & S_IXGRP)
		mode &= ~(u32)S_ISGID;
	return mode;
}

void inode_apply(struct inode *inode, const struct attributes *changes)
{
	if (changes->valid & ATTRIBUTE_MODE)
		inode->mode = (inode->mode & S_IFMT) |
			      (changes->mode & PERMISSION_BITS);
	if (changes->valid & ATTRIBUTE_UID)
		inode->uid = changes->uid;
	if (changes->valid & ATTRIBUTE_GID)
		inode->gid = changes->gid;
	if (changes->valid & ATTRIBUTE_ATIME)
		inode->atime_ns = changes->atime_ns;
	if (changes->valid & ATTRIBUTE_MTIME)
		inode->mtime_ns = changes->mtime_ns;
	inode_changed(inode);
}

/* Only root gives files away; an owner may choose among his groups. */
static bool may_chown(const struct inode *inode,
		      const struct attributes *changes)
{
	const struct credentials *who = credentials_current();

	if (who->fsuid == 0)
		return true;
	if (who->fsuid != inode->uid)
		return false;
	if (changes->valid & ATTRIBUTE_UID && changes->uid != inode->uid)
		return false;
	return !(changes->valid & ATTRIBUTE_GID) ||
	       changes->gid == inode->gid ||
	       credentials_in_group(who, changes->gid);
}

static int check_times(const struct path *path,
		       const struct attributes *changes)
{
	if (inode_owned(path->dentry->inode))
		return 0;
	if (!(changes->valid & ATTRIBUTE_TIMES_NOW))
		return -EPERM;
	return path_permission(path, MAY_WRITE);
}

static int check_size(const struct path *path, u64 size)
{
	const struct inode *inode = path->dentry->inode;

	if (S_ISDIR(inode->mode))
		return -EISDIR;
	if (!S_ISREG(inode->mode) || (s64)size < 0)
		return -EINVAL;
	return path_permission(path, MAY_WRITE);
}

static int check_changes(const struct path *path,
			 const struct attributes *changes)
{
	const struct inode *inode = path->dentry->inode;
	u32 valid = changes->valid;
	int err = 0;

	if (valid & ATTRIBUTE_MODE && !inode_owned(inode))
		return -EPERM;
	if (valid & (ATTRIBUTE_UID | ATTRIBUTE_GID) &&
	    !may_chown(inode, changes))
		return -EPERM;
	if (valid & (ATTRIBUTE_ATIME | ATTRIBUTE_MTIME))
		err = check_times(path, changes);
	if (!err && valid & ATTRIBUTE_SIZE)
		err = check_size(path, changes->size);
	return err;
}

/* What changes along with what was asked for. */
static struct attributes complete_changes(const struct inode *inode,
					  const struct attributes *asked)
{
	const struct credentials *who = credentials_current();
	struct attributes changes = *asked;

	if (changes.valid & ATTRIBUTE_TIMES_NOW)
		changes.atime_ns = changes.mtime_ns = (s64)time_real_ns();
	if (changes.valid & ATTRIBUTE_MODE) {
		if (who->fsuid != 0 && !credentials_in_group(who, inode->gid))
			changes.mode &= ~(u32)S_ISGID;
	} else if (changes.valid & (ATTRIBUTE_UID | ATTRIBUTE_GID) &&
		   !S_ISDIR(inode->mode)) {
		changes.valid |= ATTRIBUTE_MODE;
		changes.mode = mode_without_set_id(inode->mode);
	}
	return changes;
}

/* Make the file @size bytes long. The mutex is held. */
static int truncate_locked(struct inode *inode, u64 size)
{
	int err;

	if (size > inode->superblock->size_max)
		return -EFBIG;
	if (size > inode->size && size > file_size_limit())
		return file_size_exceeded();
	if (!inode->superblock->filesystem->truncate)
		return -EINVAL;
	err = inode->superblock->filesystem->truncate(inode, size);
	if (!err)
		inode_written(inode);
	return err;
}

/* The same by its name: a program that runs is not written to. */
static int truncate_named(struct inode *inode, u64 size)
{
	int err;

	if (!inode_get_writer(inode))
		return -ETXTBSY;
	err = truncate_locked(inode, size);
	inode_put_writer(inode);
	return err;
}

static int change_locked(struct inode *inode, const struct attributes *asked)
{
	const struct filesystem *filesystem = inode->superblock->filesystem;
	struct attributes changes = complete_changes(inode, asked);
	int err = 0;

	if (changes.valid & ATTRIBUTE_SIZE)
		err = truncate_named(inode, changes.size);
	if (err || !(changes.valid & ~(u32)ATTRIBUTE_SIZE))
		return err;
	if (filesystem->set_attributes)
		return filesystem->set_attributes(inode, &changes);
	inode_apply(inode, &changes);
	return 0;
}

/* What @changes are to those who watch. */
static __noinline void tell_changes(const struct path *path, u32 valid)
{
	const u32 times = valid & (ATTRIBUTE_ATIME | ATTRIBUTE_MTIME);

	if (valid & ATTRIBUTE_SIZE || times == ATTRIBUTE_MTIME)
		tell_dentry(path->dentry, IN_MODIFY);
	if (times == ATTRIBUTE_ATIME)
		tell_dentry(path->dentry, IN_ACCESS);
	if (valid & (ATTRIBUTE_MODE | ATTRIBUTE_UID | ATTRIBUTE_GID) ||
	    times == (ATTRIBUTE_ATIME | ATTRIBUTE_MTIME))
		tell_dentry(path->dentry, IN_ATTRIB);
}

int vfs_set_attributes(const struct path *path,
		       const struct attributes *changes)
{
	struct inode *inode = path_inode(path);
	int err = mount_writable(path);

	if (err)
		return err;
	mutex_lock(&inode->mutex);
	err = check_changes(path, changes);
	if (!err)
		err = change_locked(inode, changes);
	mutex_unlock(&inode->mutex);
	if (!err && anybody_watches())
		tell_changes(path, changes->valid);
	return err;
}

/* To be @size bytes long, or, with @extend, at least that. */
static int resize_file(struct file *file, u64 size, bool extend)
{
	struct inode *inode;
	int err = 0;

	if (!file_writable(file))
		return file->flags & O_PATH ? -EBADF : -EINVAL;
	inode = file->inode;
	if (!inode)
		return -EINVAL;
	if (!S_ISREG(inode->mode) || (s64)size < 0)
		return -EINVAL;
	mutex_lock(&inode->mutex);
	if (!extend || size > inode->size)
		err = truncate_locked(inode, size);
	mutex_unlock(&inode->mutex);
	if (!err && anybody_watches())
		tell_file(file, IN_MODIFY);
	return err;
}

int vfs_truncate_file(struct file *file, u64 size)
{
	return resize_file(file, size, false);
}

int vfs_extend_file(struct file *file, u64 size)
{
	return resize_file(file, size, true);
}

int vfs_stat(const struct path *at, const char *name, u32 flags,
	     struct stat *status)
{
	struct walk walk;
	int err;

	if (unlikely(!walk_flags_valid(flags)))
		return -EINVAL;
	err = walk_begin(&walk, at, name, flags);
	if (!err)
		fill_stat(walk.here.dentry->inode, status);
	walk_end(&walk);
	return err;
}

void vfs_stat_file(struct file *file, struct stat *status)
{
	if (likely(file->inode))
		fill_stat(file->inode, status);
	else if (file->ops->stat)
		file->ops->stat(file, status);
	else
		*status = (struct stat){
			.st_nlink = 1,
			.st_mode = S_IRUSR | S_IWUSR,
			.st_blksize = PAGE_SIZE,
		};
}

/* By the real user and group, as a set-id program wants to know it. */
static int access_by_real_ids(const struct inode *inode, u32 want)
{
	const struct credentials *who = credentials_current();
	struct credentials *real = credentials_copy(who, who->nr_groups);
	int err;

	if (!real)
		return -ENOMEM;
	real->fsuid = real->uid;
	real->fsgid = real->gid;
	err = credentials_permission(real, inode, want);
	credentials_put(real);
	return err;
}

static int access_inode(const struct path *path, u32 want, u32 flags)
{
	const struct credentials *who = credentials_current();
	int err = path_permission(path, want);

	if (!err && want & X_OK && S_ISREG(path->dentry->inode->mode) &&
	    path_mount_flags(path) & MS_NOEXEC)
		return -EACCES;
	if (err == -EROFS || flags & AT_EACCESS ||
	    (who->fsuid == who->uid && who->fsgid == who->gid))
		return err;
	return access_by_real_ids(path->dentry->inode, want);
}

int vfs_access(const struct path *at, const char *name, u32 want, u32 flags)
{
	struct path path;
	int err;

	if (want & ~(u32)(R_OK | W_OK | X_OK))
		return -EINVAL;
	err = path_lookup(at, name, flags & ~(u32)AT_EACCESS, &path);
	if (err)
		return err;
	err = access_inode(&path, want, flags);
	path_put(&path);
	return err;
}
