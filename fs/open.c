// SPDX-License-Identifier: GPL-2.0-only
/*
 * openat(2): from a name to an open file.
 *
 * A file that exists is opened with one walk and one allocation. Only when it is
 * to be created, and a walk has not found it, is its directory locked.
 */
#include <exo/credentials.h>
#include <exo/file.h>
#include <exo/file_lock.h>
#include <exo/file_news.h>
#include <exo/filesystem.h>
#include <exo/fs_context.h>
#include <exo/special_file.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/mount.h>

#include "dentry.h"
#include "mount_internal.h"
#include "names.h"
#include "open.h"
#include "path_walk.h"
#include "permission.h"
#include "writers.h"

enum {
	/* All that O_PATH looks at. */
	PATH_FLAGS = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
	/* O_TMPFILE has the bit of O_DIRECTORY too. */
	TMPFILE_BIT = O_TMPFILE & ~O_DIRECTORY,
	PERMISSION_BITS = 07777,
};

/* For O_PATH: no operations. */
static const struct file_ops path_file_ops = {
	.read = file_no_read,
	.write = file_no_write,
};

/* The AT_* that O_* mean to a walk. */
static u32 walk_flags_of(u32 flags)
{
	return flags & O_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0;
}

/* What opening with @flags does to the file. */
static unsigned int wanted_access(u32 flags)
{
	static const u8 by_mode[] = {
		[O_RDONLY] = MAY_READ,
		[O_WRONLY] = MAY_WRITE,
		[O_RDWR] = MAY_READ | MAY_WRITE,
		[O_ACCMODE] = MAY_READ | MAY_WRITE, /* for ioctl only */
	};
	unsigned int want = by_mode[flags & O_ACCMODE];

	return flags & O_TRUNC ? want | MAY_WRITE : want;
}

/* May a file of this type be opened with @flags? */
static int check_type(const struct path *path, u32 flags)
{
	u32 mode = path->dentry->inode->mode;

	if (S_ISREG(mode))
		return flags & O_DIRECTORY ? -ENOTDIR : 0;
	if (S_ISLNK(mode))
		return flags & O_DIRECTORY ? -ENOTDIR : -ELOOP;
	if (S_ISDIR(mode))
		return wanted_access(flags) & MAY_WRITE || flags & O_CREAT
			       ? -EISDIR
			       : 0;
	if (flags & O_DIRECTORY)
		return -ENOTDIR;
	if ((S_ISCHR(mode) || S_ISBLK(mode)) && path->mount->flags & MS_NODEV)
		return -EACCES;
	return 0;
}

static int check_open(const struct path *path, u32 flags)
{
	int err = check_type(path, flags);

	if (!err)
		err = path_permission(path, wanted_access(flags));
	if (!err && flags & O_NOATIME && !inode_owned(path->dentry->inode))
		err = -EPERM;
	return err;
}

static int truncate_opened(const struct path *path)
{
	static const struct attributes empty = {.valid = ATTRIBUTE_SIZE};

	if (!S_ISREG(path->dentry->inode->mode))
		return 0;
	return vfs_set_attributes(path, &empty);
}

/* Is @file one by which the content of its filesystem may change? */
static bool has_write_access(const struct file *file)
{
	return file_writable(file) && S_ISREG(file->inode->mode);
}

/*
 * @file is at @path from here on, whose reference it takes over unless there is
 * an error: -ETXTBSY.
 */
static inline int file_take_place(struct file *file, const struct path *path)
{
	file->path = *path;
	file->inode = path->dentry->inode;
	if (!has_write_access(file))
		return 0;
	if (!inode_get_writer(file->inode)) {
		file->inode = NULL;
		return -ETXTBSY;
	}
	mount_get_writer(path->mount);
	return 0;
}

static inline int check_writable(const struct file *file)
{
	return has_write_access(file) ? mount_writable(&file->path) : 0;
}

static __always_inline int create_at(const struct path *path, u32 flags,
				     const struct file_ops *ops,
				     struct file **opened)
{
	struct inode *inode = path->dentry->inode;
	struct file *file = file_alloc(ops, inode, flags);
	int err;

	if (!file)
		return -ENOMEM;
	err = file_take_place(file, path);
	if (unlikely(err)) {
		file->ops = &path_file_ops; /* nothing to release */
		file_put(file);
		return err;
	}
	*opened = file;
	return 0;
}

int file_create(const struct path *path, u32 flags, const struct file_ops *ops,
		struct file **opened)
{
	return create_at(path, flags, ops, opened);
}

/* What was opened indeed is closed. */
static __noinline void tell_closed(const struct file *file)
{
	if (file->ops != &path_file_ops)
		tell_file(file, file_writable(file) ? IN_CLOSE_WRITE
						    : IN_CLOSE_NOWRITE);
}

void file_leave_place(struct file *file)
{
	if (anybody_watches())
		tell_closed(file);
	file_locks_drop(file, file);
	if (has_write_access(file)) {
		inode_put_writer(file->inode);
		mount_put_writer(file->path.mount);
	}
	vfs_allow_writing(file);
	path_put(&file->path);
}

int file_setup(struct file *file)
{
	struct inode *inode = file->private;
	const struct filesystem *filesystem = inode->superblock->filesystem;

	if (filesystem->open)
		return filesystem->open(inode, file);
	return inode->file_ops ? 0 : special_file_open(inode, file);
}

/* Set up *@opened, which is at @path; puts it if there is an error. */
static __always_inline int open_file(const struct path *path, u32 flags,
				     struct file **opened)
{
	struct file *file = *opened;
	int err = file_setup(file);

	/* Once more, now that a remount sees that it is open for writing. */
	if (!err)
		err = check_writable(file);
	if (!err && flags & O_TRUNC)
		err = truncate_opened(path);
	if (unlikely(err))
		file_put(file);
	else if (anybody_watches())
		tell_file(file, IN_OPEN);
	return err;
}

/* Open @path, which was there before; takes over its reference. */
static int open_path(struct path *path, u32 flags, struct file **opened)
{
	const struct file_ops *ops = path->dentry->inode->file_ops;
	int err = check_open(path, flags);

	if (!err)
		err = create_at(path, flags, ops ? ops : &path_file_ops,
				opened);
	if (unlikely(err)) {
		path_put(path);
		return err;
	}
	return open_file(path, flags, opened);
}

static int open_existing(const struct path *at, const char *name, u32 flags,
			 struct file **opened)
{
	struct path path;
	int err = path_walk(at, name, walk_flags_of(flags), &path);

	return err ? err : open_path(&path, flags, opened);
}

void vfs_allow_writing(struct file *file)
{
	if (unlikely(file->forbids_writing)) {
		file->forbids_writing = false;
		inode_allow_writing(file->inode);
	}
}

/* O_PATH: a file that only stands for its place. */
static int open_place(const struct path *at, const char *name, u32 flags,
		      struct file **opened)
{
	struct path path;
	int err = path_walk(at, name, walk_flags_of(flags), &path);

	if (err)
		return err;
	if (flags & O_DIRECTORY && !S_ISDIR(path.dentry->inode->mode))
		err = -ENOTDIR;
	if (!err)
		err = file_create(&path, flags, &path_file_ops, opened);
	if (err)
		path_put(&path);
	return err;
}

/* @dentry was found in @directory, whose inode's mutex is held. */
static int create_unless_there(const struct path *directory,
			       struct dentry *dentry, u32 flags, u32 mode,
			       bool *created)
{
	struct inode_spec spec;
	int err;

	if (dentry->inode)
		return flags & O_EXCL ? -EEXIST : 0;
	inode_spec_init(&spec, directory->dentry->inode,
			S_IFREG | (mode & PERMISSION_BITS));
	err = name_create(directory, dentry, &spec);
	*created = !err;
	return err;
}

/* @parent->name in its directory, made if it is not there: *@found. */
static int lookup_or_create(const struct parent_lookup *parent, u32 flags,
			    u32 mode, struct dentry **found, bool *created)
{
	struct inode *directory = parent->directory.dentry->inode;
	struct dentry *dentry;
	int err;

	mutex_lock(&directory->mutex);
	err = name_lookup(parent, &dentry);
	if (!err) {
		err = create_unless_there(&parent->directory, dentry, flags,
					  mode, created);
		if (err)
			dentry_put(dentry);
	}
	mutex_unlock(&directory->mutex);
	*found = dentry;
	return err;
}

/*
 * Open @path, which is new, by @file: takes over both references. What its mode
 * says does not concern its creator.
 */
static int open_created(const struct path *path, struct file *file,
			struct file **opened)
{
	struct inode *inode = path->dentry->inode;
	int err;

	file->private = inode;
	err = file_take_place(file, path);
	if (err) {
		path_put(path);
		file_put(file);
		return err;
	}
	if (inode->file_ops)
		file->ops = inode->file_ops;
	*opened = file;
	return open_file(path, 0, opened);
}

static int open_in_parent(struct parent_lookup *parent, u32 flags, u32 mode,
			  struct file **opened)
{
	struct path path = {.mount = parent->directory.mount};
	bool created = false;
	struct file *file;
	int err;

	if (parent->type != LAST_NAME)
		return flags & O_EXCL ? -EEXIST : -EISDIR;
	if (parent->slash)
		return -EISDIR;
	/* Before there is a file: it would stay when memory is short. */
	file = file_alloc(&path_file_ops, NULL, flags);
	if (!file)
		return -ENOMEM;
	err = lookup_or_create(parent, flags, mode, &path.dentry, &created);
	if (!err)
		mount_get(path.mount);
	if (created)
		return open_created(&path, file, opened);
	file_put(file);
	if (err)
		return err;
	if (unlikely(dentry_mounted(path.dentry)))
		path_cross(&path);
	return open_path(&path, flags, opened);
}

/* O_EXCL does not follow a link even to say that it leads nowhere. */
static int walk_to_create(const struct path *at, const char *name, u32 flags,
			  struct path *found, struct parent_lookup *parent)
{
	if (!(flags & O_EXCL))
		return path_walk_or_parent(at, name, walk_flags_of(flags),
					   found, parent);
	found->dentry = NULL;
	return path_walk_parent(at, name, parent);
}

static int open_creating(const struct path *at, const char *name, u32 flags,
			 u32 mode, struct file **opened)
{
	struct parent_lookup parent;
	struct path path;
	int err = walk_to_create(at, name, flags, &path, &parent);

	if (err)
		return err;
	if (path.dentry)
		return open_path(&path, flags, opened);
	err = open_in_parent(&parent, flags, mode, opened);
	path_put(&parent.directory);
	return err;
}

int vfs_open(const struct path *at, const char *name, u32 flags, u32 mode,
	     struct file **opened)
{
	if (flags & O_PATH)
		return open_place(at, name, flags & PATH_FLAGS, opened);
	if (flags & TMPFILE_BIT)
		return flags & O_DIRECTORY && wanted_access(flags) & MAY_WRITE
			       ? -EOPNOTSUPP
			       : -EINVAL;
	if (!(flags & O_CREAT))
		return open_existing(at, name, flags, opened);
	if (flags & O_DIRECTORY)
		return -EINVAL;
	return open_creating(at, name, flags, mode, opened);
}
