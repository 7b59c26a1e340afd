// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walking a path (path_resolution(7)). A walk reads the tree of names under RCU:
 * for each component it hashes the name, looks into the table of dentries and
 * steps on, holding no lock and no reference. Only where it ends it takes one.
 *
 * When a name is not in the table the walk takes hold of where it stands, asks
 * the filesystem, which may sleep, and reads on from there:
 *
 *	/usr/lib/new/file
 *	         ^ here: held	^ rest
 *
 * Following a symbolic link, what was left of the path is put aside and its text
 * is walked first. That text belongs to the link's inode, which is held too when
 * the walk has to sleep. Where a link without a text leads, its filesystem says.
 */
#include "path_walk.h"

#include <exo/credentials.h>
#include <exo/filesystem.h>
#include <exo/fs_context.h>
#include <exo/inode.h>
#include <exo/rcu.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "mount_internal.h"
#include "permission.h"

struct walk {
	const struct credentials *who; /* NULL: root, who may search anywhere */
	struct path root, here; /* here is a directory until the end */
	const char *start, *rest;
	unsigned int flags; /* WALK_* */
	bool directory; /* a slash at the end wants one */
	struct parent_lookup *parent; /* where to tell of it; or NULL */

	struct path held; /* since the walk last slept; or none */
	unsigned int links; /* followed */
	unsigned int links_held; /* of those */
	unsigned int depth;
	struct inode *followed[SYMLINKS_MAX];
	const char *outer[SYMLINKS_MAX]; /* rests put aside */
};

enum {
	WALK_ENDS = 1, /* of a step: at the parent that was wanted */
	STEPS_BEFORE_PAUSE = 64, /* some ten thousand instructions */
};

/* Begin to read the tree, for the first time or again. */
static void walk_read_lock(struct walk *walk)
{
	rcu_read_lock();
	walk->root = fs_context_current()->root;
}

/*
 * Stop reading the tree, holding on to all that the walk still needs, until
 * walk_read_lock().
 */
static void walk_hold(struct walk *walk)
{
	path_get(&walk->here);
	for (; walk->links_held < walk->links; walk->links_held++)
		inode_get(walk->followed[walk->links_held]);
	rcu_read_unlock();
	if (walk->held.dentry)
		path_put(&walk->held);
	walk->held = walk->here;
}

/* Let others have the CPU. */
static __noinline void walk_pause(struct walk *walk)
{
	walk_hold(walk);
	walk_read_lock(walk);
}

/* Ask the filesystem for @name, then have it read again. */
static __noinline int walk_load(struct walk *walk, const struct path_name *name)
{
	struct inode *directory = walk->here.dentry->inode;
	struct dentry *dentry;
	int err;

	walk_hold(walk);
	mutex_lock(&directory->mutex);
	err = dentry_lookup(walk->here.dentry, name, &dentry);
	mutex_unlock(&directory->mutex);
	if (!err) {
		/* That there is no such name may not be remembered. */
		if (!dentry->inode && dentry_unlinked(dentry))
			err = -ENOENT;
		dentry_put(dentry);
	}
	walk->rest = name->chars;
	walk_read_lock(walk);
	return err;
}

/* Let go what walk_hold() took. */
static __noinline void walk_release(struct walk *walk)
{
	path_put(&walk->held);
	while (walk->links_held)
		inode_put(walk->followed[--walk->links_held]);
}

static inline const char *skip_slashes(const char *at)
{
	while (*at == '/')
		at++;
	return at;
}

/*
 * Go where @child, a link without a text, leads. What is left of the path begins
 * there.
 */
static __noinline int walk_jump(struct walk *walk, struct dentry *child,
				struct inode *link,
				const struct path_name *name)
{
	const struct filesystem *filesystem = link->superblock->filesystem;
	bool final = !*walk->rest && !walk->depth && !walk->directory;
	struct path to;
	int err;

	if (!dentry_valid(child))
		return walk_load(walk, name);
	if (!filesystem->follow)
		return -ENOENT;
	walk->followed[walk->links++] = link;
	walk_hold(walk);
	err = filesystem->follow(link, &walk->held, &to);
	if (!err) {
		path_put(&walk->held);
		walk->held = walk->here = to;
		if (!final && !S_ISDIR(path_inode(&to)->mode))
			err = -ENOTDIR;
	}
	walk_read_lock(walk);
	return err;
}

/* @child has the inode @link. */
static int walk_follow(struct walk *walk, struct dentry *child,
		       struct inode *link, const struct path_name *name)
{
	if (walk->links == SYMLINKS_MAX)
		return -ELOOP;
	if (unlikely(!*link->target))
		return walk_jump(walk, child, link, name);
	walk->followed[walk->links++] = link;
	if (*walk->rest)
		walk->outer[walk->depth++] = walk->rest;
	walk->rest = skip_slashes(link->target);
	if (*link->target == '/')
		walk->here = walk->root;
	return 0;
}

/* "..": not above the root, and through the roots of mounts. */
static void walk_up(struct walk *walk)
{
	struct path *here = &walk->here;

	for (;;) {
		struct mount *mount = here->mount;

		if (here->dentry == walk->root.dentry &&
		    mount == walk->root.mount)
			break;
		if (here->dentry != mount->root) {
			here->dentry = here->dentry->parent;
			break;
		}
		if (!mount->parent)
			break;
		here->dentry = mount->mountpoint;
		here->mount = mount->parent;
	}
	mount_cross(here);
}

static bool walk_follows(const struct walk *walk, bool final)
{
	return !final || walk->flags & WALK_FOLLOW || walk->directory;
}

/* Step to @child, on which something is mounted or which may have gone. */
static __noinline int walk_detour(struct walk *walk, struct dentry *child,
				  const struct path_name *name)
{
	if (!dentry_valid(child))
		return walk_load(walk, name);
	walk->here.dentry = child;
	mount_cross(&walk->here);
	return 0;
}

/* Step to @child, of which @inode is no directory, if the path allows. */
static int walk_leaf(struct walk *walk, struct dentry *child,
		     struct inode *inode, const struct path_name *name,
		     bool final)
{
	if (S_ISLNK(inode->mode) && walk_follows(walk, final))
		return walk_follow(walk, child, inode, name);
	if (!final || walk->directory)
		return -ENOTDIR;
	if (unlikely(child->mounts))
		return walk_detour(walk, child, name);
	walk->here.dentry = child;
	return 0;
}

/* Go on to the entry @name of the directory where the walk stands. */
static __always_inline int walk_down(struct walk *walk,
				     const struct path_name *name, bool final)
{
	struct dentry *child = dentry_hash_find(walk->here.dentry, name);
	struct inode *inode;

	if (unlikely(!child))
		return walk_load(walk, name);
	inode = rcu_dereference(child->inode);
	if (unlikely(!inode))
		return -ENOENT;
	if (!S_ISDIR(inode->mode))
		return walk_leaf(walk, child, inode, name, final);
	if (unlikely(child->mounts))
		return walk_detour(walk, child, name);
	walk->here.dentry = child;
	return 0;
}

/*
 * The last component of a parent walk: stop before it, unless it is a symbolic
 * link to be followed.
 */
static int walk_end(struct walk *walk, const struct path_name *name)
{
	struct dentry *child;
	struct inode *inode;
	int err;

	walk->parent->name = *name;
	walk->parent->type = LAST_NAME;
	if (!(walk->flags & WALK_FOLLOW))
		return WALK_ENDS;
	child = dentry_hash_find(walk->here.dentry, name);
	if (!child) {
		err = walk_load(walk, name);
		return err == -ENOENT ? WALK_ENDS : err;
	}
	inode = rcu_dereference(child->inode);
	/* What a link without a text leads to is there already. */
	if (!inode || !S_ISLNK(inode->mode) || !*inode->target)
		return WALK_ENDS;
	return walk_follow(walk, child, inode, name);
}

/* 1 or 2 if @name is "." or "..", else 0. */
static unsigned int count_dots(const struct path_name *name)
{
	if (likely(name->chars[0] != '.'))
		return 0;
	if (name->length == 1)
		return 1;
	return name->length == 2 && name->chars[1] == '.' ? 2 : 0;
}

static int walk_dots(struct walk *walk, unsigned int dots, bool final)
{
	if (final && walk->parent) {
		walk->parent->type = dots == 1 ? LAST_DOT : LAST_DOT_DOT;
		return WALK_ENDS;
	}
	if (dots == 2)
		walk_up(walk);
	return 0;
}

/* May one look up names where the walk stands? */
static inline int walk_may_search(const struct walk *walk)
{
	if (likely(!walk->who))
		return 0;
	return credentials_permission(walk->who, walk->here.dentry->inode,
				      MAY_EXECUTE);
}

/*
 * The path, or the text of a link, ends behind the component that ends at @end.
 * Whether that is the last of all, or a negative errno.
 */
static int walk_is_final(struct walk *walk, const char *end)
{
	if (walk->depth)
		return false;
	if (!walk->links && walk->rest - walk->start >= PATH_MAX)
		return -ENAMETOOLONG;
	if (walk->rest != end)
		walk->directory = true;
	return true;
}

/* The component at walk->rest, which is neither the end nor a slash. */
static __always_inline int walk_component(struct walk *walk)
{
	int err = walk_may_search(walk);
	struct path_name name;
	unsigned int dots;
	const char *end;
	int final = false;

	if (unlikely(err))
		return err;
	end = path_name_read(walk->rest, &name);
	if (unlikely(name.length > NAME_MAX))
		return -ENAMETOOLONG;
	walk->rest = skip_slashes(end);
	if (!*walk->rest)
		final = walk_is_final(walk, end);
	if (unlikely(final < 0))
		return final;
	dots = count_dots(&name);
	if (unlikely(dots))
		return walk_dots(walk, dots, final);
	if (final && walk->parent)
		return walk_end(walk, &name);
	return walk_down(walk, &name, final);
}

static int walk_all(struct walk *walk)
{
	unsigned int steps = 0;
	int err = 0;

	walk->rest = skip_slashes(walk->rest);
	while (!err) {
		if (unlikely(++steps % STEPS_BEFORE_PAUSE == 0))
			walk_pause(walk);
		if (*walk->rest)
			err = walk_component(walk);
		else if (walk->depth)
			walk->rest = walk->outer[--walk->depth];
		else
			break;
	}
	return err;
}

/* Stand where the path begins. The tree is being read. */
static int walk_start(struct walk *walk, const struct path *at)
{
	if (*walk->rest == '/')
		walk->here = walk->root;
	else
		walk->here = at ? *at : fs_context_current()->cwd;
	if (!walk->here.dentry)
		return -ENOENT;
	if (!*walk->rest)
		return walk->flags & WALK_EMPTY ? 0 : -ENOENT;
	return S_ISDIR(walk->here.dentry->inode->mode) ? 0 : -ENOTDIR;
}

static inline void walk_init(struct walk *walk, const char *name,
			     unsigned int flags, struct parent_lookup *parent)
{
	const struct credentials *who = credentials_current();

	walk->who = who->fsuid ? who : NULL;
	walk->start = walk->rest = name;
	walk->flags = flags;
	walk->directory = false;
	walk->parent = parent;
	walk->held.dentry = NULL;
	walk->links = walk->links_held = walk->depth = 0;
}

int path_walk(const struct path *at, const char *name, unsigned int flags,
	      struct path *found)
{
	struct walk walk;
	int err;

	walk_init(&walk, name, flags, NULL);
	walk_read_lock(&walk);
	err = walk_start(&walk, at);
	if (!err)
		err = walk_all(&walk);
	if (!err) {
		*found = walk.here;
		path_get(found);
	}
	rcu_read_unlock();
	if (unlikely(walk.held.dentry))
		walk_release(&walk);
	return err;
}

int path_walk_parent(const struct path *at, const char *name,
		     unsigned int flags, struct parent_lookup *found)
{
	struct walk walk;
	int err;

	walk_init(&walk, name, flags, found);
	found->type = LAST_ROOT;
	walk_read_lock(&walk);
	err = walk_start(&walk, at);
	if (!err)
		err = walk_all(&walk);
	if (err >= 0) {
		found->directory = walk.here;
		found->slash = walk.directory;
		path_get(&found->directory);
		/* The text of a link goes away with the link. */
		if (walk.links && found->type == LAST_NAME)
			found->name.chars = memcpy(found->buffer,
						   found->name.chars,
						   found->name.length);
	}
	rcu_read_unlock();
	if (unlikely(walk.held.dentry))
		walk_release(&walk);
	return err < 0 ? err : 0;
}

int path_lookup(const struct path *at, const char *name, u32 flags,
		struct path *found)
{
	unsigned int walk_flags = 0;

	if (flags & ~(u32)(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW |
			   AT_SYMLINK_FOLLOW | AT_NO_AUTOMOUNT))
		return -EINVAL;
	if (!(flags & AT_SYMLINK_NOFOLLOW))
		walk_flags |= WALK_FOLLOW;
	if (flags & AT_EMPTY_PATH)
		walk_flags |= WALK_EMPTY;
	return path_walk(at, name, walk_flags, found);
}
