/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of the model share. */
#ifndef FUZZ_TREE_MODEL_INTERNAL_H
#define FUZZ_TREE_MODEL_INTERNAL_H

#include <uapi/limits.h>

#include "tree_model.h"

enum {
	NODES_MAX = 1024, /* more than an input has commands */
	HELD_MAX = 8,
};

struct model_tree {
	struct model_node nodes[NODES_MAX];
	struct model_name names[2 * NODES_MAX];
	struct model_mount mounts[NODES_MAX];
	unsigned int nr_nodes, nr_names, nr_mounts;
	u64 last_size;
	struct model_path root, cwd;
	struct model_path held[HELD_MAX];
};

extern struct model_tree tree;

/* A file with no name yet. */
struct model_node *add_node(enum model_type type);
/* Its name, in @parent (NULL: none, it is a root) and called as @like. */
struct model_name *add_name(struct model_name *parent,
			    const struct model_name *like,
			    struct model_node *node);
struct model_name *add_root(void);

static inline bool is_directory(const struct model_name *name)
{
	return name->node->type == MODEL_DIRECTORY;
}

/* Is anything mounted on it, wherever it is seen? */
bool is_mountpoint(const struct model_name *name);

/* The one called as @wanted in @directory, or NULL. */
struct model_name *find_name(const struct model_name *directory,
			     const struct model_name *wanted);
bool same_path(const struct model_path *a, const struct model_path *b);

/* How a walk ended: before its last component, for those that ask for it. */
struct last {
	struct model_path directory;
	struct model_name wanted; /* length 0: the path ends with no name */
	int dots; /* the last component is "." or ".."; or 0 */
	bool slash;
};

/* Walk to before the last component; @follow: a link there is followed. */
int lookup_parent(const char *path, bool follow, struct last *last);

#endif
