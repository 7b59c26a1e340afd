/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to the core. From a name to a place in the tree.
 */
#ifndef FS_PATH_WALK_H
#define FS_PATH_WALK_H

#include <exo/compiler.h>
#include <exo/path.h>
#include <exo/path_name.h>
#include <exo/types.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>
#include <uapi/limits.h>

enum {
	SYMLINKS_MAX = 40, /* followed in one walk (path_resolution(7)) */
};

enum walk_flags {
	WALK_FOLLOW = 1, /* a symbolic link at the end */
	WALK_EMPTY = 2, /* "" is the directory where the walk begins */
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

/* The WALK_* flags that AT_* ask for; -EINVAL for those nobody knows. */
static inline int walk_flags_of(u32 flags)
{
	int walk_flags = 0;

	if (unlikely(flags & ~(u32)(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW |
				    AT_SYMLINK_FOLLOW | AT_NO_AUTOMOUNT)))
		return -EINVAL;
	if (!(flags & AT_SYMLINK_NOFOLLOW))
		walk_flags |= WALK_FOLLOW;
	if (flags & AT_EMPTY_PATH)
		walk_flags |= WALK_EMPTY;
	return walk_flags;
}

/* path_lookup() with WALK_* flags. */
__must_check int path_walk(const struct path *at, const char *name,
			   unsigned int flags, struct path *found);

/*
 * Have a look at what @name leads to: call @visit, which must not sleep, while
 * the tree is being read, without a reference. Returns what that does.
 */
__must_check int path_visit(const struct path *at, const char *name,
			    unsigned int flags,
			    int (*visit)(const struct path *found, void *arg),
			    void *arg);

/*
 * Find the directory that the last component of @name is in, but not that:
 * found->directory gets references. With WALK_FOLLOW a symbolic link at the end
 * is followed to where it leads, for a file that is to be created.
 */
__must_check int path_walk_parent(const struct path *at, const char *name,
				  unsigned int flags,
				  struct parent_lookup *found);

#endif
