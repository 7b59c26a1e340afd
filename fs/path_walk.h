/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to the core. From a name to a place in the tree.
 */
#ifndef FS_PATH_WALK_H
#define FS_PATH_WALK_H

#include <exo/compiler.h>
#include <exo/path.h>
#include <exo/path_name.h>
#include <exo/rcu.h>
#include <exo/types.h>
#include <exo/vfs.h>
#include <uapi/fcntl.h>
#include <uapi/limits.h>

struct credentials;
struct inode;

enum {
	SYMLINKS_MAX = 40, /* followed in one walk (path_resolution(7)) */
};

/* What the last component of a path is. */
enum last_type {
	LAST_NAME,
	LAST_DOT,
	LAST_DOT_DOT,
	LAST_ROOT, /* nothing but slashes */
};

/* A directory, and a name that may be in it. */
struct parent_lookup {
	struct path directory;
	struct path_name name; /* of a LAST_NAME: in the path, or in buffer */
	enum last_type type;
	bool slash; /* followed by one: a directory is meant */
	char buffer[NAME_MAX];
};

/* @flags below are AT_*, as those of <exo/vfs.h>. Are these some of them? */
static inline bool walk_flags_valid(u32 flags)
{
	return !(flags & ~(u32)(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW |
				AT_SYMLINK_FOLLOW | AT_NO_AUTOMOUNT));
}

/* A walk, and where it stands. */
struct walk {
	struct path here; /* a directory until the end */
	const char *rest;
	const struct credentials *who; /* NULL: root, who may search anywhere */
	struct parent_lookup *parent; /* where to tell of it; or NULL */
	u32 flags; /* AT_*, WALK_BEFORE_LAST */
	u32 steps; /* until others may have the CPU */

	u8 links; /* followed */
	u8 links_held; /* of those */
	u8 depth; /* rests put aside */
	bool directory; /* a slash at the end wants one */
	struct path held; /* since the walk last slept; or none */
	struct inode *followed[SYMLINKS_MAX];
	const char *outer[SYMLINKS_MAX];
};

/* For walk_begin(): walk->parent and walk->flags are set. As that. */
__must_check int walk_run(struct walk *walk, const struct path *at,
			  const char *name);
/* For walk_end(): it has to let go of something. */
void walk_release(struct walk *walk);

/*
 * Walk @name to its end. What it leads to is walk->here, without a reference: it
 * can be looked at, without sleeping, until walk_end(), which must follow whatever
 * the result. 0 or a negative errno.
 */
static inline __must_check int walk_begin(struct walk *walk,
					  const struct path *at,
					  const char *name, u32 flags)
{
	walk->parent = NULL;
	walk->flags = flags;
	return walk_run(walk, at, name);
}

static inline void walk_end(struct walk *walk)
{
	rcu_read_unlock();
	if (unlikely(walk->held.dentry))
		walk_release(walk);
}

/* Walk @name: *@found gets references. */
static __always_inline __must_check int path_walk(const struct path *at,
						  const char *name, u32 flags,
						  struct path *found)
{
	struct walk walk;
	int err = walk_begin(&walk, at, name, flags);

	if (!err) {
		*found = walk.here;
		path_get(found);
	}
	walk_end(&walk);
	return err;
}

/*
 * Find the directory that the last component of @name is in, but not that:
 * found->directory gets references.
 */
__must_check int path_walk_parent(const struct path *at, const char *name,
				  struct parent_lookup *found);

/*
 * Walk @name, of which the last component need not be there: *@found gets
 * references, or if it is missing, found->dentry is NULL and *@parent is as by
 * path_walk_parent(); of a symbolic link that leads nowhere, it is where that leads.
 */
__must_check int path_walk_or_parent(const struct path *at, const char *name,
				     u32 flags, struct path *found,
				     struct parent_lookup *parent);

#endif
