// SPDX-License-Identifier: GPL-2.0-only
/*
 * shmdt(2): a mapping is taken away by where its file begins. It may have been cut
 * into pieces, and other things may lie between them by now.
 */
#include <uapi/errno.h>

#include "internal.h"

/* Whether @area shows what would be there if its file began at @address. */
static bool begins_at(const struct vm_area *area, unsigned long address)
{
	return area->file && area->start - address == area->offset;
}

static int unmap_pieces(struct vm *vm, const struct file *file,
			unsigned long address, unsigned long end)
{
	unsigned long at = address;
	struct vm_area *area;
	int err = 0;

	while (!err && (area = area_find(&vm->areas, at)) &&
	       area->start < end) {
		at = area->end;
		if (area->file == file && begins_at(area, address))
			err = vm_unmap_locked(vm, area->start, area->end);
	}
	return err;
}

int vm_detach(struct vm *vm, unsigned long address,
	      size_t (*size_of)(const struct file *file))
{
	struct vm_area *area;
	int err = -EINVAL;
	size_t size;

	mutex_lock(&vm->lock);
	area = area_find(&vm->areas, address);
	for (; area; area = area_next(area)) {
		size = begins_at(area, address) ? size_of(area->file) : 0;
		if (size)
			break;
	}
	if (area)
		err = unmap_pieces(vm, area->file, address, address + size);
	vm_unlock(vm);
	return err;
}
