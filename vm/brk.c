// SPDX-License-Identifier: GPL-2.0-only
/*
 * brk(2): an area of anonymous memory that ends where the program says.
 */
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "internal.h"

void vm_break_set(struct vm *vm, unsigned long address)
{
	mutex_lock(&vm->lock);
	vm->break_start = address;
	vm->break_end = address;
	vm_unlock(vm);
}

/* Have memory from @start to @end, where there is nothing. */
static int break_grow(struct vm *vm, unsigned long start, unsigned long end)
{
	struct vm_area *area;

	if (area_gap(&vm->areas, end - start, start, end) != start ||
	    !vm_size_allowed(vm, end - start) ||
	    vm->areas.count >= VM_AREAS_MAX)
		return -ENOMEM;
	area = area_alloc(vm);
	if (!area)
		return -ENOMEM;
	area->start = start;
	area->end = end;
	area->flags = VM_READ | VM_WRITE | VM_MAY_WRITE | VM_COMMITTED;
	area->flags |= vm->lock_future ? VM_LOCKED : 0;
	if (!commit_charge(area_pages(area))) {
		area_free(area);
		return -ENOMEM;
	}
	area_link(vm, area);
	area_merge(vm, area);
	return 0;
}

static int break_move(struct vm *vm, unsigned long address)
{
	const unsigned long old = ALIGN_UP(vm->break_end, PAGE_SIZE);
	unsigned long new;

	if (!vm->break_start || address < vm->break_start ||
	    !vm_range(address, 0, &new) ||
	    address - vm->break_start > vm->data_max)
		return -ENOMEM;
	if (new > old)
		return break_grow(vm, old, new);
	return new < old ? vm_unmap_locked(vm, new, old) : 0;
}

unsigned long vm_break(struct vm *vm, unsigned long address)
{
	unsigned long result;

	mutex_lock(&vm->lock);
	if (!break_move(vm, address))
		vm->break_end = address;
	result = vm->break_end;
	vm_unlock(vm);
	return result;
}
