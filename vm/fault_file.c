// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page faults in mappings of files: they show the file's own frames. What is
 * written to by a private mapping is copied first, so file and mapping part.
 *
 * A file may be truncated at any time. The source's lock is held from the look at
 * the file until the page is added, so either that page is no longer found, or
 * who truncates finds it here.
 */
#include <exo/frame.h>
#include <exo/page_source.h>
#include <uapi/errno.h>

#include "internal.h"

enum {
	AROUND_PAGES = 32,
};

/* Replace the file's *@frame by a copy. */
static int make_private(struct frame **frame)
{
	struct frame *copy = frame_copy(*frame);

	frame_put(*frame);
	*frame = copy;
	return copy ? 0 : -ENOMEM;
}

/* The frame for an access of this kind, and what it may be used for. */
static int frame_for_access(struct vm_area *area, unsigned long page,
			    unsigned int access, struct frame **frame,
			    unsigned int *prot)
{
	struct page_source *source = area->source;
	int error = source->ops->page(source, area_file_page(area, page), true,
				      frame);

	*prot = area_prot(area->flags);
	if (error)
		return error == -ENOSPC ? -EIO : error;
	if (!(access & FAULT_WRITE))
		*prot &= ~PAGE_WRITE;
	else if (!(area->flags & VM_SHARED))
		error = make_private(frame);
	else if (source->ops->written)
		source->ops->written(source);
	return error;
}

/*
 * What lies around @page will be wanted next: show what the file has there, as
 * far as one table goes.
 */
static void fault_around(struct vm *vm, struct vm_area *area,
			 unsigned long page)
{
	const unsigned long window = AROUND_PAGES * PAGE_SIZE;
	const unsigned long start = max(ALIGN_DOWN(page, window), area->start);
	const unsigned long end =
		min(ALIGN_DOWN(page, window) + window, area->end);
	const unsigned int count = (unsigned int)((end - start) >> PAGE_SHIFT);
	struct page_source *source = area->source;
	struct frame *frames[AROUND_PAGES];

	if (!source->ops->present)
		return;
	source->ops->present(source, area_file_page(area, start), count,
			     frames);
	user_pages_add(&vm->mm, start, frames, count,
		       area_prot(area->flags) & ~PAGE_WRITE);
}

int fault_file(struct vm *vm, struct vm_area *area, unsigned long page,
	       unsigned int access)
{
	struct page_source *source = area->source;
	struct frame *frame;
	unsigned int prot;
	int error;

	mutex_lock(&source->lock);
	error = frame_for_access(area, page, access, &frame, &prot);
	if (!error)
		error = fault_add(vm, page, frame, prot);
	if (!error && !(access & FAULT_WRITE))
		fault_around(vm, area, page);
	mutex_unlock(&source->lock);
	return error;
}
