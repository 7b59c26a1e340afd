// SPDX-License-Identifier: GPL-2.0-only
/*
 * fork(2): the child gets areas of its own and shares the tables that say which
 * pages are there, until either changes something. So the size of what is mapped
 * matters little, and a child that calls exec at once never copies a table.
 */
#include <uapi/errno.h>

#include "internal.h"

/* @area of the parent, in the child's tree. */
static int fork_area(struct vm *child, const struct vm_area *area)
{
	struct vm_area *copy;

	if (area->flags & VM_COMMITTED && !commit_charge(area_pages(area)))
		return -ENOMEM;
	copy = area_copy(child, area);
	if (!copy) {
		if (area->flags & VM_COMMITTED)
			commit_uncharge(area_pages(area));
		return -ENOMEM;
	}
	area_link(child, copy);
	return 0;
}

/* The tables came as a whole: drop what the child is not to see. */
static int fork_omit(struct vm *child, const struct vm_area *area)
{
	const u32 omitted = VM_NOT_FORKED | VM_WIPED_BY_FORK;

	if (!(area->flags & omitted))
		return 0;
	return vm_drop_pages(child, area->start, area->end);
}

/*
 * Areas first: truncation looks for them in the child as soon as it may have
 * pages. Those that are not forked are there until all pages are in order. The
 * child's lock need not be held, as nobody else knows it.
 */
static int fork_areas(struct vm *parent, struct vm *child)
{
	struct vm_area *area;
	int error = 0;

	for (area = area_first(&parent->areas); area && !error;
	     area = area_next(area)) {
		error = fork_area(child, area);
		if (!error)
			error = user_pages_share(&parent->mm, &child->mm,
						 area->start, area->end);
	}
	for (area = area_first(&parent->areas); area && !error;
	     area = area_next(area)) {
		error = fork_omit(child, area);
		if (!error && area->flags & VM_NOT_FORKED)
			error = vm_unmap_locked(child, area->start, area->end);
	}
	return error;
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
