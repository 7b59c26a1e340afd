// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading directories and symbolic links, and where a task stands in the tree.
 */
#include <exo/credentials.h>
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/file_news.h>
#include <exo/filesystem.h>
#include <exo/fs_context.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "mount_internal.h"

int vfs_list(struct file *file, struct directory_sink *sink)
{
	struct inode *inode;
	int err = -ENOENT;

	if (!file_readable(file))
		return -EBADF;
	if (!file->inode || !file->ops->list)
		return -ENOTDIR;
	inode = file->inode;
	mutex_lock(&file->position_lock);
	mutex_lock(&inode->mutex);
	if (inode->links)
		err = file->ops->list(file, sink);
	mutex_unlock(&inode->mutex);
	mutex_unlock(&file->position_lock);
	inode_accessed(file);
	if (!err && anybody_watches())
		tell_file(file, IN_ACCESS);
	return err;
}

/* @inode is held. */
static ssize_t read_link(struct inode *inode, char *buffer, size_t size)
{
	const struct filesystem *filesystem = inode->superblock->filesystem;
	size_t length;

	if (!size || !S_ISLNK(inode->mode))
		return -EINVAL;
	if (!*inode->target && filesystem->readlink)
		return filesystem->readlink(inode, buffer, size);
	length = strnlen(inode->target, size);
	memcpy(buffer, inode->target, length);
	return (ssize_t)length;
}

ssize_t vfs_readlink(const struct path *at, const char *name, char *buffer,
		     size_t size)
{
	struct path path;
	ssize_t length;
	int err = path_lookup(at, name, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH,
			      &path);

	if (err)
		return err;
	length = read_link(path.dentry->inode, buffer, size);
	path_put(&path);
	return length;
}

void superblock_statfs(struct superblock *superblock, struct statfs *status)
{
	*status = (struct statfs){
		.f_type = superblock->magic,
		.f_bsize = superblock->block_size,
		.f_frsize = superblock->block_size,
		.f_fsid = {(s32)superblock->device},
		.f_namelen = NAME_MAX,
		.f_flags = ST_VALID,
	};
	if (superblock->filesystem->statfs)
		superblock->filesystem->statfs(superblock, status);
}

int vfs_statfs(const struct path *path, struct statfs *status)
{
	superblock_statfs(path->mount->superblock, status);
	status->f_flags |= path->mount->flags;
	return 0;
}

static int check_directory(const struct path *path)
{
	const struct inode *inode = path->dentry->inode;

	return S_ISDIR(inode->mode) ? inode_permission(inode, MAY_EXECUTE)
				    : -ENOTDIR;
}

int vfs_chdir(const struct path *path)
{
	int err = check_directory(path);

	if (!err)
		fs_context_set_cwd(fs_context_current(), path);
	return err;
}

int vfs_chroot(const struct path *path)
{
	int err = check_directory(path);

	if (!err && credentials_current()->euid != 0)
		err = -EPERM;
	if (!err)
		fs_context_set_root(fs_context_current(), path);
	return err;
}

u32 vfs_set_umask(u32 mask)
{
	return __atomic_exchange_n(&fs_context_current()->umask, mask & 0777,
				   __ATOMIC_RELAXED);
}
