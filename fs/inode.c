// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is the same for the inodes of all filesystems: counting, times, and
 * positions in files.
 */
#include <exo/credentials.h>
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/file_lock.h>
#include <exo/filesystem.h>
#include <exo/inode.h>
#include <exo/limits.h>
#include <exo/time.h>
#include <uapi/errno.h>
#include <uapi/mount.h>

#include "dentry.h"
#include "mount_internal.h"

enum {
	SECONDS_PER_DAY = 86400,
};

void inode_init(struct inode *inode, struct superblock *superblock,
		const struct inode_spec *spec)
{
	s64 now_ns = (s64)time_real_ns();

	inode->superblock = superblock;
	inode->file_ops = NULL;
	inode->number = 0;
	inode->target = NULL;
	inode->device = spec->device;
	inode->locks = NULL;
	inode->watched_by.first = NULL;
	inode->special = NULL;
	inode->refs = 1;
	inode->writers = 0;
	inode->mode = spec->mode;
	inode->uid = spec->uid;
	inode->gid = spec->gid;
	inode->links = 1;
	inode->size = 0;
	inode->blocks = 0;
	inode->atime_ns = now_ns;
	inode->mtime_ns = now_ns;
	inode->ctime_ns = now_ns;
	inode->btime_ns = now_ns;
	mutex_init(&inode->mutex, "inode");
}

void inode_put(struct inode *inode)
{
	if (__atomic_sub_fetch(&inode->refs, 1, __ATOMIC_ACQ_REL))
		return;
	if (unlikely(inode->locks))
		file_locks_free(inode->locks);
	inode->superblock->filesystem->evict(inode);
}

void inode_changed(struct inode *inode)
{
	inode->ctime_ns = (s64)time_real_ns();
}

void inode_modified(struct inode *inode)
{
	inode->mtime_ns = inode->ctime_ns = (s64)time_real_ns();
}

void inode_modified_with(struct inode *directory, const struct inode *inode)
{
	directory->mtime_ns = directory->ctime_ns = inode->ctime_ns;
}

void inode_written(struct inode *inode)
{
	if (unlikely(inode->mode & (S_ISUID | S_ISGID)) &&
	    credentials_current()->fsuid != 0)
		inode->mode = mode_without_set_id(inode->mode);
	inode_modified(inode);
}

/* To the day is enough: the clock itself is not read each time. */
static bool atime_is_old(const struct inode *inode)
{
	s64 day_ns = SECONDS_PER_DAY * (s64)NSEC_PER_SEC;
	s64 atime_ns = inode->atime_ns;

	return atime_ns <= inode->mtime_ns || atime_ns <= inode->ctime_ns ||
	       (s64)time_real_coarse_ns() - atime_ns >= day_ns;
}

static __noinline void renew_atime(struct inode *inode)
{
	if (!inode->superblock->read_only)
		WRITE_ONCE(inode->atime_ns, (s64)time_real_ns());
}

void inode_accessed(struct file *file)
{
	struct inode *inode = file->inode;

	if (file->flags & O_NOATIME ||
	    file->path.mount->flags & (MS_NOATIME | MS_RDONLY))
		return;
	if (unlikely(atime_is_old(inode)))
		renew_atime(inode);
}

/* @base + @offset, if it is a position. */
static s64 position_add(s64 base, s64 offset, u64 position_max)
{
	s64 position;

	if (__builtin_add_overflow(base, offset, &position))
		return -EINVAL; /* POSIX would have EOVERFLOW, Linux not */
	if (position < 0 || (u64)position > position_max)
		return -EINVAL;
	return position;
}

s64 inode_seek(struct file *file, s64 offset, int whence)
{
	const struct inode *inode = file->private;
	u64 position_max = inode->superblock->size_max;
	s64 size = (s64)READ_ONCE(inode->size);

	switch (whence) {
	case SEEK_SET:
		return position_add(0, offset, position_max);
	case SEEK_CUR:
		return position_add((s64)file->position, offset, position_max);
	case SEEK_END:
		return position_add(size, offset, position_max);
	case SEEK_DATA:
	case SEEK_HOLE:
		if (offset < 0 || offset >= size)
			return -ENXIO;
		return whence == SEEK_DATA ? offset : size;
	default:
		return -EINVAL;
	}
}

s64 directory_seek(struct file *file, s64 offset, int whence)
{
	switch (whence) {
	case SEEK_SET:
		return position_add(0, offset, S64_MAX);
	case SEEK_CUR:
		return position_add((s64)file->position, offset, S64_MAX);
	default:
		return -EINVAL;
	}
}

bool directory_list_dots(struct file *file, struct directory_sink *sink)
{
	const struct dentry *directory = file->path.dentry;
	struct directory_entry dot = {
		.name = "..",
		.length = 1,
		.type = DT_DIR,
		.number = directory->inode->number,
		.next = 1,
	};

	if (file->position == 0 && !directory_add(&file->position, sink, &dot))
		return false;
	if (file->position > 1)
		return true;
	dot.length = 2;
	dot.number = directory->parent->inode->number;
	dot.next = DIRECTORY_FIRST;
	return directory_add(&file->position, sink, &dot);
}
