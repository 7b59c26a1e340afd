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

enum {
	/* In walk->flags, beside AT_*: stop before the last component. */
	WALK_BEFORE_LAST = 1,

	WALK_ENDS = 1, /* of a step: here, or at the parent that was wanted */
	STEPS_BEFORE_PAUSE = 64, /* some five thousand instructions */
};

/*
 * Stop reading the tree, holding on to all that the walk still needs, until
 * rcu_read_lock().
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
	rcu_read_lock();
	walk->steps = STEPS_BEFORE_PAUSE;
}

/* Ask the filesystem for @name, then read the tree again. */
static int walk_load(struct walk *walk, const struct path_name *name)
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
	rcu_read_lock();
	return err;
}

/* Find @name, which is not in the table, or was not. */
static __noinline int walk_find_loading(struct walk *walk,
					const struct path_name *name,
					struct dentry **child)
{
	int err;

	do {
		err = walk_load(walk, name);
		if (err)
			return err;
		*child = dentry_hash_find(walk->here.dentry, name);
	} while (unlikely(!*child));
	return 0;
}

void walk_release(struct walk *walk)
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

/* "/" is all there was: go on with what was put aside, if anything. */
static int walk_at_root(struct walk *walk)
{
	if (walk->depth) {
		walk->rest = walk->outer[--walk->depth];
		return 0;
	}
	if (walk->parent)
		walk->parent->type = LAST_ROOT;
	return WALK_ENDS;
}

/*
 * Go where @link, which has no text, leads. What is left of the path begins
 * there.
 */
static int walk_jump(struct walk *walk, struct inode *link, bool final)
{
	const struct filesystem *filesystem = link->superblock->filesystem;
	struct path to;
	int err;

	if (!filesystem->follow)
		return -ENOENT;
	walk->followed[walk->links++] = link;
	walk_hold(walk);
	err = filesystem->follow(link, &walk->held, &to);
	if (!err) {
		path_put(&walk->held);
		walk->held = walk->here = to;
		if ((!final || walk->directory) &&
		    !S_ISDIR(path_inode(&to)->mode))
			err = -ENOTDIR;
	}
	rcu_read_lock();
	return err ? err : final;
}

static __noinline int walk_follow(struct walk *walk, struct inode *link,
				  bool final)
{
	if (walk->links == SYMLINKS_MAX)
		return -ELOOP;
	if (unlikely(!*link->target))
		return walk_jump(walk, link, final);
	walk->followed[walk->links++] = link;
	if (*walk->rest)
		walk->outer[walk->depth++] = walk->rest;
	walk->rest = skip_slashes(link->target);
	if (*link->target == '/')
		walk->here = fs_context_current()->root;
	return *walk->rest ? 0 : walk_at_root(walk);
}

/* "..": not above the root, and through the roots of mounts. */
static void walk_up(struct walk *walk)
{
	const struct path *root = &fs_context_current()->root;
	struct path *here = &walk->here;

	for (;;) {
		struct mount *mount = here->mount;

		if (here->dentry == root->dentry && mount == root->mount)
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
	return !final || !(walk->flags & AT_SYMLINK_NOFOLLOW) ||
	       walk->directory;
}

/* Step to @child, or where it leads, or to what is mounted there. */
static __always_inline int walk_step(struct walk *walk, struct dentry *child,
				     bool final)
{
	u32 type = child->mind & DENTRY_TYPES;

	if (type) {
		if (unlikely(type == DENTRY_NEGATIVE))
			return -ENOENT;
		if (type == DENTRY_LINK && walk_follows(walk, final))
			return walk_follow(walk, child->inode, final);
		if (unlikely(!final || walk->directory))
			return -ENOTDIR;
	}
	walk->here.dentry = child;
	if (child->mind & DENTRY_MOUNTED)
		mount_cross(&walk->here);
	return final;
}

/*
 * The filesystem must be asked whether @child is still there. By value, as below:
 * so the name is in memory only when it has to be.
 */
static __noinline int walk_asking(struct walk *walk, struct dentry *child,
				  struct path_name name, bool final)
{
	int err;

	while (!dentry_valid(child)) {
		err = walk_find_loading(walk, &name, &child);
		if (err)
			return err;
	}
	return walk_step(walk, child, final);
}

/* Go on to @child, the entry @name of the directory where the walk stands. */
static __always_inline int walk_to(struct walk *walk, struct dentry *child,
				   const struct path_name *name, bool final)
{
	if (likely(!child->mind)) {
		walk->here.dentry = child;
		return final;
	}
	if (unlikely(child->mind & DENTRY_UNSURE))
		return walk_asking(walk, child, *name, final);
	return walk_step(walk, child, final);
}

static __noinline int walk_down_loading(struct walk *walk,
					struct path_name name, bool final)
{
	struct dentry *child;
	int err = walk_find_loading(walk, &name, &child);

	return err ? err : walk_to(walk, child, &name, final);
}

/* Tell of the last component. */
static void walk_note_last(struct walk *walk, const struct path_name *name)
{
	struct parent_lookup *parent = walk->parent;

	parent->name = *name;
	parent->type = LAST_NAME;
	parent->slash = walk->directory;
	/* The text of a link goes away with the link. */
	if (unlikely(walk->links))
		parent->name.chars =
			memcpy(parent->buffer, name->chars, name->length);
}

/* 1 or 2 if @name is "." or "..", else 0. */
static __always_inline unsigned int count_dots(const struct path_name *name)
{
	if (likely((u8)name->first != '.'))
		return 0;
	if (name->first == '.')
		return 1;
	return name->first == ('.' | '.' << 8) ? 2 : 0;
}

static int walk_dots(struct walk *walk, unsigned int dots, bool final)
{
	if (final && walk->flags & WALK_BEFORE_LAST) {
		walk->parent->type = dots == 1 ? LAST_DOT : LAST_DOT_DOT;
		return WALK_ENDS;
	}
	if (dots == 2)
		walk_up(walk);
	return final;
}

/* May one look up names where the walk stands? */
static __always_inline int walk_may_search(const struct walk *walk)
{
	if (likely(!walk->who))
		return 0;
	return credentials_permission(walk->who, walk->here.dentry->inode,
				      MAY_EXECUTE);
}

/* walk_is_final() where there are more slashes, or the end of a link's text. */
static __noinline bool walk_is_final_after_all(struct walk *walk,
					       const char *end)
{
	walk->rest = skip_slashes(end);
	if (*walk->rest)
		return false;
	if (walk->depth) {
		walk->rest = walk->outer[--walk->depth];
		return false;
	}
	walk->directory = true;
	return true;
}

/*
 * Is the component that ends at @end the last of all? If not, walk->rest is the
 * next one.
 */
static __always_inline bool walk_is_final(struct walk *walk, const char *end)
{
	if (*end == '/' && likely((u8)end[1] > '/')) {
		walk->rest = end + 1;
		return false;
	}
	if (unlikely(*end || walk->depth))
		return walk_is_final_after_all(walk, end);
	walk->rest = end;
	return true;
}

/*
 * The component at walk->rest, which is neither the end nor a slash. 0 to go on,
 * WALK_ENDS, or a negative errno.
 */
static __always_inline int walk_component(struct walk *walk)
{
	int err = walk_may_search(walk);
	struct dentry *child;
	struct path_name name;
	unsigned int dots;
	bool final;

	if (unlikely(err))
		return err;
	path_name_read(&name, walk->rest);
	if (unlikely(name.length > NAME_MAX))
		return -ENAMETOOLONG;
	final = walk_is_final(walk, path_name_end(&name));
	dots = count_dots(&name);
	if (unlikely(dots))
		return walk_dots(walk, dots, final);
	if (final && walk->parent) {
		walk_note_last(walk, &name);
		if (walk->flags & WALK_BEFORE_LAST)
			return WALK_ENDS;
	}
	child = dentry_hash_find(walk->here.dentry, &name);
	if (unlikely(!child))
		return walk_down_loading(walk, name, final);
	return walk_to(walk, child, &name, final);
}

/* Stand where @name begins, its first component at walk->rest, if any. */
static __always_inline int walk_start(struct walk *walk, const struct path *at,
				      const char *name)
{
	const struct fs_context *context = fs_context_current();

	if (*name == '/') {
		walk->here = context->root;
		walk->rest = skip_slashes(name + 1);
	} else {
		walk->here = at ? *at : context->cwd;
		walk->rest = name;
	}
	if (unlikely(!walk->here.dentry))
		return -ENOENT; /* nothing is mounted yet */
	if (unlikely(!*walk->rest))
		return *name || walk->flags & AT_EMPTY_PATH ? WALK_ENDS
							    : -ENOENT;
	if (at && *name != '/' && walk->here.dentry->mind & DENTRY_TYPES)
		return -ENOTDIR;
	return 0;
}

int walk_run(struct walk *walk, const struct path *at, const char *name)
{
	const struct credentials *who = credentials_current();
	int err;

	walk->who = who->fsuid ? who : NULL;
	walk->steps = STEPS_BEFORE_PAUSE;
	walk->links = walk->links_held = walk->depth = 0;
	walk->directory = false;
	walk->held.dentry = NULL;
	rcu_read_lock();
	err = walk_start(walk, at, name);
	while (!err) {
		if (unlikely(!--walk->steps))
			walk_pause(walk);
		err = walk_component(walk);
	}
	return err > 0 ? 0 : err;
}

int path_walk_parent(const struct path *at, const char *name,
		     struct parent_lookup *found)
{
	struct walk walk;
	int err;

	walk.parent = found;
	walk.flags = WALK_BEFORE_LAST;
	found->type = LAST_ROOT;
	err = walk_run(&walk, at, name);
	if (!err) {
		found->directory = walk.here;
		path_get(&found->directory);
	}
	walk_end(&walk);
	return err;
}

/* Did the walk end with -ENOENT only because of the last component? */
static bool walk_missed_last(const struct walk *walk)
{
	return walk->parent->type == LAST_NAME && !*walk->rest;
}

int path_walk_or_parent(const struct path *at, const char *name, u32 flags,
			struct path *found, struct parent_lookup *parent)
{
	struct walk walk;
	int err;

	walk.parent = parent;
	walk.flags = flags;
	parent->type = LAST_ROOT;
	found->dentry = NULL;
	err = walk_run(&walk, at, name);
	if (!err) {
		*found = walk.here;
		path_get(found);
	} else if (err == -ENOENT && walk_missed_last(&walk)) {
		parent->directory = walk.here;
		path_get(&parent->directory);
		err = 0;
	}
	walk_end(&walk);
	return err;
}

int path_lookup(const struct path *at, const char *name, u32 flags,
		struct path *found)
{
	if (unlikely(!walk_flags_valid(flags)))
		return -EINVAL;
	return path_walk(at, name, flags, found);
}
