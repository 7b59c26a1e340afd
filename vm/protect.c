// SPDX-License-Identifier: GPL-2.0-only
/*
 * mprotect(2): areas are cut at the ends of the range, changed one by one, pages
 * first, and joined again where they are alike.
 */
#include <exo/file.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "internal.h"

/* From now on @area may need memory of its own. */
static bool charge_writable(struct vm_area *area, u32 flags)
{
	if (area->flags & VM_COMMITTED || !commit_wanted(flags))
		return true;
	if (!commit_charge(area_pages(area)))
		return false;
	area->flags |= VM_COMMITTED;
	return true;
}

static int protect_area(struct vm *vm, struct vm_area *area, u32 prot)
{
	const u32 flags = (area->flags & ~VM_ACCESS) | prot;
	int error;

	if (flags == area->flags)
		return 0;
	if (prot & VM_WRITE && !(area->flags & VM_MAY_WRITE))
		return -EACCES;
	if (prot & VM_EXECUTE && area->file && file_forbids_running(area->file))
		return -EACCES;
	if (!charge_writable(area, flags))
		return -ENOMEM;
	error = user_pages_protect(&vm->mm, area->start, area->end,
				   area_prot(flags));
	if (!error)
		area->flags = (area->flags & ~VM_ACCESS) | prot;
	return error;
}

/* All of the range is in @area, part of which may lie outside. */
static int protect_within(struct vm *vm, struct vm_area *area,
			  unsigned long start, unsigned long end, u32 prot)
{
	int error = 0;

	if (area->start < start || area->end > end)
		error = areas_split(vm, start, end);
	if (error) {
		areas_merge(vm, start, end);
		return error;
	}
	if (area->start < start)
		area = area_next(area);
	error = protect_area(vm, area, prot);
	area_merge(vm, area);
	return error;
}

/*
 * Up to the first hole, which is an error then; so has Linux it. Apart, so that the
 * usual way need not save what this uses.
 */
static __noinline int protect_areas(struct vm *vm, unsigned long start,
				    unsigned long end, u32 prot)
{
	int error = areas_split(vm, start, end);
	struct vm_area *area = area_find(&vm->areas, start);
	unsigned long at = start;

	while (!error && at < end) {
		if (!area || area->start > at) {
			error = -ENOMEM;
			break;
		}
		error = protect_area(vm, area, prot);
		at = area->end;
		area = area_next(area);
	}
	areas_merge(vm, start, end);
	return error;
}

/*
 * Nothing grows up; what grows down is changed from its start, if the range
 * reaches it.
 */
static int protect_growing(const struct vm_area *area, unsigned long end,
			   u32 prot, unsigned long *start)
{
	if (!area || area->start >= end)
		return -ENOMEM;
	if (prot & PROT_GROWSUP || !(area->flags & VM_GROWS_DOWN))
		return -EINVAL;
	*start = area->start;
	return 0;
}

/* @area: found at @start. */
static int protect_locked(struct vm *vm, struct vm_area *area,
			  unsigned long start, unsigned long end, u32 prot)
{
	int error = 0;

	if (unlikely(prot & ~VM_ACCESS))
		error = protect_growing(area, end, prot, &start);
	if (unlikely(error))
		return error;
	prot &= VM_ACCESS;
	if (likely(area && area->start <= start && area->end >= end))
		return protect_within(vm, area, start, end, prot);
	return protect_areas(vm, start, end, prot);
}

int vm_protect(struct vm *vm, unsigned long address, size_t size, u32 prot)
{
	const u32 growing = PROT_GROWSDOWN | PROT_GROWSUP;
	const u32 known = VM_ACCESS | PROT_SEM | growing;
	unsigned long end;
	int error;

	if (address & (PAGE_SIZE - 1) || prot & ~known ||
	    (prot & growing) == growing)
		return -EINVAL;
	if (!size)
		return 0;
	if (!vm_range(address, size, &end))
		return -ENOMEM;
	mutex_lock(&vm->lock);
	error = protect_locked(vm, area_find(&vm->areas, address), address, end,
			       prot & ~PROT_SEM);
	vm_unlock(vm);
	return error;
}
