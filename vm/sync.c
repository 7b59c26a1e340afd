// SPDX-License-Identifier: GPL-2.0-only
/*
 * msync(2) and mincore(2). Mappings show a file's own frames, so there is
 * nothing to copy; what the filesystem keeps elsewhere, it is told to write.
 */
#include <exo/file.h>
#include <exo/frame.h>
#include <exo/page_source.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "internal.h"

/*
 * The next shared file in the range, with a reference, or NULL. *@at moves behind
 * it. Writing to it counts anew from here. *@error is -ENOMEM after a hole, and
 * when the first write from now on cannot be noticed for lack of memory.
 */
static struct file *next_file(struct vm *vm, unsigned long *at,
			      unsigned long end, int *error)
{
	struct file *file = NULL;
	struct vm_area *area;

	mutex_lock(&vm->lock);
	while (!file && *at < end) {
		area = area_find(&vm->areas, *at);
		if (!area || area->start > *at)
			*error = -ENOMEM;
		if (!area || area->start >= end)
			break;
		*at = area->end;
		if (!(area->flags & VM_SHARED))
			continue;
		file = area->file;
		file_get(file);
		if (user_pages_protect(&vm->mm, area->start, area->end,
				       area_prot(area->flags) & ~PAGE_WRITE))
			*error = -ENOMEM;
	}
	vm_unlock(vm);
	return file;
}

int vm_sync(struct vm *vm, unsigned long address, size_t size, u32 flags)
{
	const u32 known = MS_ASYNC | MS_SYNC | MS_INVALIDATE;
	int error = 0, incomplete = 0;
	struct file *file;
	unsigned long end;

	if (address & (PAGE_SIZE - 1) || flags & ~known ||
	    (flags & MS_ASYNC && flags & MS_SYNC))
		return -EINVAL;
	if (!vm_range(address, size, &end))
		return -ENOMEM;
	if (flags & MS_INVALIDATE && vm_locked_bytes(vm, address, size))
		return -EBUSY;
	while (!error && address < end &&
	       (file = next_file(vm, &address, end, &incomplete))) {
		if (flags & MS_SYNC && file->ops->sync)
			error = file_sync(file, true);
		file_put(file);
	}
	return error ? error : incomplete;
}

/* In this address space, or in the file that it shows. */
static bool page_resident(struct vm *vm, struct vm_area *area,
			  unsigned long page)
{
	struct frame *frame = user_page_get(&vm->mm, page);
	struct page_source *source = area->source;

	if (!frame && source) {
		mutex_lock(&source->lock);
		if (source->ops->page(source, area_file_page(area, page), false,
				      &frame))
			frame = NULL;
		mutex_unlock(&source->lock);
	}
	if (!frame)
		return false;
	frame_put(frame);
	return true;
}

int vm_incore(struct vm *vm, unsigned long address, size_t size, u8 *resident)
{
	struct vm_area *area;
	unsigned long end;
	int error = 0;

	if (address & (PAGE_SIZE - 1))
		return -EINVAL;
	if (!vm_range(address, size, &end))
		return -ENOMEM;
	mutex_lock(&vm->lock);
	for (; address < end && !error; address += PAGE_SIZE) {
		area = area_find(&vm->areas, address);
		if (!area || address < area->start)
			error = -ENOMEM;
		else
			*resident++ = page_resident(vm, area, address);
	}
	vm_unlock(vm);
	return error;
}
