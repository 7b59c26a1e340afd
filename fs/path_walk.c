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
	struct path here; /* a directory until the end */
	const char *start, *rest;
	unsigned int flags; /* WALK_* */
	unsigned int steps; /* until others may have the CPU */
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
	return !final || walk->flags & WALK_FOLLOW || walk->directory;
}

/* Step to @child, whatever is mounted there. */
static __always_inline int walk_step(struct walk *walk, struct dentry *child,
				     bool final)
{
	struct inode *inode = rcu_dereference(child->inode);

	if (unlikely(!inode))
		return -ENOENT;
	if (!S_ISDIR(inode->mode)) {
		if (S_ISLNK(inode->mode) && walk_follows(walk, final))
			return walk_follow(walk, inode, final);
		if (unlikely(!final || walk->directory))
			return -ENOTDIR;
	}
	walk->here.dentry = child;
	return final;
}

/*
 * Something is mounted on @child, or the filesystem must be asked whether it is
 * there. By value, as below: so the name is in memory only when it has to be.
 */
static __noinline int walk_detour(struct walk *walk, struct dentry *child,
				  struct path_name name, bool final)
{
	int err;

	while (!dentry_valid(child)) {
		err = walk_find_loading(walk, &name, &child);
		if (err)
			return err;
	}
	err = walk_step(walk, child, final);
	if (walk->here.dentry == child)
		mount_cross(&walk->here);
	return err;
}

/* Go on to @child, the entry @name of the directory where the walk stands. */
static __always_inline int walk_to(struct walk *walk, struct dentry *child,
				   const struct path_name *name, bool final)
{
	if (unlikely(child->mounts))
		return walk_detour(walk, child, *name, final);
	return walk_step(walk, child, final);
}

static __noinline int walk_down_loading(struct walk *walk,
					struct path_name name, bool final)
{
	struct dentry *child;
	int err = walk_find_loading(walk, &name, &child);

	return err ? err : walk_to(walk, child, &name, final);
}

/* The last component of a parent walk: stop before it. */
static __always_inline int walk_end(struct walk *walk,
				    const struct path_name *name)
{
	struct parent_lookup *parent = walk->parent;

	parent->name = *name;
	parent->type = LAST_NAME;
	parent->slash = walk->directory;
	/* The text of a link goes away with the link. */
	if (unlikely(walk->links))
		parent->name.chars =
			memcpy(parent->buffer, name->chars, name->length);
	return WALK_ENDS;
}

/* The same, unless it is a symbolic link: that is followed. */
static __noinline int walk_end_following(struct walk *walk,
					 struct path_name name)
{
	struct dentry *child = dentry_hash_find(walk->here.dentry, &name);
	struct inode *inode;
	int err = 0;

	if (!child)
		err = walk_find_loading(walk, &name, &child);
	if (err)
		return err == -ENOENT ? walk_end(walk, &name) : err;
	inode = rcu_dereference(child->inode);
	/* What a link without a text leads to is there already. */
	if (inode && S_ISLNK(inode->mode) && *inode->target)
		return walk_follow(walk, inode, true);
	return walk_end(walk, &name);
}

/* 1 or 2 if @name is "." or "..", else 0. */
static __always_inline unsigned int count_dots(const struct path_name *name)
{
	if (likely((u8)name->first != '.'))
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

/*
 * Is the component that ends at @end the last of all? Or a negative errno. If
 * not, walk->rest is the next one.
 */
static int walk_is_final(struct walk *walk, const char *end)
{
	walk->rest = skip_slashes(walk->rest);
	if (*walk->rest)
		return false;
	if (walk->depth) {
		walk->rest = walk->outer[--walk->depth];
		return false;
	}
	if (!walk->links && walk->rest - walk->start >= PATH_MAX)
		return -ENAMETOOLONG;
	if (walk->rest != end)
		walk->directory = true;
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
	const char *end;
	int final = false;

	if (unlikely(err))
		return err;
	end = path_name_read(walk->rest, &name);
	if (unlikely(path_name_length(&name) > NAME_MAX))
		return -ENAMETOOLONG;
	walk->rest = *end == '/' ? end + 1 : end;
	if ((u8)*walk->rest <= '/')
		final = walk_is_final(walk, end);
	if (unlikely(final < 0))
		return final;
	dots = count_dots(&name);
	if (unlikely(dots))
		return walk_dots(walk, dots, final);
	if (final && walk->parent)
		return walk->flags & WALK_FOLLOW
			       ? walk_end_following(walk, name)
			       : walk_end(walk, &name);
	child = dentry_hash_find(walk->here.dentry, &name);
	if (unlikely(!child))
		return walk_down_loading(walk, name, final);
	return walk_to(walk, child, &name, final);
}

/* Stand where the path begins, its first component at walk->rest, if any. */
static __always_inline int walk_start(struct walk *walk, const struct path *at)
{
	const struct fs_context *context = fs_context_current();

	if (*walk->rest == '/')
		walk->here = context->root;
	else
		walk->here = at ? *at : context->cwd;
	if (unlikely(!walk->here.dentry))
		return -ENOENT;
	if (!*walk->rest)
		return walk->flags & WALK_EMPTY ? WALK_ENDS : -ENOENT;
	if (at && !S_ISDIR(walk->here.dentry->inode->mode))
		return -ENOTDIR;
	walk->rest = skip_slashes(walk->rest);
	return *walk->rest ? 0 : WALK_ENDS;
}

static __always_inline void walk_init(struct walk *walk, const char *name,
				      unsigned int flags,
				      struct parent_lookup *parent)
{
	const struct credentials *who = credentials_current();

	walk->who = who->fsuid ? who : NULL;
	walk->start = walk->rest = name;
	walk->flags = flags;
	walk->steps = STEPS_BEFORE_PAUSE;
	walk->directory = false;
	walk->parent = parent;
	walk->held.dentry = NULL;
	walk->links = walk->links_held = walk->depth = 0;
}

typedef int (*walk_visit_t)(const struct path *found, void *arg);

/*
 * Walk all of @name, or all but the last component if there is a @parent to be
 * told of it. Then call @visit, while the tree is still being read.
 */
static int walk_all(const struct path *at, const char *name, unsigned int flags,
		    struct parent_lookup *parent, walk_visit_t visit, void *arg)
{
	struct walk walk;
	int err;

	walk_init(&walk, name, flags, parent);
	rcu_read_lock();
	err = walk_start(&walk, at);
	while (!err) {
		if (unlikely(!--walk.steps))
			walk_pause(&walk);
		err = walk_component(&walk);
	}
	if (err > 0)
		err = visit(&walk.here, arg);
	rcu_read_unlock();
	if (unlikely(walk.held.dentry))
		walk_release(&walk);
	return err;
}

int path_visit(const struct path *at, const char *name, unsigned int flags,
	       walk_visit_t visit, void *arg)
{
	return walk_all(at, name, flags, NULL, visit, arg);
}

static int take_path(const struct path *found, void *taken)
{
	*(struct path *)taken = *found;
	path_get(found);
	return 0;
}

int path_walk(const struct path *at, const char *name, unsigned int flags,
	      struct path *found)
{
	return walk_all(at, name, flags, NULL, take_path, found);
}

int path_walk_parent(const struct path *at, const char *name,
		     unsigned int flags, struct parent_lookup *found)
{
	found->type = LAST_ROOT;
	return walk_all(at, name, flags, found, take_path, &found->directory);
}

int path_lookup(const struct path *at, const char *name, u32 flags,
		struct path *found)
{
	int walk_flags = walk_flags_of(flags);

	if (unlikely(walk_flags < 0))
		return walk_flags;
	return path_walk(at, name, (unsigned int)walk_flags, found);
}
