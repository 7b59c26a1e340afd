// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address spaces. The upper half of the top table is the same in all of them:
 * its 256 entries, a few of which are present, are copied, and never change once
 * that has begun, so that what the kernel maps later appears everywhere at once.
 *
 *	top table of an address space      of the kernel
 *	[0..255]   its own                 empty
 *	[256..511] copies       ------->   the kernel's tables, shared
 */
#include "internal.h"

#include <exo/frame.h>
#include <uapi/errno.h>

bool kernel_top_complete;

enum {
	KERNEL_HALF = PAGE_TABLE_ENTRIES / 2 /* first entry */
};

/* Areas where the kernel may map something for the first time. */
static const unsigned long kernel_areas[] = {
	VMALLOC_START,
	KERNEL_STACKS_START,
};

/* Those of the kernel's entries that are present, once they are complete. */
static u16 kernel_tops[KERNEL_HALF];
static unsigned int nr_kernel_tops;

static void kernel_tops_find(void)
{
	const u64 *kernel = phys_to_virt(kernel_mm.root);

	nr_kernel_tops = 0;
	for (u16 i = KERNEL_HALF; i < PAGE_TABLE_ENTRIES; i++)
		if (kernel[i])
			kernel_tops[nr_kernel_tops++] = i;
}

static int kernel_top_fill(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(kernel_areas); i++) {
		int error = page_top_prepare(kernel_areas[i]);

		if (error)
			return error;
	}
	kernel_tops_find();
	kernel_top_complete = true;
	return 0;
}

int page_root_create(struct mm *mm)
{
	const u64 *kernel = phys_to_virt(kernel_mm.root);
	struct spare_tables spare = {.count = 0};
	u64 *root;
	int error;

	error = kernel_top_complete ? 0 : kernel_top_fill();
	if (error)
		return error;
	if (!spare_tables_fill(&spare, 1))
		return -ENOMEM;
	mm->root = spare_tables_take(&spare);
	mm->cpus = 0;
	mm->resident = mm->resident_max = 0;
	spin_init(&mm->lock, "page tables");
	root = phys_to_virt(mm->root);
	for (unsigned int i = 0; i < nr_kernel_tops; i++)
		root[kernel_tops[i]] = kernel[kernel_tops[i]];
	return 0;
}

void page_root_destroy(struct mm *mm)
{
	struct frame *frame = phys_to_frame(mm->root);
	u64 *root = frame_to_virt(frame);

	/* The kernel's entries were not counted, so none of its own is left. */
	ASSERT(!mm->cpus && frame->count == 0);
	for (unsigned int i = 0; i < nr_kernel_tops; i++)
		root[kernel_tops[i]] = 0;
	frame_free_zeroed(frame);
	mm->root = 0;
}
