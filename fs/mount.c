// SPDX-License-Identifier: GPL-2.0-only
/*
 * mount(2) and umount(2).
 *
 * All changes of what is mounted where are made with the mount mutex held. A mount
 * in the tree holds its parent and its mount point; it is busy when anybody else
 * holds it than the tree.
 */
#include <exo/credentials.h>
#include <exo/filesystem.h>
#include <exo/fs_context.h>
#include <exo/kmalloc.h>
#include <exo/limits.h>
#include <exo/mount.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "mount_internal.h"

enum {
	/* Those that make no difference here. */
	IGNORED_FLAGS = MS_SILENT | MS_RELATIME | MS_NODIRATIME |
			MS_SYNCHRONOUS | MS_DIRSYNC,
};

/*
 * Put @mount, whose reference the tree takes over, over @place. -EINVAL if that
 * is in no tree: it has been detached since it was found, say.
 */
static int attach(struct mount *mount, const struct path *place)
{
	struct inode *inode = place->dentry->inode;
	int err = 0;

	if (list_empty(&place->mount->node))
		return -EINVAL;
	if (S_ISDIR(inode->mode) != S_ISDIR(mount->root->inode->mode))
		return -ENOTDIR;
	mutex_lock(&inode->mutex);
	if (dentry_unlinked(place->dentry) || !inode->links) {
		err = -ENOENT;
	} else {
		path_get(place);
		spin_lock(&tree_lock);
		mount->parent = place->mount;
		mount->mountpoint = place->dentry;
		mount_hang(mount);
		spin_unlock(&tree_lock);
		list_add_tail(&mount->node, &mount_list);
	}
	mutex_unlock(&inode->mutex);
	return err;
}

/*
 * Take @mount out of the tree; its reference is the caller's then. -EBUSY if it is
 * held by more than @refs_max.
 */
static int detach(struct mount *mount, u32 refs_max)
{
	const struct path place = {mount->parent, mount->mountpoint};
	bool busy;

	/* No walk comes by between the look and the change. */
	spin_lock(&tree_lock);
	busy = __atomic_load_n(&mount->refs, __ATOMIC_ACQUIRE) > refs_max;
	if (!busy) {
		mount_unhang(mount);
		mount->parent = NULL;
		mount->mountpoint = NULL;
	}
	spin_unlock(&tree_lock);
	if (busy)
		return -EBUSY;
	list_del(&mount->node);
	path_put(&place);
	return 0;
}

/* Linux has the same twice at one place by MS_BIND only. */
static bool is_there_already(const struct mount *mount,
			     const struct path *place)
{
	return mount->superblock == place->mount->superblock &&
	       place->dentry == place->mount->root;
}

/* The one that @filesystem shares, or a new one, which has no mounts. */
static int find_superblock(const struct filesystem *filesystem,
			   const char *source, const char *options,
			   struct superblock **found)
{
	*found = filesystem->shared ? filesystem->shared() : NULL;
	if (*found)
		return 0;
	return superblock_create(filesystem, source, options, found);
}

static int create_mount(const char *source, const char *type, u32 flags,
			const char *options, struct mount **created)
{
	const struct filesystem *filesystem = type ? filesystem_find(type)
						   : NULL;
	struct superblock *superblock;
	int err;

	if (!filesystem)
		return -ENODEV;
	err = find_superblock(filesystem, source, options, &superblock);
	if (err)
		return err;
	*created = mount_alloc(superblock->root, source, flags);
	if (!*created) {
		if (!READ_ONCE(superblock->mounts))
			superblock_free(superblock);
		return -ENOMEM;
	}
	return 0;
}

static int create_bind(const char *source, u32 flags, struct mount **created)
{
	struct path path;
	int err = path_lookup(NULL, source, 0, &path);

	if (err)
		return err;
	*created = mount_alloc(path.dentry, path.mount->source,
			       flags | path.mount->flags);
	path_put(&path);
	return *created ? 0 : -ENOMEM;
}

static int mount_at(const struct path *place, const char *source,
		    const char *type, u32 flags, const char *options)
{
	struct mount *mount;
	u32 kept = flags & MOUNT_FLAGS;
	int err;

	if (flags & MS_REMOUNT) {
		mutex_lock(&mount_mutex);
		err = remount_locked(place, flags, options ? options : "");
		mutex_unlock(&mount_mutex);
		return err;
	}

	if (flags & MS_BIND)
		err = create_bind(source, kept, &mount);
	else
		err = create_mount(source, type, kept, options, &mount);
	if (err)
		return err;
	mutex_lock(&mount_mutex);
	err = !(flags & MS_BIND) && is_there_already(mount, place)
		      ? -EBUSY
		      : attach(mount, place);
	mutex_unlock(&mount_mutex);
	if (err)
		mount_put(mount);
	return err;
}

int vfs_mount(const char *source, const char *target, const char *type,
	      u32 flags, const char *options)
{
	struct path place;
	int err = path_lookup(NULL, target, 0, &place);

	if (err)
		return err;
	if (credentials_current()->euid)
		err = -EPERM;
	else if (flags &
		 ~(u32)(MOUNT_FLAGS | IGNORED_FLAGS | MS_BIND | MS_REMOUNT))
		err = -EINVAL;
	else
		err = mount_at(&place, source, type, flags, options);
	path_put(&place);
	return err;
}

static struct mount *first_child(const struct mount *mount)
{
	struct mount *other;

	list_for_each_entry(other, &mount_list, node)
		if (other->parent == mount)
			return other;
	return NULL;
}

/* Take @mount and all that is mounted below it out of the tree. */
static void detach_all(struct mount *mount)
{
	struct mount *leaf, *child;

	do {
		for (leaf = mount; (child = first_child(leaf));)
			leaf = child;
		detach(leaf, UINT_MAX);
		mount_put(leaf);
	} while (leaf != mount);
}

/* The mount mutex is held, and @place by the caller. */
static int umount_locked(const struct path *place, u32 flags)
{
	struct mount *mount = place->mount;
	int err;

	if (credentials_current()->euid)
		return -EPERM;
	if (place->dentry != mount->root || !mount->parent)
		return -EINVAL;
	if (flags & MNT_DETACH) {
		detach_all(mount);
		return 0;
	}
	/* Children hold it too, and so do the tree and the caller. */
	err = detach(mount, 2);
	if (!err)
		mount_put(mount);
	return err;
}

int vfs_umount(const char *target, u32 flags)
{
	struct path place;
	int err;

	if (flags & ~(u32)(MNT_DETACH | MNT_FORCE | UMOUNT_NOFOLLOW))
		return -EINVAL;
	err = path_lookup(NULL, target,
			  flags & UMOUNT_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0,
			  &place);
	if (err)
		return err;
	mutex_lock(&mount_mutex);
	err = umount_locked(&place, flags);
	mutex_unlock(&mount_mutex);
	path_put(&place);
	return err;
}

int mount_root(const char *type, const char *options)
{
	struct mount *mount;
	struct path root;
	int err;

	if (initial_fs_context.root.dentry)
		return -EBUSY;
	err = create_mount(type, type, 0, options, &mount);
	if (err)
		return err;
	mutex_lock(&mount_mutex);
	list_add_tail(&mount->node, &mount_list);
	mutex_unlock(&mount_mutex);
	root = (struct path){mount, mount->root};
	fs_context_set_root(&initial_fs_context, &root);
	fs_context_set_cwd(&initial_fs_context, &root);
	return 0;
}

int mount_detached(const char *type, const char *options, struct path *root)
{
	struct mount *mount;
	int err = create_mount(type, type, 0, options, &mount);

	if (err)
		return err;
	*root = (struct path){mount, mount->root};
	dentry_get(root->dentry);
	return 0;
}

/* The place of @mount as seen from the caller's root; NULL: it is outside. */
static const char *place_text(struct mount *mount, char *buffer)
{
	struct path path = {mount, mount->root};
	const char *text = path_text(&path, buffer, PATH_MAX);

	return text && *text == '/' ? text : NULL;
}

u64 path_mount_id(const struct path *path)
{
	return path->mount ? path->mount->id : 0;
}

/* As stat(2) and programs see it: read-only for either reason. */
static u32 shown_flags(const struct mount *mount)
{
	return mount->flags | (mount->superblock->read_only ? MS_RDONLY : 0);
}

static int visit_all(int (*visit)(const struct mount_info *info, void *arg),
		     void *arg, char *buffer)
{
	struct mount *mount;
	int err = 0;

	list_for_each_entry(mount, &mount_list, node) {
		const struct mount_info info = {
			.superblock = mount->superblock,
			.source = mount->source,
			.place = place_text(mount, buffer),
			.root = superblock_text(mount->root, buffer + PATH_MAX,
						PATH_MAX),
			.flags = shown_flags(mount),
			.id = mount->id,
			.parent_id = mount->parent ? mount->parent->id : 0,
		};

		if (info.place && info.root)
			err = visit(&info, arg);
		if (err)
			break;
	}
	return err;
}

int mount_visit(int (*visit)(const struct mount_info *info, void *arg),
		void *arg)
{
	char *buffer = kmalloc(2 * PATH_MAX);
	int err;

	if (!buffer)
		return -ENOMEM;
	mutex_lock(&mount_mutex);
	err = visit_all(visit, arg, buffer);
	mutex_unlock(&mount_mutex);
	kfree(buffer);
	return err;
}

u32 path_mount_flags(const struct path *path)
{
	return READ_ONCE(path->mount->flags);
}
