// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fresh memory at a kernel address.
 */
#include "kernel_pages.h"

#include <exo/frame.h>
#include <exo/page_table.h>
#include <exo/panic.h>
#include <exo/tlb_gather.h>
#include <uapi/errno.h>

static int page_add(unsigned long virt)
{
	struct frame *frame = frame_alloc(FRAME_ANY);
	int error;

	if (!frame)
		return -ENOMEM;
	error = page_map(&kernel_mm, virt, frame_to_phys(frame), PAGE_SIZE,
			 PAGE_WRITE);
	if (error)
		frame_free(frame);
	return error;
}

int kernel_pages_map(unsigned long virt, size_t size)
{
	for (size_t done = 0; done < size; done += PAGE_SIZE) {
		int error = page_add(virt + done);

		if (error) {
			kernel_pages_unmap(virt, done);
			return error;
		}
	}
	return 0;
}

void kernel_pages_unmap(unsigned long virt, size_t size)
{
	struct tlb_gather gather;
	int error;

	tlb_gather_begin(&gather, &kernel_mm);
	error = page_unmap_gather(&gather, virt, size);
	ASSERT(!error); /* small pages are not split */
	tlb_gather_end(&gather);
}
