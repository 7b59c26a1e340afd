/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Balanced binary trees through a node inside each element, as
 * <exo/list.h> does for lists. Order is the user's: it walks down by its own
 * comparison to where an element belongs, and links it there:
 *
 *	struct avl_node *parent = NULL, *at = tree->top;
 *	bool right = false;
 *
 *	while (at) {
 *		parent = at;
 *		right = key > avl_entry(at, struct thing, node)->key;
 *		at = at->child[right];
 *	}
 *	avl_insert(tree, &thing->node, parent, right);
 *
 * An element may keep something about the whole subtree below it, the largest
 * key, say: tree->update(node) makes it from the element and its children, and
 * says whether it is another than before. It is called from where a subtree
 * changed upward, as long as there is something new to tell.
 *
 * All operations are O(log n). The user locks.
 */
#ifndef EXO_AVL_TREE_H
#define EXO_AVL_TREE_H

#include <exo/compiler.h>
#include <exo/types.h>

struct avl_node {
	struct avl_node *parent;
	struct avl_node *child[2]; /* left: lower, right: higher */
	int height; /* 1 without children */
};

struct avl_tree {
	struct avl_node *top; /* NULL while empty */
	bool (*update)(struct avl_node *node); /* or NULL */
};

#define avl_entry(node, type, member) container_of(node, type, member)

/* Put @node below @parent, which has no child on that side; NULL: on top. */
void avl_insert(struct avl_tree *tree, struct avl_node *node,
		struct avl_node *parent, bool right);

void avl_remove(struct avl_tree *tree, struct avl_node *node);

/* What @node's element says has changed, its order has not. */
void avl_changed(struct avl_tree *tree, struct avl_node *node);

/* The lowest or, with @right, the highest; NULL in an empty tree. */
struct avl_node *avl_outermost(const struct avl_tree *tree, bool right);

/* The next lower or, with @right, the next higher one; NULL past the last. */
struct avl_node *avl_neighbour(const struct avl_node *node, bool right);

static inline struct avl_node *avl_first(const struct avl_tree *tree)
{
	return avl_outermost(tree, false);
}

static inline struct avl_node *avl_last(const struct avl_tree *tree)
{
	return avl_outermost(tree, true);
}

static inline struct avl_node *avl_next(const struct avl_node *node)
{
	return avl_neighbour(node, true);
}

static inline struct avl_node *avl_previous(const struct avl_node *node)
{
	return avl_neighbour(node, false);
}

#endif
