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
static inline bool update(struct avl_node *node)
{
	const int before = node->height;
	const bool known = node->stale;

	node->height = 1 + max(height(node->child[0]), height(node->child[1]));
	node->stale = true;
	return !known || node->height != before;
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
	update(node);
	update(child);
	return child;
}

/*
 * @node leans to one side too much. Returns what is on top of the subtree then.
 * Apart, so that the usual way need not save what this uses.
 */
static __noinline struct avl_node *balance(struct avl_tree *tree,
					   struct avl_node *node, bool right)
{
	struct avl_node *child = node->child[right];

	if (height(child->child[!right]) > height(child->child[right]))
		lift(tree, child, !right);
	return lift(tree, node, right);
}

/* A child of @node's has come, gone or changed. */
static void settle(struct avl_tree *tree, struct avl_node *node)
{
	while (node) {
		const int lean =
			height(node->child[1]) - height(node->child[0]);

		if (unlikely(lean < -1 || lean > 1))
			node = balance(tree, node, lean > 0);
		else if (!update(node))
			return;
		node = node->parent;
	}
}

void avl_insert(struct avl_tree *tree, struct avl_node *node,
		struct avl_node *parent, bool right)
{
	*node = (struct avl_node){
		.parent = parent,
		.height = 1,
		.stale = true,
	};
	if (parent)
		parent->child[right] = node;
	else
		tree->top = node;
	settle(tree, parent);
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
	node->stale = old->stale;
	replace_child(tree, old->parent, old, node);
}

void avl_remove(struct avl_tree *tree, struct avl_node *node)
{
	struct avl_node *changed = node->parent;
	struct avl_node *next;

	if (!node->child[0] || !node->child[1]) {
		replace_child(tree, changed, node,
			      node->child[!node->child[0]]);
		settle(tree, changed);
		return;
	}
	/* The next higher one has no left child: it is easily taken out. */
	next = avl_next(node);
	changed = next->parent == node ? next : next->parent;
	replace_child(tree, next->parent, next, next->child[1]);
	take_place(tree, node, next);
	settle(tree, changed);
	avl_changed(next);
}

static void refresh_below(struct avl_node *node,
			  void (*summarise)(struct avl_node *node))
{
	if (!node || !node->stale)
		return;
	refresh_below(node->child[0], summarise);
	refresh_below(node->child[1], summarise);
	summarise(node);
	node->stale = false;
}

void avl_refresh(const struct avl_tree *tree,
		 void (*summarise)(struct avl_node *node))
{
	refresh_below(tree->top, summarise);
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
