/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Pointers by 64-bit index, few or many, anywhere. Nodes of 64 slots
 * are made where there are pointers; as many levels as the largest index needs:
 *
 *	root --> node (shift 6) --> node (shift 0) --> item 70
 *			  \-------> node (shift 0) --> item 0, item 5
 *
 * A tree that never had more than item 0 is that pointer and no node.
 *
 * Changes are made under a lock of the owner's. radix_tree_get() needs none,
 * under RCU.
 */
#ifndef EXO_RADIX_TREE_H
#define EXO_RADIX_TREE_H

#include <exo/compiler.h>
#include <exo/types.h>

/* All zero is an empty tree. */
struct radix_tree {
	void *root; /* item 0, or a node, whose address has bit 0 set */
};

/* The item at @index or NULL. Any context. */
void *radix_tree_get(const struct radix_tree *tree, u64 index);

/*
 * The items at the @count indexes from @index on, NULL where there is none: many at
 * the price of few. As radix_tree_get().
 */
void radix_tree_get_run(const struct radix_tree *tree, u64 index,
			unsigned int count, void **items);

/*
 * Put @item, an address that is even and not NULL, where there is none yet. 0,
 * or -ENOMEM: nothing has changed then. Does not sleep; contexts as kmalloc().
 */
__must_check int radix_tree_insert(struct radix_tree *tree, u64 index,
				   void *item);

/* Take the item at @index out, and return it; NULL when there is none. */
void *radix_tree_remove(struct radix_tree *tree, u64 index);

/*
 * The item with the smallest index of at least *@index, which is set to that;
 * NULL when there is none.
 */
void *radix_tree_next(const struct radix_tree *tree, u64 *index);

#endif
