// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page faults: an access that the area at its address allows, and the page table
 * does not yet.
 *
 *	not there, anonymous	read: the page of zeros	write: a new page
 *	not there, of a file	fault_file.c
 *	there, to be written	ours alone: allow it	else: a copy
 *	below a stack		the area grows down to it
 *
 * The page of zeros is shared by all who only read; it always has a reference
 * of its own, so it is never written to.
 */
#define pr_fmt(fmt) "vm: " fmt

#include <exo/frame.h>
#include <exo/initcall.h>
#include <exo/page_source.h>
#include <exo/panic.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "internal.h"

static struct frame *zeros;
static bool (*out_of_memory)(struct vm *vm);

static int fault_init(void)
{
	zeros = frame_alloc(FRAME_ZERO);
	if (!zeros)
		panic("no memory for the page of zeros");
	return 0;
}
INITCALL(memory, fault_init);

void vm_out_of_memory_set(bool (*handler)(struct vm *vm))
{
	out_of_memory = handler;
}

int fault_add(struct vm *vm, unsigned long page, struct frame *frame,
	      unsigned int prot)
{
	int error = user_page_add(&vm->mm, page, frame, prot);

	if (likely(!error))
		return 0;
	frame_put(frame);
	return error == -EEXIST ? 0 : error;
}

static int fault_anonymous(struct vm *vm, const struct vm_area *area,
			   unsigned long page, unsigned int access)
{
	unsigned int prot = area_prot(area->flags);
	struct frame *frame;

	if (access & FAULT_WRITE) {
		frame = frame_for_program(FRAME_ZERO);
		if (!frame)
			return -ENOMEM;
	} else {
		frame = zeros;
		frame_get(frame);
		prot &= ~PAGE_WRITE;
	}
	return fault_add(vm, page, frame, prot);
}

struct frame *frame_copy(const struct frame *frame)
{
	struct frame *copy;

	if (frame == zeros)
		return frame_for_program(FRAME_ZERO);
	copy = frame_for_program(FRAME_ANY);
	if (copy)
		memcpy(frame_to_virt(copy), frame_to_virt(frame), PAGE_SIZE);
	return copy;
}

/* Nothing is at @page. */
static int fault_absent(struct vm *vm, struct vm_area *area, unsigned long page,
			unsigned int access)
{
	return area->source ? fault_file(vm, area, page, access)
			    : fault_anonymous(vm, area, page, access);
}

/* A copy of @old, whose reference is dropped, in its place. */
static int fault_copy(struct vm *vm, unsigned long page, struct frame *old,
		      unsigned int prot)
{
	struct frame *copy = frame_copy(old);
	int error = -ENOMEM;

	if (copy) {
		error = user_page_replace(&vm->mm, page, old, copy, prot);
		if (error)
			frame_free(copy);
	}
	frame_put(old);
	return error == -ENOENT ? -EAGAIN : error;
}

/* What is there is to be written to; -ENOENT: nothing is. */
static int fault_write(struct vm *vm, struct vm_area *area, unsigned long page)
{
	const unsigned int prot = area_prot(area->flags);
	struct frame *old;
	int error;

	if (area->flags & VM_SHARED && area->source->ops->written)
		area->source->ops->written(area->source);
	error = user_page_write(&vm->mm, page, prot, &old);
	if (likely(error == -EBUSY))
		return fault_copy(vm, page, old, prot);
	return error;
}

/* A page was there. -ENOENT: it has gone meanwhile. */
static int fault_present(struct vm *vm, struct vm_area *area,
			 unsigned long page, unsigned int access)
{
	if (access & FAULT_WRITE)
		return fault_write(vm, area, page);
	/* Allowed meanwhile, and remembered as it was. */
	tlb_flush_page(&vm->mm, page);
	return 0;
}

/* By what the area allows. Processors read what may be written or executed. */
static bool access_allowed(const struct vm_area *area, unsigned int access)
{
	if (access & FAULT_WRITE)
		return area->flags & VM_WRITE;
	if (access & FAULT_EXECUTE)
		return area->flags & VM_EXECUTE;
	return area->flags & VM_ACCESS;
}

/* Let the stack @area begin at @page. */
static int stack_grow(struct vm *vm, struct vm_area *area, unsigned long page)
{
	const struct vm_area *below = area_previous(area);
	const size_t more = area->start - page;

	if (below && page - below->end < VM_GUARD_GAP)
		return -EFAULT;
	if (area->end - page > vm->stack_max || !vm_size_allowed(vm, more))
		return -EFAULT;
	/* Not -ENOMEM: no frame would help. */
	if (area->flags & VM_COMMITTED && !commit_charge(more >> PAGE_SHIFT))
		return -EFAULT;
	area_set_bounds(vm, area, page, area->end);
	return 0;
}

static int fault_locked(struct vm *vm, unsigned long page, unsigned int access)
{
	struct vm_area *area = area_find(&vm->areas, page);
	int error;

	if (unlikely(!area))
		return -EFAULT;
	if (unlikely(page < area->start)) {
		if (!(area->flags & VM_GROWS_DOWN) || page < VM_LOWEST)
			return -EFAULT;
		error = stack_grow(vm, area, page);
		if (error)
			return error;
	}
	if (unlikely(!access_allowed(area, access)))
		return -EACCES;
	if (access & FAULT_PRESENT) {
		error = fault_present(vm, area, page, access);
		if (likely(error != -ENOENT))
			return error;
	}
	return fault_absent(vm, area, page, access);
}

int vm_fault(struct vm *vm, unsigned long address, unsigned int access)
{
	const unsigned long page = ALIGN_DOWN(address, PAGE_SIZE);
	int result;

	do {
		mutex_lock(&vm->lock);
		result = fault_locked(vm, page, access);
		vm_unlock(vm);
		if (unlikely(result == -ENOMEM && out_of_memory &&
			     out_of_memory(vm)))
			result = -EAGAIN;
	} while (unlikely(result == -EAGAIN));
	return result;
}
