// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a byte of memory is, the same for all who share it.
 */
#include <uapi/errno.h>

#include "internal.h"

int vm_place(struct vm *vm, unsigned long address, struct vm_place *place)
{
	const struct vm_area *area;
	int error = 0;

	*place = (struct vm_place){vm, address};
	mutex_lock(&vm->lock);
	area = area_find(&vm->areas, address);
	if (!area || address < area->start)
		error = -EFAULT;
	else if (area->flags & VM_SHARED)
		*place = (struct vm_place){
			.object = area->source,
			.offset = area->offset + (address - area->start),
		};
	vm_unlock(vm);
	return error;
}
