/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to the core. The tree of names in memory: a dentry for each
 * name that was looked up, with its inode, or without one when there is no
 * such name (negative).
 *
 *	root of a superblock
 *	   ^ parent (holds a reference)
 *	   |
 *	"etc"    <-- hash table, by parent and name
 *	   ^
 *	   |
 *	"passwd" --> inode (holds a reference)
 *
 * Walking a path reads all of this under RCU: no lock and no reference but on
 * the last dentry. Changes are made with the tree lock held, one spinlock for
 * all, briefly: appearing in or leaving the hash table, changing the inode,
 * exchanging places. Which changes are made is decided under the mutex of
 * the directory's inode; negative becomes positive and back only under it.
 *
 * A dentry that nobody refers to stays, in the order of last use, until there
 * are too many. (With more CPUs a walk also has to compare a sequence count that
 * changes of place or inode increment, and to start again when it moved; with one,
 * a walk is not interrupted by a change.)
 */
#ifndef FS_DENTRY_H
#define FS_DENTRY_H

#include <exo/compiler.h>
#include <exo/list.h>
#include <exo/path_name.h>
#include <exo/rcu.h>
#include <exo/spinlock.h>
#include <exo/types.h>

struct inode;
struct mount;
struct superblock;

enum {
	DENTRY_SHORT_NAME = 32, /* bytes of names kept in the dentry */

	/* Guarded by the tree lock. */
	DENTRY_HASHED = 1, /* a walk can find it */
	DENTRY_UNUSED_LIST = 2, /* in the list of those not used */
	DENTRY_RECENT = 4, /* used since it came into that list */
	DENTRY_DETACHED = 8, /* out of the tree, and about to be freed */
};

/*
 * What a walk must mind before it goes on from a dentry, all in one word: of a
 * directory, as most are that it comes by, nothing.
 */
enum {
	/* What it is that is no directory; changes with the inode. */
	DENTRY_NEGATIVE = 1,
	DENTRY_LINK = 2,
	DENTRY_FILE = 4,
	DENTRY_TYPES = 7,

	DENTRY_MOUNTED = 8, /* mounts hang here; guarded by the tree lock */
	/*
	 * The filesystem must be asked whether the name is still there. Constant
	 * once a walk can find the dentry.
	 */
	DENTRY_UNSURE = 16,
};

struct dentry {
	/* What a walk looks at. */
	struct dentry *hash_next;
	struct dentry *parent; /* itself: root of a superblock */
	struct path_name name;
	struct inode *inode; /* NULL: negative */
	u32 mind; /* DENTRY_NEGATIVE and so on */

	u32 refs; /* atomic: paths, children, mounts */
	u32 flags; /* DENTRY_HASHED and so on */
	struct mount *mounts; /* hanging here, see mount_internal.h */
	struct superblock *superblock;
	struct list_head children; /* of these: siblings */
	struct list_head siblings;
	struct list_head unused;
	char short_name[DENTRY_SHORT_NAME];
};

extern struct spinlock tree_lock;

/* Once, before all. Panics without memory. */
void dentry_init(void);
void dentry_hash_init(void);

/* dentry_hash.c: the table, of 1 << (64 - dentry_hash_shift) chains. */
extern struct dentry **dentry_chains;
extern unsigned int dentry_hash_shift;

/* Where those with this parent and name are; see hash_64(). */
static inline struct dentry **dentry_chain(const struct dentry *parent,
					   const struct path_name *name)
{
	u64 key = ((u64)parent + name->hash) * 0x9e3779b97f4a7c15UL;

	return &dentry_chains[key >> dentry_hash_shift];
}

/*
 * The dentry of @name in @parent, or NULL. Under RCU, which also keeps the
 * result alive; or with the tree lock held.
 */
static __always_inline struct dentry *
dentry_hash_find(const struct dentry *parent, const struct path_name *name)
{
	struct dentry *dentry = rcu_dereference(*dentry_chain(parent, name));

	for (; dentry; dentry = rcu_dereference(dentry->hash_next))
		if (dentry->parent == parent &&
		    path_name_same(name, &dentry->name))
			break;
	return dentry;
}

/* In and out of the hash table. The tree lock is held. */
void dentry_hash_add(struct dentry *dentry);
void dentry_hash_remove(struct dentry *dentry);

/*
 * A dentry with one reference, in no table: of @name below @parent, of which the
 * caller has a reference, or a root if @parent is NULL. NULL when memory is short.
 * May sleep.
 */
__must_check struct dentry *dentry_alloc(struct superblock *superblock,
					 struct dentry *parent,
					 const struct path_name *name);

/* One more reference; the caller has one, or found it under RCU. */
static inline void dentry_get(struct dentry *dentry)
{
	__atomic_fetch_add(&dentry->refs, 1, __ATOMIC_RELAXED);
}

/* For dentry_put(): nobody refers to it. Under RCU, which it ends. */
void dentry_put_last(struct dentry *dentry);

/*
 * Drop one; NULL is fine. May sleep. Without a reference @dentry may go at any time:
 * RCU keeps it for the look at its flags. What is hashed and in the list of those
 * not used already stays there.
 */
static inline void dentry_put(struct dentry *dentry)
{
	const u32 kept = DENTRY_HASHED | DENTRY_UNUSED_LIST | DENTRY_RECENT;

	if (!dentry)
		return;
	rcu_read_lock();
	if (!__atomic_sub_fetch(&dentry->refs, 1, __ATOMIC_ACQ_REL) &&
	    unlikely((READ_ONCE(dentry->flags) & kept) != kept))
		dentry_put_last(dentry);
	else
		rcu_read_unlock();
}

/*
 * The dentry of @name in @parent with a reference in *@found, from the cache or
 * the filesystem; it may be negative. @parent is a directory whose inode's mutex
 * is held. -ENOENT if that was removed.
 */
int dentry_lookup(struct dentry *parent, const struct path_name *name,
		  struct dentry **found);

/*
 * Does the name @dentry, which has an inode, still mean that? What something is
 * mounted on stays. Under RCU, or with a reference.
 */
bool dentry_valid(const struct dentry *dentry);

/* Is anything mounted here? */
static inline bool dentry_mounted(const struct dentry *dentry)
{
	return dentry->mind & DENTRY_MOUNTED;
}

/* Make a negative @dentry mean @inode, whose reference it takes over. */
void dentry_set_inode(struct dentry *dentry, struct inode *inode);

/*
 * The name @dentry has gone. If nobody else uses it, it becomes negative; else
 * it stays as it is, out of sight. The mutex of the directory is held.
 */
void dentry_unlink(struct dentry *dentry);

/* Have two dentries change places. The mutexes of both directories are held. */
void dentry_exchange(struct dentry *a, struct dentry *b);

/*
 * Have @dentry take the place of @victim, which goes as by dentry_unlink(): what
 * is still in use keeps its parent. The mutexes of both directories are held.
 */
void dentry_replace(struct dentry *dentry, struct dentry *victim);

/* Is @dentry @ancestor or below it? The parents cannot change meanwhile. */
bool dentry_is_below(const struct dentry *dentry,
		     const struct dentry *ancestor);

/* Has its name been taken away? */
static inline bool dentry_unlinked(const struct dentry *dentry)
{
	return !(READ_ONCE(dentry->flags) & DENTRY_HASHED) &&
	       dentry->parent != dentry;
}

/* path_text.c: the way from the root of its superblock, as path_text() has it. */
char *superblock_text(const struct dentry *dentry, char *buffer, size_t size);

/* dentry_cache.c: the list of those not used. */

/* Nobody refers to @dentry, which is hashed. The tree lock is held. */
void dentry_cache_add(struct dentry *dentry);
/* Take it out of the list, if it is there. The tree lock is held. */
void dentry_cache_remove(struct dentry *dentry);
/* Free up to @count of them, those not used for longest. How many. May sleep. */
u64 dentry_cache_shrink(u64 count);
/*
 * @parent, whose inode's mutex is held, has been removed: forget the names that
 * are not in it. May sleep.
 */
void dentry_cache_drop_children(struct dentry *parent);
/* Shrink if there are too many. May sleep. */
void dentry_cache_limit(void);
void dentry_cache_init(void);
/*
 * Free all of @superblock, of which only the root is still referred to; wait
 * for those that are just being freed. May sleep.
 */
void dentry_cache_drop(struct superblock *superblock);

/*
 * For the above and dentry_put(). Take @dentry, to which nobody refers, out of
 * the tree; the tree lock is held. Then, without it: free it. Returns the parent,
 * the reference to which is now the caller's.
 */
void dentry_detach(struct dentry *dentry);
struct dentry *dentry_free(struct dentry *dentry);

struct dentry_statistics {
	u64 total; /* dentries */
	u64 unused; /* of these, in the list of those not used */
};
void dentry_statistics(struct dentry_statistics *statistics);
u64 dentry_cache_count(void);

#endif
