// SPDX-License-Identifier: GPL-2.0-only
/*
 * mremap(2): shrinking, growing in place where there is room, and moving, which
 * takes pages along without a look at what is in them.
 */
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "internal.h"

static int check_move(const struct vm_move *move)
{
	const u32 known = MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP;
	unsigned long old_end, new_end;

	if (move->flags & ~known || move->from & (PAGE_SIZE - 1) ||
	    !ALIGN_UP(move->new_size, PAGE_SIZE) ||
	    !vm_range(move->from, move->old_size, &old_end))
		return -EINVAL;
	if (move->flags & ~MREMAP_MAYMOVE && !(move->flags & MREMAP_MAYMOVE))
		return -EINVAL;
	if (move->flags & MREMAP_DONTUNMAP && move->old_size != move->new_size)
		return -EINVAL;
	if (!(move->flags & MREMAP_FIXED))
		return vm_range(0, move->new_size, &new_end) ? 0 : -ENOMEM;
	if (move->to & (PAGE_SIZE - 1) ||
	    !vm_range(move->to, move->new_size, &new_end) ||
	    (move->to < old_end && move->from < new_end))
		return -EINVAL;
	return move->to < VM_LOWEST ? -EPERM : 0;
}

/* Room right behind @area for @more bytes: let it have them. */
static int grow_in_place(struct vm *vm, struct vm_area *area, size_t more)
{
	const unsigned long end = area->end;

	if (area_gap(&vm->areas, more, end, end + more) != end ||
	    !vm_size_allowed(vm, more))
		return -ENOMEM;
	if (area->flags & VM_COMMITTED && !commit_charge(more >> PAGE_SHIFT))
		return -ENOMEM;
	area_set_bounds(vm, area, area->start, end + more);
	area_merge(vm, area);
	return 0;
}

/* Where @move goes to, with what was there unmapped; 0: nowhere. */
static unsigned long make_place(struct vm *vm, const struct vm_move *move)
{
	if (!(move->flags & MREMAP_FIXED))
		return vm_find_free(vm, move->new_size, 0);
	return vm_unmap_locked(vm, move->to, move->to + move->new_size)
		       ? 0
		       : move->to;
}

/* Another area like @area at the new place, without pages. */
static struct vm_area *place_copy(struct vm *vm, const struct vm_area *area,
				  const struct vm_move *move)
{
	struct vm_area *copy = area_copy(vm, area);
	unsigned long to;

	if (!copy)
		return NULL;
	if (copy->flags & VM_COMMITTED &&
	    !commit_charge(move->new_size >> PAGE_SHIFT))
		goto err_free;
	to = make_place(vm, move);
	if (!to)
		goto err_uncharge;
	if (copy->file)
		copy->offset += move->from - copy->start;
	copy->start = to;
	copy->end = to + move->new_size;
	area_link(vm, copy);
	return copy;

err_uncharge:
	if (copy->flags & VM_COMMITTED)
		commit_uncharge(move->new_size >> PAGE_SHIFT);
err_free:
	area_free(copy);
	return NULL;
}

/* All of it is within @area, and the sizes are whole pages. */
static long move_area(struct vm *vm, struct vm_area *area,
		      const struct vm_move *move)
{
	const unsigned long end = move->from + move->old_size;
	const bool keep = !move->old_size || move->flags & MREMAP_DONTUNMAP;
	struct vm_area *copy;
	unsigned long to;

	if (!vm_size_allowed(vm, move->new_size - (keep ? 0 : move->old_size)))
		return -ENOMEM;
	copy = place_copy(vm, area, move);
	if (!copy)
		return -ENOMEM;
	to = copy->start;
	if (areas_split(vm, move->from, end) ||
	    pages_move(vm, move->from, to, move->old_size)) {
		area_delete(vm, copy);
		areas_merge(vm, move->from, end);
		return -ENOMEM;
	}
	if (!keep)
		area_delete(vm, area_find(&vm->areas, move->from));
	areas_merge(vm, move->from, end);
	areas_merge(vm, to, to + move->new_size);
	return (long)to;
}

static long remap_locked(struct vm *vm, struct vm_move *move)
{
	struct vm_area *area = area_find(&vm->areas, move->from);
	unsigned long end = move->from + move->old_size;
	int error;

	if (!area || area->start > move->from)
		return -EFAULT;
	/* What is only cut off may have holes, as for munmap(2). */
	if (area->end < end &&
	    (move->new_size > move->old_size || move->flags & ~MREMAP_MAYMOVE))
		return -EFAULT;
	if ((!move->old_size && !(area->flags & VM_SHARED)) ||
	    (move->flags & MREMAP_DONTUNMAP && area->file))
		return -EINVAL;
	if (move->new_size < move->old_size) {
		error = vm_unmap_locked(vm, move->from + move->new_size, end);
		if (error)
			return error;
		move->old_size = move->new_size;
		area = area_find(&vm->areas, move->from);
		end = move->from + move->old_size;
	}
	if (!(move->flags & ~MREMAP_MAYMOVE)) {
		if (move->old_size == move->new_size)
			return (long)move->from;
		if (end == area->end && move->old_size &&
		    !grow_in_place(vm, area, move->new_size - move->old_size))
			return (long)move->from;
	}
	return move->flags & MREMAP_MAYMOVE ? move_area(vm, area, move)
					    : -ENOMEM;
}

long vm_remap(struct vm *vm, const struct vm_move *move)
{
	struct vm_move rounded = *move;
	long result = check_move(move);

	if (result)
		return result;
	rounded.old_size = ALIGN_UP(move->old_size, PAGE_SIZE);
	rounded.new_size = ALIGN_UP(move->new_size, PAGE_SIZE);
	mutex_lock(&vm->lock);
	result = remap_locked(vm, &rounded);
	vm_unlock(vm);
	return result;
}
