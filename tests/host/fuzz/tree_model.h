/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tree of names as path_resolution(7) and the pages of the system calls have
 * it, with no thought of speed or of memory: what fs/ is compared with. A path is
 * walked anew each time, a list is searched from end to end, and nothing is ever
 * freed before tree_model_begin().
 *
 * The functions are those of <exo/vfs.h> and <exo/mount.h> for root, with the same
 * results.
 */
#ifndef FUZZ_TREE_MODEL_H
#define FUZZ_TREE_MODEL_H

#include <exo/types.h>

enum model_type {
	MODEL_DIRECTORY,
	MODEL_FILE,
	MODEL_LINK,
};

/* A file, whatever its names. */
struct model_node {
	enum model_type type;
	u32 links; /* names; a directory has 2 and subdirectories, or 0 */
	u64 size; /* no two files have the same */
	u64 number; /* the inode's, once it was seen; 0: not yet */
	const char *target; /* of a link */
};

/* A name, or the root of a filesystem. Those taken away keep their parents. */
struct model_name {
	struct model_name *parent; /* itself: a root */
	struct model_node *node;
	bool there;
	u32 length;
	const char *chars;
};

struct model_mount {
	struct model_mount *parent; /* NULL: not mounted */
	struct model_name *place, *root;
};

struct model_path {
	struct model_mount *mount;
	struct model_name *name;
};

/* An empty root, where one stands. */
void tree_model_begin(void);

int model_lookup(const char *path, bool follow, struct model_path *found);
int model_mkdir(const char *path);
int model_symlink(const char *target, const char *path);
int model_link(const char *old, const char *new);
int model_unlink(const char *path);
int model_rmdir(const char *path);
int model_rename(const char *old, const char *new, u32 flags);
int model_chdir(const char *path);
/* O_CREAT and O_RDWR. */
int model_create(const char *path, struct model_path *opened);
/* @source NULL: an empty filesystem; else a bind mount. */
int model_mount(const char *source, const char *target);
int model_umount(const char *target, bool detach);

/* A file that is open keeps its mount busy. */
void model_hold(const struct model_path *path);
void model_release(const struct model_path *path);

/* How many names are in the directory @node. */
unsigned int model_count_names(const struct model_node *node);

#endif
