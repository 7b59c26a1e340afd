// SPDX-License-Identifier: GPL-2.0-only
/*
 * mlock(2) and its like. Nothing is ever swapped out, so memory that was touched is
 * locked anyway: an area remembers that it was asked for, which MADV_DONTNEED and
 * the limit want to know.
 */
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "internal.h"

/* The flags of an area that is locked as @lock says. */
static u32 flags_locked(u32 flags, u32 lock)
{
	return (flags & ~VM_LOCKED) | lock;
}

static int lock_range(struct vm *vm, unsigned long start, unsigned long end,
		      u32 lock)
{
	const bool complete = areas_cover(vm, start, end);
	struct vm_area *area;
	int error = areas_split(vm, start, end);

	if (error)
		return error;
	for (area = area_find(&vm->areas, start); area && area->start < end;
	     area = area_next(area))
		area->flags = flags_locked(area->flags, lock);
	areas_merge(vm, start, end);
	return complete ? 0 : -ENOMEM;
}

/* As mlock(2) names what can go wrong. */
static int populate(struct vm *vm, unsigned long start, unsigned long end)
{
	int error = vm_populate(vm, start, end);

	if (!error || error == -EINTR)
		return error;
	return error == -ENOMEM ? -EAGAIN : -ENOMEM;
}

int vm_lock(struct vm *vm, unsigned long address, size_t size,
	    enum vm_lock_kind kind)
{
	const unsigned long start = ALIGN_DOWN(address, PAGE_SIZE);
	unsigned long end;
	int error;

	if (size > ~0UL - address)
		return -EINVAL;
	if (!size)
		return 0;
	if (!vm_range(address, size, &end))
		return -ENOMEM;
	mutex_lock(&vm->lock);
	error = lock_range(vm, start, end, kind ? VM_LOCKED : 0);
	vm_unlock(vm);
	return error || kind != VM_LOCK_NOW ? error : populate(vm, start, end);
}

static void lock_areas(struct vm *vm, u32 lock)
{
	struct vm_area *area;

	for (area = area_first(&vm->areas); area; area = area_next(area))
		area->flags = flags_locked(area->flags, lock);
	areas_merge(vm, 0, USER_END);
}

void vm_lock_all(struct vm *vm, u32 flags)
{
	mutex_lock(&vm->lock);
	vm->lock_future = flags & MCL_FUTURE;
	vm->populate_future = vm->lock_future && !(flags & MCL_ONFAULT);
	if (flags & MCL_CURRENT || !flags)
		lock_areas(vm, flags ? VM_LOCKED : 0);
	vm_unlock(vm);
	if (flags & MCL_CURRENT && !(flags & MCL_ONFAULT))
		vm_populate_all(vm);
}

u64 vm_locked_bytes(struct vm *vm, unsigned long address, size_t size)
{
	struct vm_area *area;
	unsigned long end;
	u64 bytes = 0;

	if (!vm_range(address, size, &end))
		return 0;
	mutex_lock(&vm->lock);
	for (area = area_find(&vm->areas, address); area && area->start < end;
	     area = area_next(area))
		if (area->flags & VM_LOCKED)
			bytes +=
				min(area->end, end) - max(area->start, address);
	vm_unlock(vm);
	return bytes;
}
