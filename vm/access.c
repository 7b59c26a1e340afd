// SPDX-License-Identifier: GPL-2.0-only
/*
 * Access to address spaces that are not loaded: those that exec builds, and those
 * of others. Pages come as if the program had touched them, and are then reached
 * through the direct map.
 */
#include <exo/frame.h>
#include <exo/string.h>

#include "internal.h"

/* As a fault that finds a page, so that one that is there is copied if need be. */
static int touch(struct vm *vm, unsigned long page, bool write)
{
	return vm_fault(vm, page,
			write ? FAULT_USER | FAULT_WRITE | FAULT_PRESENT
			      : FAULT_USER);
}

struct frame *vm_frame_get(struct vm *vm, unsigned long address, bool write)
{
	const unsigned long page = ALIGN_DOWN(address, PAGE_SIZE);
	struct frame *frame;

	if (page >= USER_END)
		return NULL;
	frame = write ? NULL : user_page_get(&vm->mm, page);
	/* It may be gone again at once: the file was truncated. */
	while (!frame) {
		if (touch(vm, page, write))
			return NULL;
		frame = user_page_get(&vm->mm, page);
	}
	return frame;
}

int vm_frame_add(struct vm *vm, unsigned long address, struct frame *frame)
{
	struct vm_area *area;
	int error;

	mutex_lock(&vm->lock);
	area = area_find(&vm->areas, address);
	error = fault_add(vm, address, frame, area_prot(area->flags));
	vm_unlock(vm);
	return error;
}

/* The bytes from @address to the end of its page, @left at most. */
static size_t piece_at(unsigned long address, size_t left)
{
	return min(left, PAGE_SIZE - address % PAGE_SIZE);
}

size_t vm_read(struct vm *vm, unsigned long address, void *to, size_t size)
{
	size_t done = 0;

	while (done < size) {
		const size_t piece = piece_at(address + done, size - done);
		struct frame *frame = vm_frame_get(vm, address + done, false);

		if (!frame)
			break;
		memcpy((u8 *)to + done,
		       (u8 *)frame_to_virt(frame) +
			       (address + done) % PAGE_SIZE,
		       piece);
		frame_put(frame);
		done += piece;
	}
	return done;
}

size_t vm_write(struct vm *vm, unsigned long address, const void *from,
		size_t size)
{
	size_t done = 0;

	while (done < size) {
		const size_t piece = piece_at(address + done, size - done);
		struct frame *frame = vm_frame_get(vm, address + done, true);

		if (!frame)
			break;
		memcpy((u8 *)frame_to_virt(frame) +
			       (address + done) % PAGE_SIZE,
		       (const u8 *)from + done, piece);
		frame_put(frame);
		done += piece;
	}
	return done;
}
