// SPDX-License-Identifier: GPL-2.0-only
/*
 * madvise(2): the advice that changes what is seen, and a polite nod to the rest.
 * What MADV_FREE lets go is gone at once.
 */
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "internal.h"

static bool private_anonymous(const struct vm_area *area)
{
	return !area->file;
}

static int check_advice(int advice)
{
	switch (advice) {
	case MADV_NORMAL ... MADV_DONTNEED:
	case MADV_FREE:
	case MADV_DONTFORK:
	case MADV_DOFORK:
	case MADV_DONTDUMP ... MADV_POPULATE_WRITE:
		return 0;
	}
	return -EINVAL;
}

/* What an area has to be for @advice. */
static int check_area(const struct vm_area *area, int advice)
{
	const bool private_only = advice == MADV_FREE ||
				  advice == MADV_WIPEONFORK;
	const bool unlocked_only = advice == MADV_FREE ||
				   advice == MADV_DONTNEED;

	if ((private_only && !private_anonymous(area)) ||
	    (unlocked_only && area->flags & VM_LOCKED))
		return -EINVAL;
	return 0;
}

/* The flags of an area that was given @advice. */
static u32 flags_advised(u32 flags, int advice)
{
	switch (advice) {
	case MADV_DONTFORK:
		return flags | VM_NOT_FORKED;
	case MADV_DOFORK:
		return flags & ~VM_NOT_FORKED;
	case MADV_WIPEONFORK:
		return flags | VM_WIPED_BY_FORK;
	case MADV_KEEPONFORK:
		return flags & ~VM_WIPED_BY_FORK;
	}
	return flags;
}

/* @area is within what is advised, or is cut to be so. */
static int advise_flags(struct vm *vm, unsigned long start, unsigned long end,
			int advice)
{
	struct vm_area *area;
	int error = areas_split(vm, start, end) ? -EAGAIN : 0;

	for (area = area_find(&vm->areas, start);
	     area && area->start < end && !error; area = area_next(area)) {
		error = check_area(area, advice);
		if (!error)
			area->flags = flags_advised(area->flags, advice);
	}
	areas_merge(vm, start, end);
	return error;
}

static int advise_pages(struct vm *vm, unsigned long start, unsigned long end,
			int advice)
{
	struct vm_area *area = area_find(&vm->areas, start);
	int error = 0;

	for (; area && area->start < end && !error; area = area_next(area)) {
		error = check_area(area, advice);
		if (!error)
			error = vm_drop_pages(vm, max(start, area->start),
					      min(end, area->end));
	}
	return error;
}

static int advise_locked(struct vm *vm, unsigned long start, unsigned long end,
			 int advice)
{
	const bool complete = areas_cover(vm, start, end);
	int error = 0;

	switch (advice) {
	case MADV_DONTNEED:
	case MADV_FREE:
		error = advise_pages(vm, start, end, advice);
		break;
	case MADV_DONTFORK:
	case MADV_DOFORK:
	case MADV_WIPEONFORK:
	case MADV_KEEPONFORK:
		error = advise_flags(vm, start, end, advice);
		break;
	}
	return error || complete ? error : -ENOMEM;
}

/* As touching each page would, by reading or by writing. */
static int advise_populate(struct vm *vm, unsigned long start,
			   unsigned long end, unsigned int access)
{
	int error = vm_touch_pages(vm, start, end, access);

	if (error == -EACCES)
		return -EINVAL;
	return error == -EFAULT ? -ENOMEM : error == -EIO ? -EFAULT : error;
}

int vm_advise(struct vm *vm, unsigned long address, size_t size, int advice)
{
	unsigned long end;
	int error;

	if (address & (PAGE_SIZE - 1) || check_advice(advice) ||
	    !vm_range(address, size, &end))
		return -EINVAL;
	if (advice == MADV_POPULATE_READ)
		return advise_populate(vm, address, end, FAULT_USER);
	if (advice == MADV_POPULATE_WRITE)
		return advise_populate(vm, address, end,
				       FAULT_USER | FAULT_WRITE);
	mutex_lock(&vm->lock);
	error = address < end ? advise_locked(vm, address, end, advice) : 0;
	vm_unlock(vm);
	return error;
}
