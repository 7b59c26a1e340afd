/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Chains for hash tables: a head is one pointer, so a table of
 * them is half the size of one of list heads. Each node knows the pointer
 * that points at it, so it leaves its chain without a search:
 *
 *	head.first -> a.next -> b.next -> NULL
 *	     ^-- a.pprev ^-- b.pprev
 */
#ifndef EXO_HLIST_H
#define EXO_HLIST_H

#include <exo/compiler.h>
#include <exo/types.h>

struct hlist_node {
	struct hlist_node *next;
	struct hlist_node **pprev; /* NULL: in no chain */
};

/* All zero is an empty chain. */
struct hlist_head {
	struct hlist_node *first;
};

static inline bool hlist_empty(const struct hlist_head *head)
{
	return !head->first;
}

static inline void hlist_add_head(struct hlist_node *node,
				  struct hlist_head *head)
{
	node->next = head->first;
	node->pprev = &head->first;
	if (head->first)
		head->first->pprev = &node->next;
	head->first = node;
}

/* Take @node out. Harmless when it is in no chain. */
static inline void hlist_del(struct hlist_node *node)
{
	if (!node->pprev)
		return;
	*node->pprev = node->next;
	if (node->next)
		node->next->pprev = node->pprev;
	node->next = NULL;
	node->pprev = NULL;
}

/* container_of() that keeps NULL. */
#define hlist_entry(node, type, member)                                   \
	({                                                                \
		struct hlist_node *_node = (node);                        \
		_node ? container_of(_node, type, member) : (type *)NULL; \
	})

/* Visit each element; the loop body must not take @pos out. */
#define hlist_for_each_entry(pos, head, member)                               \
	for (pos = hlist_entry((head)->first, __typeof__(*pos), member); pos; \
	     pos = hlist_entry(pos->member.next, __typeof__(*pos), member))

#endif
