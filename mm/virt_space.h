/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm, private to this folder. Who has which part of a range of
 * addresses. Everything is O(log n) in the number of areas. The user locks.
 */
#ifndef MM_VIRT_SPACE_H
#define MM_VIRT_SPACE_H

#include <exo/avl_tree.h>
#include <exo/types.h>

struct virt_area {
	struct avl_node node;
	unsigned long start, end; /* [start, end) */
	/* Free addresses right below it, and the most below any in its subtree. */
	size_t gap, gap_max;
};

struct virt_space {
	struct avl_tree areas; /* by address */
	unsigned long start, end;
};

/* An empty one of [@first, @limit), as a static initialiser. */
#define VIRT_SPACE_INIT(first, limit)                       \
	{                                                   \
		.areas =                                    \
			{                                   \
				.update = virt_area_update, \
			},                                  \
		.start = (first), .end = (limit),           \
	}

bool virt_area_update(struct avl_node *node);

/*
 * Give @area @size bytes, whole pages, at a multiple of @align, a power of two
 * of at least PAGE_SIZE: the lowest gap that holds them wherever it begins. 0,
 * or -ENOMEM when there is none, or @size is 0.
 */
int virt_space_add(struct virt_space *space, struct virt_area *area,
		   size_t size, size_t align);

void virt_space_remove(struct virt_space *space, struct virt_area *area);

/* The area that holds @address, or NULL. */
struct virt_area *virt_space_find(const struct virt_space *space,
				  unsigned long address);

#endif
