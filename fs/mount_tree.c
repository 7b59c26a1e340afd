// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mounts: where they hang, and when one ends.
 */
#include <exo/filesystem.h>
#include <exo/kmalloc.h>
#include <exo/rcu.h>
#include <exo/vfs.h>

#include "dentry.h"
#include "mount_internal.h"

struct mutex mount_mutex = MUTEX_INIT(mount_mutex, "mount");
LIST_HEAD(mount_list);

static u64 last_id; /* atomic */

void mount_hang(struct mount *mount)
{
	struct dentry *mountpoint = mount->mountpoint;

	assert_locked(&tree_lock);
	mount->next = mountpoint->mounts;
	rcu_assign_pointer(mountpoint->mounts, mount);
	mountpoint->mind |= DENTRY_MOUNTED;
}

/* A walk that stands at @mount still finds the way on. */
void mount_unhang(struct mount *mount)
{
	struct dentry *mountpoint = mount->mountpoint;
	struct mount **link = &mountpoint->mounts;

	assert_locked(&tree_lock);
	while (*link != mount)
		link = &(*link)->next;
	rcu_assign_pointer(*link, mount->next);
	if (!mountpoint->mounts)
		mountpoint->mind &= ~(u32)DENTRY_MOUNTED;
}

void path_cross(struct path *path)
{
	struct path to = *path;

	rcu_read_lock();
	mount_cross(&to);
	if (to.mount != path->mount)
		path_get(&to);
	rcu_read_unlock();
	if (to.mount != path->mount)
		path_put(path);
	*path = to;
}

static char *text_copy(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = kmalloc(size);

	return copy ? memcpy(copy, text, size) : NULL;
}

struct mount *mount_alloc(struct dentry *root, const char *source, u32 flags)
{
	struct mount *mount = kzalloc(sizeof(*mount));

	if (!mount)
		return NULL;
	mount->source = text_copy(source ? source : "none");
	if (!mount->source) {
		kfree(mount);
		return NULL;
	}
	mount->refs = 1;
	mount->flags = flags;
	mount->id = __atomic_add_fetch(&last_id, 1, __ATOMIC_RELAXED);
	mount->superblock = root->superblock;
	mount->root = root;
	dentry_get(root);
	list_init(&mount->node);
	__atomic_fetch_add(&root->superblock->mounts, 1, __ATOMIC_RELAXED);
	return mount;
}

static __noinline void mount_free(struct mount *mount)
{
	struct superblock *superblock = mount->superblock;

	dentry_put(mount->root);
	kfree((void *)mount->source);
	rcu_kfree(mount);
	if (!__atomic_sub_fetch(&superblock->mounts, 1, __ATOMIC_ACQ_REL))
		superblock_free(superblock);
}

void mount_put(struct mount *mount)
{
	if (!__atomic_sub_fetch(&mount->refs, 1, __ATOMIC_ACQ_REL))
		mount_free(mount);
}

void path_get(const struct path *path)
{
	mount_get(path->mount);
	dentry_get(path->dentry);
}

void path_put(const struct path *path)
{
	dentry_put(path->dentry);
	mount_put(path->mount);
}

struct inode *path_inode(const struct path *path)
{
	return path->dentry->inode;
}
