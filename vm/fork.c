// SPDX-License-Identifier: GPL-2.0-only
/*
 * fork(2): the child gets areas of its own and shares the tables that say which
 * pages are there, until either changes something. So the size of what is mapped
 * matters little, and a child that calls exec at once never copies a table.
 */
#include <uapi/errno.h>

#include "internal.h"

/* Each table once, although areas lie side by side in it. */
static int share_pages(struct vm *parent, struct vm *child)
{
	unsigned long done = 0;
	struct vm_area *area;
	int error = 0;

	for (area = area_first(&parent->areas); area && !error;
	     area = area_next(area)) {
		const unsigned long start = max(area->start, done);

		if (start < area->end)
			error = user_pages_share(&parent->mm, &child->mm, start,
						 area->end);
		done = ALIGN_UP(area->end, LARGE_PAGE_SIZE);
	}
	return error;
}

static int omit_area(struct vm *child, const struct vm_area *area)
{
	if (area->flags & VM_NOT_FORKED)
		return vm_unmap_locked(child, area->start, area->end);
	return vm_drop_pages(child, area->start, area->end);
}

/* The tables came as a whole: drop what the child is not to see. */
static int omit_pages(struct vm *child)
{
	struct vm_area *area, *next;
	int error = 0;

	for (area = area_first(&child->areas); area && !error; area = next) {
		next = area_next(area);
		if (unlikely(area->flags & (VM_NOT_FORKED | VM_WIPED_BY_FORK)))
			error = omit_area(child, area);
	}
	return error;
}

/*
 * Areas first: truncation looks for them in the child as soon as it may have
 * pages. The child's lock need not be held, as nobody else knows it.
 */
static int fork_areas(struct vm *parent, struct vm *child)
{
	int error;

	child->pages = parent->pages;
	if (!area_tree_clone(&child->areas, &parent->areas, area_fork, child))
		return -ENOMEM;
	error = share_pages(parent, child);
	return error ? error : omit_pages(child);
}

struct vm *vm_fork(struct vm *parent)
{
	struct vm *child = vm_create();
	int error;

	if (!child)
		return NULL;
	mutex_lock(&parent->lock);
	child->break_start = parent->break_start;
	child->break_end = parent->break_end;
	child->map_top = parent->map_top;
	child->size_max = parent->size_max;
	child->data_max = parent->data_max;
	child->stack_max = parent->stack_max;
	child->layout = parent->layout;
	error = fork_areas(parent, child);
	/* What the parent could write it must not write any more. */
	tlb_flush_range(&parent->mm, 0, USER_END);
	vm_unlock(parent);
	if (error) {
		vm_put(child);
		return NULL;
	}
	return child;
}
