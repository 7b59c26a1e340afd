// SPDX-License-Identifier: GPL-2.0-only
/*
 * AVL trees: the heights of a node's two subtrees never differ by more than
 * one, so none is higher than 1.44 log2 n. After a change the nodes above its
 * place are set right, a rotation lifting a child that has become too high:
 *
 *	      node              child
 *	     /    \            /     \
 *	  child    c    ->    a      node
 *	  /   \                     /    \
 *	 a   inner              inner     c
 *
 * If the inner grandchild is the higher one, it is lifted above the child
 * first.
 */
#include <exo/avl_tree.h>

static int height(const struct avl_node *node)
{
	return node ? node->height : 0;
}

/* Whether those above must be told. */
static inline bool refresh(const struct avl_tree *tree, struct avl_node *node)
{
	const int before = node->height;

	node->height = 1 + max(height(node->child[0]), height(node->child[1]));
	return (tree->update && tree->update(node)) || node->height != before;
}

/* Have @parent, or the top, lead to @new where it led to @old. */
static void replace_child(struct avl_tree *tree, struct avl_node *parent,
			  const struct avl_node *old, struct avl_node *new)
{
	if (!parent)
		tree->top = new;
	else
		parent->child[parent->child[1] == old] = new;
	if (new)
		new->parent = parent;
}

/* Lift the child on one side above @node. Returns that child. */
static struct avl_node *lift(struct avl_tree *tree, struct avl_node *node,
			     bool right)
{
	struct avl_node *child = node->child[right];
	struct avl_node *inner = child->child[!right];

	replace_child(tree, node->parent, node, child);
	node->child[right] = inner;
	if (inner)
		inner->parent = node;
	child->child[!right] = node;
	node->parent = child;
	refresh(tree, node);
	refresh(tree, child);
	return child;
}

/* @node leans to one side too much. Returns what is on top of the subtree then. */
static struct avl_node *balance(struct avl_tree *tree, struct avl_node *node,
				bool right)
{
	struct avl_node *child = node->child[right];

	if (height(child->child[!right]) > height(child->child[right]))
		lift(tree, child, !right);
	return lift(tree, node, right);
}

/* The node above @node is told in any case: it may know another one there. */
void avl_changed(struct avl_tree *tree, struct avl_node *node)
{
	bool told = false;

	while (node) {
		const int lean =
			height(node->child[1]) - height(node->child[0]);

		if (unlikely(lean < -1 || lean > 1))
			node = balance(tree, node, lean > 0);
		else if (!refresh(tree, node) && told)
			return;
		told = true;
		node = node->parent;
	}
}

void avl_insert(struct avl_tree *tree, struct avl_node *node,
		struct avl_node *parent, bool right)
{
	*node = (struct avl_node){.parent = parent};
	if (parent)
		parent->child[right] = node;
	else
		tree->top = node;
	avl_changed(tree, node);
}

/* Put @node, which has no left child, where @old is. */
static void take_place(struct avl_tree *tree, const struct avl_node *old,
		       struct avl_node *node)
{
	for (int side = 0; side < 2; side++) {
		node->child[side] = old->child[side];
		if (node->child[side])
			node->child[side]->parent = node;
	}
	node->height = old->height;
	replace_child(tree, old->parent, old, node);
}

void avl_remove(struct avl_tree *tree, struct avl_node *node)
{
	struct avl_node *changed = node->parent;
	struct avl_node *next;

	if (!node->child[0] || !node->child[1]) {
		replace_child(tree, changed, node,
			      node->child[!node->child[0]]);
		avl_changed(tree, changed);
		return;
	}
	/* The next higher one has no left child: it is easily taken out. */
	next = avl_next(node);
	changed = next->parent == node ? next : next->parent;
	replace_child(tree, next->parent, next, next->child[1]);
	take_place(tree, node, next);
	avl_changed(tree, changed);
	if (changed != next)
		avl_changed(tree, next);
}

static struct avl_node *descend(struct avl_node *node, bool right)
{
	while (node && node->child[right])
		node = node->child[right];
	return node;
}

struct avl_node *avl_outermost(const struct avl_tree *tree, bool right)
{
	return descend(tree->top, right);
}

struct avl_node *avl_neighbour(const struct avl_node *node, bool right)
{
	if (node->child[right])
		return descend(node->child[right], !right);
	while (node->parent && node->parent->child[right] == node)
		node = node->parent;
	return node->parent;
}
