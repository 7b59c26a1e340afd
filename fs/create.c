// SPDX-License-Identifier: GPL-2.0-only
/*
 * New names: directories, nodes, symbolic links, and further names of a file.
 */
#include <exo/credentials.h>
#include <exo/file_news.h>
#include <exo/filesystem.h>
#include <exo/fs_context.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "mount_internal.h"
#include "names.h"
#include "path_walk.h"
#include "permission.h"

enum {
	PERMISSION_BITS = 07777,
	MKDIR_BITS = 01777,
};

void inode_spec_init(struct inode_spec *spec, const struct inode *directory,
		     u32 mode)
{
	const struct credentials *who = credentials_current();
	u32 mask = READ_ONCE(fs_context_current()->umask);

	*spec = (struct inode_spec){
		.mode = (mode & S_IFMT) | (mode & PERMISSION_BITS & ~mask),
		.uid = who->fsuid,
		.gid = who->fsgid,
	};
	if (directory->mode & S_ISGID) {
		spec->gid = directory->gid;
		if (S_ISDIR(mode))
			spec->mode |= S_ISGID;
	}
}

/* A file to be made, as create() has it. */
struct new_file {
	u32 mode; /* and type */
	u64 device;
	const char *target; /* of a symbolic link */
	struct path *made; /* where it is, with a reference; NULL: unasked */
};

int name_create(const struct path *directory, struct dentry *dentry,
		const struct inode_spec *spec)
{
	struct inode *inode = directory->dentry->inode;
	const struct filesystem *filesystem = inode->superblock->filesystem;
	struct inode *created;
	int err;

	/* Names that come by themselves: as Linux's /proc, there is none here. */
	if (filesystem->valid)
		return -ENOENT;
	err = may_create(directory);
	if (err)
		return err;
	if (!filesystem->create)
		return S_ISREG(spec->mode) ? -EACCES : -EPERM;
	err = filesystem->create(inode, &dentry->name, spec, &created);
	if (err)
		return err;
	dentry_set_inode(dentry, created);
	if (anybody_watches())
		tell_entry(inode, &dentry->name, created, IN_CREATE);
	return 0;
}

/* With the directory's mutex held. */
static int create_locked(const struct parent_lookup *parent,
			 struct inode_spec *spec, struct path *made)
{
	struct dentry *dentry;
	int err = name_lookup(parent, &dentry);

	if (err)
		return err;
	if (dentry->inode)
		err = -EEXIST;
	else if (parent->slash && !S_ISDIR(spec->mode))
		err = -ENOENT;
	else
		err = name_create(&parent->directory, dentry, spec);
	if (!err && made) {
		*made = (struct path){parent->directory.mount, dentry};
		path_get(made);
	}
	dentry_put(dentry);
	return err;
}

static int create(const struct path *at, const char *name,
		  const struct new_file *new)
{
	struct parent_lookup parent;
	struct inode_spec spec;
	struct inode *directory;
	int err = path_walk_parent(at, name, &parent);

	if (err)
		return err;
	directory = parent.directory.dentry->inode;
	inode_spec_init(&spec, directory, new->mode);
	spec.device = new->device;
	spec.target = new->target;
	if (S_ISLNK(new->mode))
		spec.mode = new->mode;
	mutex_lock(&directory->mutex);
	err = parent.type == LAST_NAME
		      ? create_locked(&parent, &spec, new->made)
		      : -EEXIST;
	mutex_unlock(&directory->mutex);
	path_put(&parent.directory);
	return err;
}

int vfs_mkdir(const struct path *at, const char *name, u32 mode)
{
	const struct new_file new = {.mode = S_IFDIR | (mode & MKDIR_BITS)};

	return create(at, name, &new);
}

int vfs_mknod(const struct path *at, const char *name, u32 mode, u64 device)
{
	struct new_file new = {.mode = mode};

	if (!(mode & S_IFMT))
		new.mode |= S_IFREG;
	switch (new.mode &S_IFMT) {
	case S_IFREG:
	case S_IFIFO:
	case S_IFSOCK:
		break;
	case S_IFCHR:
	case S_IFBLK:
		if (credentials_current()->fsuid != 0)
			return -EPERM;
		new.device = device;
		break;
	case S_IFDIR:
		return -EPERM;
	default:
		return -EINVAL;
	}
	return create(at, name, &new);
}

int vfs_make_socket(const char *name, u32 mode, struct path *made)
{
	const struct new_file new = {
		.mode = S_IFSOCK | mode,
		.made = made,
	};

	return create(NULL, name, &new);
}

int vfs_symlink(const char *target, const struct path *at, const char *name)
{
	const struct new_file new = {
		.mode = S_IFLNK | S_IRWXU | S_IRWXG | S_IRWXO,
		.target = target,
	};
	size_t length = strnlen(target, PATH_MAX);

	if (!length)
		return -ENOENT;
	if (length == PATH_MAX)
		return -ENAMETOOLONG;
	return create(at, name, &new);
}

/* With the mutexes of the directory and of @inode held. */
static int link_inode(const struct path *directory, struct dentry *dentry,
		      struct inode *inode)
{
	const struct filesystem *filesystem = inode->superblock->filesystem;
	int err;

	if (!inode->links)
		return -ENOENT;
	if (!filesystem->link)
		return -EPERM;
	err = filesystem->link(directory->dentry->inode, &dentry->name, inode);
	if (err)
		return err;
	inode_get(inode);
	dentry_set_inode(dentry, inode);
	if (anybody_watches()) {
		tell_inode(inode, IN_ATTRIB);
		tell_entry(directory->dentry->inode, &dentry->name, inode,
			   IN_CREATE);
	}
	return 0;
}

/*
 * Who does not own a file may give it a name only if he could as well have copied
 * it, and it has no set-id bits (proc(5), protected_hardlinks): else he could keep
 * a program that its owner believes to be removed.
 */
static int may_link(const struct inode *inode)
{
	if (inode_owned(inode))
		return 0;
	if (!S_ISREG(inode->mode) ||
	    mode_without_set_id(inode->mode) != inode->mode)
		return -EPERM;
	return inode_permission(inode, MAY_READ | MAY_WRITE) ? -EPERM : 0;
}

/* With the directory's mutex held. */
static int link_locked(const struct parent_lookup *parent, struct inode *inode)
{
	struct dentry *dentry;
	int err = name_lookup(parent, &dentry);

	if (err)
		return err;
	if (dentry->inode)
		err = -EEXIST;
	else if (parent->slash)
		err = -ENOENT;
	else
		err = may_link(inode);
	if (!err)
		err = may_create(&parent->directory);
	if (!err) {
		mutex_lock(&inode->mutex);
		err = link_inode(&parent->directory, dentry, inode);
		mutex_unlock(&inode->mutex);
	}
	dentry_put(dentry);
	return err;
}

static int link_path(const struct path *old, const struct parent_lookup *new)
{
	struct inode *directory = new->directory.dentry->inode;
	struct inode *inode = old->dentry->inode;
	int err;

	if (new->type != LAST_NAME)
		return -EEXIST;
	if (old->mount != new->directory.mount)
		return -EXDEV;
	if (S_ISDIR(inode->mode))
		return -EPERM;
	mutex_lock(&directory->mutex);
	err = link_locked(new, inode);
	mutex_unlock(&directory->mutex);
	return err;
}

int vfs_link(const struct path *old_at, const char *old_name,
	     const struct path *new_at, const char *new_name, u32 flags)
{
	struct parent_lookup new;
	struct path old;
	int err;

	if (flags & ~(u32)(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (!(flags & AT_SYMLINK_FOLLOW))
		flags |= AT_SYMLINK_NOFOLLOW;
	err = path_lookup(old_at, old_name, flags, &old);
	if (err)
		return err;
	err = path_walk_parent(new_at, new_name, &new);
	if (!err) {
		err = link_path(&old, &new);
		path_put(&new.directory);
	}
	path_put(&old);
	return err;
}
