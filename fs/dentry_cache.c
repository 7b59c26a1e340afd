// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dentries that nobody refers to, kept because they may be asked for again.
 *
 *	first freed					just used
 *	   unused -> dentry -> dentry -> ... -> dentry
 *
 * One that was used while in the list gets a second round instead of being
 * freed. One that is used now may be in the list all the same, which spares the
 * walk from taking it out; it is skipped.
 */
#include <asm/memlayout.h>
#include <exo/filesystem.h>
#include <exo/frame.h>
#include <exo/vfs.h>

#include "dentry.h"

enum {
	/* At most this part of the memory, names that are long not counted. */
	MEMORY_SHARE = 8,
	SHRINK_BATCH = 32,
};

static LIST_HEAD(unused); /* guarded by tree_lock, and the rest */
static u64 nr_unused;
static u64 unused_max;

void dentry_cache_init(void)
{
	struct frame_statistics frames;

	frame_statistics(&frames);
	unused_max =
		frames.total * PAGE_SIZE / MEMORY_SHARE / sizeof(struct dentry);
}

void dentry_cache_add(struct dentry *dentry)
{
	assert_locked(&tree_lock);
	if (dentry->flags & DENTRY_UNUSED_LIST) {
		dentry->flags |= DENTRY_RECENT;
		return;
	}
	dentry->flags |= DENTRY_UNUSED_LIST;
	list_add_tail(&dentry->unused, &unused);
	nr_unused++;
}

void dentry_cache_remove(struct dentry *dentry)
{
	assert_locked(&tree_lock);
	if (!(dentry->flags & DENTRY_UNUSED_LIST))
		return;
	dentry->flags &= ~(u32)(DENTRY_UNUSED_LIST | DENTRY_RECENT);
	list_del(&dentry->unused);
	nr_unused--;
}

/* The next to be freed, out of the tree; NULL for none. The lock is held. */
static struct dentry *take_oldest(void)
{
	for (u64 looks = 2 * nr_unused; looks; looks--) {
		struct dentry *dentry =
			list_first_entry(&unused, struct dentry, unused);

		if (__atomic_load_n(&dentry->refs, __ATOMIC_ACQUIRE)) {
			dentry_cache_remove(dentry);
		} else if (dentry->flags & DENTRY_RECENT) {
			dentry->flags &= ~(u32)DENTRY_RECENT;
			list_unlink(&dentry->unused);
			list_add_tail(&dentry->unused, &unused);
		} else {
			dentry_detach(dentry);
			return dentry;
		}
		if (list_empty(&unused))
			break;
	}
	return NULL;
}

/* Free one; false when there is none. */
static bool shrink_by_one(void)
{
	struct superblock *superblock;
	struct dentry *dentry, *parent;

	spin_lock(&tree_lock);
	dentry = take_oldest();
	if (dentry) {
		superblock = dentry->superblock;
		superblock->shrinking++;
	}
	spin_unlock(&tree_lock);
	if (!dentry)
		return false;
	parent = dentry_free(dentry);
	dentry_put(parent);
	spin_lock(&tree_lock);
	if (!--superblock->shrinking)
		wake_all(&superblock->shrunk);
	spin_unlock(&tree_lock);
	return true;
}

u64 dentry_cache_shrink(u64 count)
{
	u64 freed = 0;

	while (freed < count && shrink_by_one())
		freed++;
	return freed;
}

void dentry_cache_limit(void)
{
	if (unlikely(READ_ONCE(nr_unused) > unused_max))
		dentry_cache_shrink(SHRINK_BATCH);
}

/*
 * The first of the children that nobody refers to; those before it, which are in
 * use, will go with their last reference. The lock is held.
 */
static struct dentry *unused_child(struct dentry *parent)
{
	struct dentry *child;

	list_for_each_entry(child, &parent->children, siblings) {
		dentry_hash_remove(child);
		if (!__atomic_load_n(&child->refs, __ATOMIC_ACQUIRE))
			return child;
	}
	return NULL;
}

void dentry_cache_drop_children(struct dentry *parent)
{
	struct dentry *child;

	for (;;) {
		spin_lock(&tree_lock);
		child = unused_child(parent);
		if (child)
			dentry_detach(child);
		spin_unlock(&tree_lock);
		if (!child)
			break;
		dentry_put(dentry_free(child));
	}
}

/* The first dentry without children below @root, by going down. */
static struct dentry *first_leaf(struct dentry *root)
{
	struct dentry *dentry = root;

	while (!list_empty(&dentry->children))
		dentry = list_entry(dentry->children.next, struct dentry,
				    siblings);
	return dentry;
}

void dentry_cache_drop(struct superblock *superblock)
{
	struct dentry *leaf;

	for (;;) {
		spin_lock(&tree_lock);
		while (superblock->shrinking)
			wait_on(&superblock->shrunk, &tree_lock);
		leaf = first_leaf(superblock->root);
		if (leaf != superblock->root)
			dentry_detach(leaf);
		spin_unlock(&tree_lock);
		if (leaf == superblock->root)
			break;
		dentry_put(dentry_free(leaf));
	}
}

u64 dentry_cache_count(void)
{
	return READ_ONCE(nr_unused);
}

u64 vfs_unused_bytes(void)
{
	return dentry_cache_count() * sizeof(struct dentry);
}

u64 vfs_forget_unused(void)
{
	return dentry_cache_shrink(~0ULL);
}
