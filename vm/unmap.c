// SPDX-License-Identifier: GPL-2.0-only
/*
 * munmap(2), and dropping pages that come again when they are touched.
 */
#include <exo/tlb_gather.h>
#include <uapi/errno.h>

#include "internal.h"

static int unmap_range(struct vm *vm, const struct user_range *range)
{
	struct tlb_gather gather;
	int error;

	tlb_gather_begin(&gather, &vm->mm);
	error = user_pages_unmap(&gather, range);
	tlb_gather_end(&gather);
	return error;
}

/*
 * All of the areas from @first to before @after, which begin at @start and end at
 * @end. What is empty on both sides counts as part of the range, so that a table
 * which has nothing else need not be copied.
 */
static int unmap_pages(struct vm *vm, const struct vm_area *first,
		       const struct vm_area *after, unsigned long end)
{
	const struct vm_area *before = area_previous(first);
	const struct user_range range = {
		.start = first->start,
		.end = end,
		.floor = before ? before->end : 0,
		.ceiling = after ? after->start : ~0UL,
	};

	return unmap_range(vm, &range);
}

/* Whether [@start, @end) is one end of @area, which is larger. */
static bool is_edge(const struct vm_area *area, unsigned long start,
		    unsigned long end)
{
	return start >= area->start && end <= area->end &&
	       (start == area->start || end == area->end);
}

/* One end of @area: it becomes smaller, and nothing is split. */
static int unmap_edge(struct vm *vm, struct vm_area *area, unsigned long start,
		      unsigned long end)
{
	const bool lower = start == area->start;
	const struct vm_area *before = area_previous(area);
	const struct vm_area *after = area_next(area);
	const struct user_range range = {
		.start = start,
		.end = end,
		.floor = !lower	  ? start
			 : before ? before->end
				  : 0,
		.ceiling = lower   ? end
			   : after ? after->start
				   : ~0UL,
	};
	int error = unmap_range(vm, &range);

	if (error)
		return error;
	if (area->flags & VM_COMMITTED)
		commit_uncharge((end - start) >> PAGE_SHIFT);
	area_set_bounds(vm, area, lower ? end : area->start,
			lower ? area->end : start);
	return 0;
}

int vm_unmap_locked(struct vm *vm, unsigned long start, unsigned long end)
{
	struct vm_area *area = area_find(&vm->areas, start), *after;
	int error = 0;

	if (!area || area->start >= end)
		return 0;
	if (area->start == start && area->end == end) {
		after = area_next(area);
	} else if (is_edge(area, start, end)) {
		return unmap_edge(vm, area, start, end);
	} else {
		error = areas_split(vm, start, end);
		area = area_find(&vm->areas, start);
		after = area_find(&vm->areas, end);
	}
	if (!error)
		error = unmap_pages(vm, area, after, end);
	if (error) {
		areas_merge(vm, start, end);
		return error;
	}
	while (area != after) {
		struct vm_area *next = area_next(area);

		area_delete(vm, area);
		area = next;
	}
	return 0;
}

int vm_unmap(struct vm *vm, unsigned long address, size_t size)
{
	unsigned long end;
	int error;

	if (address & (PAGE_SIZE - 1) || !size ||
	    !vm_range(address, size, &end))
		return -EINVAL;
	mutex_lock(&vm->lock);
	error = vm_unmap_locked(vm, address, end);
	vm_unlock(vm);
	return error;
}

int vm_drop_pages(struct vm *vm, unsigned long start, unsigned long end)
{
	const struct user_range range = {start, end, start, end};

	return unmap_range(vm, &range);
}
