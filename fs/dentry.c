// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dentries: made, looked up, changed and freed. dentry.h draws the picture.
 */
#include "dentry.h"

#include <exo/file_news.h>
#include <exo/filesystem.h>
#include <exo/inode.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <exo/rcu.h>
#include <uapi/errno.h>

struct spinlock tree_lock = SPINLOCK_INIT("tree");

static struct kmem_cache *dentry_cache;
static u64 nr_dentries; /* guarded by tree_lock */

void dentry_init(void)
{
	dentry_cache = kmem_cache_create("dentry", sizeof(struct dentry), 0);
	if (!dentry_cache)
		panic("no memory for names");
	dentry_hash_init();
	dentry_cache_init();
}

/* False when memory is short. */
static bool name_copy(struct dentry *dentry, const struct path_name *name)
{
	char *chars = dentry->short_name;

	if (name->length > DENTRY_SHORT_NAME)
		chars = kmalloc(name->length);
	if (!chars)
		return false;
	path_name_copy(name, chars);
	dentry->name = *name;
	dentry->name.chars = chars;
	return true;
}

static void name_free(struct dentry *dentry)
{
	if (dentry->name.chars != dentry->short_name)
		rcu_kfree((void *)dentry->name.chars);
}

struct dentry *dentry_alloc(struct superblock *superblock,
			    struct dentry *parent, const struct path_name *name)
{
	struct dentry *dentry;

	dentry_cache_limit();
	dentry = kmem_cache_alloc(dentry_cache);
	if (!dentry)
		return NULL;
	if (!name_copy(dentry, name)) {
		kmem_cache_free(dentry_cache, dentry);
		return NULL;
	}
	dentry->hash_next = NULL;
	dentry->inode = NULL;
	dentry->mind = DENTRY_NEGATIVE;
	dentry->refs = 1;
	dentry->flags = 0;
	dentry->mounts = NULL;
	dentry->superblock = superblock;
	list_init(&dentry->children);
	list_init(&dentry->siblings);
	list_init(&dentry->unused);
	dentry->parent = parent ? parent : dentry;
	spin_lock(&tree_lock);
	nr_dentries++;
	if (parent) {
		dentry_get(parent);
		list_add(&dentry->siblings, &parent->children);
	}
	spin_unlock(&tree_lock);
	return dentry;
}

void dentry_detach(struct dentry *dentry)
{
	assert_locked(&tree_lock);
	dentry_hash_remove(dentry);
	dentry_cache_remove(dentry);
	list_del(&dentry->siblings);
	dentry->flags |= DENTRY_DETACHED;
	nr_dentries--;
}

/* A dentry does not lead to @inode any more. */
static void let_go(struct inode *inode)
{
	if (anybody_watches() && !inode->links)
		tell_deleted(inode);
	inode_put(inode);
}

struct dentry *dentry_free(struct dentry *dentry)
{
	struct dentry *parent = dentry->parent;
	struct inode *inode = dentry->inode;

	name_free(dentry);
	rcu_free(dentry_cache, dentry);
	if (inode)
		let_go(inode);
	return parent != dentry ? parent : NULL;
}

/*
 * Nobody refers to @dentry, or did not just now. Keep what a walk can find, take
 * the rest out of the tree: then returns true, and it is to be freed. Under RCU.
 */
static bool put_last(struct dentry *dentry)
{
	bool gone = false;

	spin_lock(&tree_lock);
	/* Unless it is in use again, or was, and somebody else frees it. */
	if (!__atomic_load_n(&dentry->refs, __ATOMIC_ACQUIRE) &&
	    !(dentry->flags & DENTRY_DETACHED)) {
		gone = !(dentry->flags & DENTRY_HASHED);
		if (gone)
			dentry_detach(dentry);
		else
			dentry_cache_add(dentry);
	}
	spin_unlock(&tree_lock);
	return gone;
}

void dentry_put_last(struct dentry *dentry)
{
	bool gone = put_last(dentry);

	rcu_read_unlock();
	if (gone)
		dentry_put(dentry_free(dentry));
}

static u32 type_of(const struct inode *inode)
{
	if (S_ISDIR(inode->mode))
		return 0;
	return S_ISLNK(inode->mode) ? DENTRY_LINK : DENTRY_FILE;
}

/* A walk that finds it positive finds the inode. */
void dentry_set_inode(struct dentry *dentry, struct inode *inode)
{
	ASSERT(!dentry->inode);
	dentry->inode = inode;
	__atomic_store_n(&dentry->mind,
			 (dentry->mind & ~DENTRY_TYPES) | type_of(inode),
			 __ATOMIC_RELEASE);
}

static void dentry_publish(struct dentry *dentry)
{
	spin_lock(&tree_lock);
	dentry_hash_add(dentry);
	spin_unlock(&tree_lock);
}

bool dentry_valid(const struct dentry *dentry)
{
	if ((dentry->mind & (DENTRY_UNSURE | DENTRY_MOUNTED)) != DENTRY_UNSURE)
		return true;
	return dentry->superblock->filesystem->valid(dentry->inode);
}

/*
 * Ask the filesystem for the inode of @dentry, which is new, and let walks find
 * the answer if it is one to be remembered.
 */
static int lookup_inode(struct dentry *parent, struct dentry *dentry)
{
	const struct filesystem *filesystem = parent->superblock->filesystem;
	struct inode *inode = NULL;
	int err;

	err = filesystem->lookup(parent->inode, &dentry->name, &inode);
	if (err && err != -ENOENT)
		return err;
	if (filesystem->valid) {
		if (!inode)
			return 0;
		dentry->mind |= DENTRY_UNSURE;
	}
	if (inode)
		dentry_set_inode(dentry, inode);
	dentry_publish(dentry);
	return 0;
}

/*
 * The name @dentry has gone without our doing: out of sight with it, and with the
 * names right below; those further below follow when memory is wanted. Takes over
 * the caller's reference.
 */
static __noinline void dentry_vanish(struct dentry *dentry)
{
	struct inode *inode = dentry->inode;

	mutex_lock(&inode->mutex);
	inode->links = 0;
	dentry_cache_drop_children(dentry);
	mutex_unlock(&inode->mutex);
	spin_lock(&tree_lock);
	dentry_hash_remove(dentry);
	spin_unlock(&tree_lock);
	dentry_put(dentry);
}

/* dentry_lookup() of what is not in the table. */
static __noinline int lookup_uncached(struct dentry *parent,
				      const struct path_name *name,
				      struct dentry **found)
{
	struct dentry *dentry = dentry_alloc(parent->superblock, parent, name);
	int err;

	if (!dentry)
		return -ENOMEM;
	err = lookup_inode(parent, dentry);
	if (err) {
		dentry_put(dentry);
		return err;
	}
	*found = dentry;
	return 0;
}

int dentry_lookup(struct dentry *parent, const struct path_name *name,
		  struct dentry **found)
{
	struct dentry *dentry;

	if (!parent->inode->links)
		return -ENOENT;
	rcu_read_lock();
	dentry = dentry_hash_find(parent, name);
	if (likely(dentry))
		dentry_get(dentry);
	rcu_read_unlock();
	if (dentry && unlikely(!dentry_valid(dentry))) {
		dentry_vanish(dentry);
		dentry = NULL;
	}
	*found = dentry;
	return likely(dentry) ? 0 : lookup_uncached(parent, name, found);
}

/*
 * The name of @dentry has gone: returns the inode, which it does not need any
 * more, or NULL when it is still in use, and out of sight.
 */
static struct inode *unlink_locked(struct dentry *dentry)
{
	struct inode *inode = dentry->inode;

	assert_locked(&tree_lock);
	if (__atomic_load_n(&dentry->refs, __ATOMIC_ACQUIRE) != 1) {
		dentry_hash_remove(dentry);
		return NULL;
	}
	dentry->mind = (dentry->mind & ~DENTRY_TYPES) | DENTRY_NEGATIVE;
	dentry->inode = NULL;
	return inode;
}

void dentry_unlink(struct dentry *dentry)
{
	struct inode *inode;

	spin_lock(&tree_lock);
	inode = unlink_locked(dentry);
	spin_unlock(&tree_lock);
	if (inode)
		let_go(inode);
}

static void swap_names(struct dentry *a, struct dentry *b)
{
	struct path_name name = a->name;
	char chars[DENTRY_SHORT_NAME];

	memcpy(chars, a->short_name, sizeof(chars));
	memcpy(a->short_name, b->short_name, sizeof(chars));
	memcpy(b->short_name, chars, sizeof(chars));
	a->name = b->name;
	if (a->name.chars == b->short_name)
		a->name.chars = a->short_name;
	b->name = name;
	if (b->name.chars == a->short_name)
		b->name.chars = b->short_name;
}

static void swap_parents(struct dentry *a, struct dentry *b)
{
	struct dentry *parent = a->parent;

	list_unlink(&a->siblings);
	list_unlink(&b->siblings);
	a->parent = b->parent;
	b->parent = parent;
	list_add(&a->siblings, &a->parent->children);
	list_add(&b->siblings, &b->parent->children);
}

static void exchange_locked(struct dentry *a, struct dentry *b)
{
	assert_locked(&tree_lock);
	dentry_hash_remove(a);
	dentry_hash_remove(b);
	swap_names(a, b);
	swap_parents(a, b);
	dentry_hash_add(a);
	dentry_hash_add(b);
}

void dentry_exchange(struct dentry *a, struct dentry *b)
{
	spin_lock(&tree_lock);
	exchange_locked(a, b);
	spin_unlock(&tree_lock);
}

/* Have @dentry, which no walk can find, lie in @parent. */
static void move_below(struct dentry *dentry, struct dentry *parent)
{
	list_unlink(&dentry->siblings);
	dentry->parent = parent;
	dentry_get(parent);
	list_add(&dentry->siblings, &parent->children);
}

void dentry_replace(struct dentry *dentry, struct dentry *victim)
{
	struct dentry *left = dentry->parent;
	struct inode *inode;

	spin_lock(&tree_lock);
	exchange_locked(dentry, victim);
	inode = unlink_locked(victim);
	if (!inode)
		move_below(victim, dentry->parent);
	spin_unlock(&tree_lock);
	if (inode)
		let_go(inode);
	else
		dentry_put(left);
}

bool dentry_is_below(const struct dentry *dentry, const struct dentry *ancestor)
{
	while (dentry != ancestor && dentry->parent != dentry)
		dentry = dentry->parent;
	return dentry == ancestor;
}

void dentry_statistics(struct dentry_statistics *statistics)
{
	statistics->total = READ_ONCE(nr_dentries);
	statistics->unused = dentry_cache_count();
}
