/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Circular doubly linked lists through a node inside each
 * element. The head is a node of its own; an empty list points at itself, and
 * so does the node of an element that was initialised or taken out.
 *
 *	head <-> a.node <-> b.node <-> (head)
 */
#ifndef EXO_LIST_H
#define EXO_LIST_H

#include <exo/compiler.h>
#include <exo/types.h>

struct list_head {
	struct list_head *next, *prev;
};

#define LIST_HEAD_INIT(head)     \
	{                        \
		&(head), &(head) \
	}
#define LIST_HEAD(head) struct list_head head = LIST_HEAD_INIT(head)

/* Make @node an empty list, or the node of an element that is in none. */
static inline void list_init(struct list_head *node)
{
	node->next = node;
	node->prev = node;
}

static inline bool list_empty(const struct list_head *head)
{
	return head->next == head;
}

/* Put @node behind @at: first in the list when @at is its head. */
static inline void list_add(struct list_head *node, struct list_head *at)
{
	struct list_head *next = at->next;

	node->next = next;
	node->prev = at;
	next->prev = node;
	at->next = node;
}

/* Put @node before @at: last in the list when @at is its head. */
static inline void list_add_tail(struct list_head *node, struct list_head *at)
{
	list_add(node, at->prev);
}

/* Take @node out. Harmless when it is in no list. */
static inline void list_del(struct list_head *node)
{
	node->prev->next = node->next;
	node->next->prev = node->prev;
	list_init(node);
}

/* The same, leaving @node in neither list: it must be added before it is used. */
static inline void list_unlink(struct list_head *node)
{
	struct list_head *next = node->next, *prev = node->prev;

	prev->next = next;
	next->prev = prev;
}

/* Move all of @from to the end of @to; @from is empty then. */
static inline void list_splice_tail(struct list_head *from,
				    struct list_head *to)
{
	if (list_empty(from))
		return;
	from->next->prev = to->prev;
	from->prev->next = to;
	to->prev->next = from->next;
	to->prev = from->prev;
	list_init(from);
}

#define list_entry(node, type, member) container_of(node, type, member)

/* The first element, or NULL when the list is empty. */
#define list_first_entry(head, type, member) \
	(list_empty(head) ? (type *)NULL     \
			  : list_entry((head)->next, type, member))

/* Visit each element; the loop body must not take @pos out. */
#define list_for_each_entry(pos, head, member)                         \
	for (pos = list_entry((head)->next, __typeof__(*pos), member); \
	     &pos->member != (head);                                   \
	     pos = list_entry(pos->member.next, __typeof__(*pos), member))

/* Visit each element; the loop body may take @pos out or free it. */
#define list_for_each_entry_safe(pos, tmp, head, member)                  \
	for (pos = list_entry((head)->next, __typeof__(*pos), member),    \
	    tmp = list_entry(pos->member.next, __typeof__(*pos), member); \
	     &pos->member != (head); pos = tmp,                           \
	    tmp = list_entry(tmp->member.next, __typeof__(*tmp), member))

#endif
