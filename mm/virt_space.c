// SPDX-License-Identifier: GPL-2.0-only
/*
 * Areas in a tree by address. Each knows the free gap right below it, and each
 * subtree its largest, so the lowest gap that is large enough is found on one
 * way down. The gap above the last area is looked at apart.
 *
 *	space.start                                           space.end
 *	|   gap   [area A]  gap  [area B][area C]  gap of nobody      |
 */
#include "virt_space.h"

#include <asm/memlayout.h>
#include <uapi/errno.h>

static struct virt_area *area_of(struct avl_node *node)
{
	return node ? avl_entry(node, struct virt_area, node) : NULL;
}

static size_t gap_max_of(struct avl_node *node)
{
	return node ? area_of(node)->gap_max : 0;
}

bool virt_area_update(struct avl_node *node)
{
	struct virt_area *area = area_of(node);
	const size_t before = area->gap_max;

	area->gap_max = max(area->gap, max(gap_max_of(node->child[0]),
					   gap_max_of(node->child[1])));
	return area->gap_max != before;
}

/* The lowest area with a gap of @size below it; NULL when none has. */
static struct virt_area *find_gap(const struct virt_space *space, size_t size)
{
	struct avl_node *node = space->areas.top;

	if (gap_max_of(node) < size)
		return NULL;
	for (;;) {
		if (gap_max_of(node->child[0]) >= size)
			node = node->child[0];
		else if (area_of(node)->gap >= size)
			return area_of(node);
		else
			node = node->child[1];
	}
}

/* Put @area, its gap known, right below @next; NULL: above all others. */
static void link_below(struct virt_space *space, struct virt_area *area,
		       struct virt_area *next)
{
	struct avl_node *parent;

	if (!next) {
		avl_insert(&space->areas, &area->node, avl_last(&space->areas),
			   true);
		return;
	}
	parent = next->node.child[0];
	if (!parent) {
		avl_insert(&space->areas, &area->node, &next->node, false);
		return;
	}
	while (parent->child[1])
		parent = parent->child[1];
	avl_insert(&space->areas, &area->node, parent, true);
}

int virt_space_add(struct virt_space *space, struct virt_area *area,
		   size_t size, size_t align)
{
	struct virt_area *next, *last = area_of(avl_last(&space->areas));
	const size_t wanted = size + align - PAGE_SIZE;
	unsigned long free_start, free_end;

	if (!size || wanted < size)
		return -ENOMEM;
	next = find_gap(space, wanted);
	free_start = next ? next->start - next->gap
			  : (last ? last->end : space->start);
	free_end = next ? next->start : space->end;
	if (free_end - free_start < wanted)
		return -ENOMEM;
	area->start = ALIGN_UP(free_start, align);
	area->end = area->start + size;
	area->gap = area->start - free_start;
	link_below(space, area, next);
	if (next) {
		next->gap = next->start - area->end;
		avl_changed(&space->areas, &next->node);
	}
	return 0;
}

void virt_space_remove(struct virt_space *space, struct virt_area *area)
{
	struct virt_area *next = area_of(avl_next(&area->node));

	avl_remove(&space->areas, &area->node);
	if (next) {
		next->gap += area->end - area->start + area->gap;
		avl_changed(&space->areas, &next->node);
	}
}

struct virt_area *virt_space_find(const struct virt_space *space,
				  unsigned long address)
{
	struct avl_node *node = space->areas.top;

	while (node) {
		struct virt_area *area = area_of(node);

		if (address < area->start)
			node = node->child[0];
		else if (address >= area->end)
			node = node->child[1];
		else
			return area;
	}
	return NULL;
}
