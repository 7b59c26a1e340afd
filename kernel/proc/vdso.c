// SPDX-License-Identifier: GPL-2.0-only
/*
 * The vDSO as a file of the kernel's that is mapped into every program:
 *
 *	page 0		time_room, read only
 *	page 1...	vdso.so, as arch/x86_64/vdso made it
 *
 * Both are the image's own pages. They have a reference that nobody drops.
 */
#include <asm/memlayout.h>
#include <asm/vdso_image.h>
#include <exo/file.h>
#include <exo/frame.h>
#include <exo/initcall.h>
#include <exo/page_source.h>
#include <exo/page_table.h>
#include <exo/time_page.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/mman.h>

#include "vdso.h"

static struct frame *frame_of(const void *address)
{
	struct page_mapping mapping;

	if (!page_query(&kernel_mm, (unsigned long)address, &mapping))
		return NULL;
	return phys_to_frame(mapping.phys);
}

static size_t image_pages(void)
{
	return (size_t)(vdso_image_end - vdso_image) >> PAGE_SHIFT;
}

static int vdso_page(struct page_source *source, u64 index, bool create,
		     struct frame **frame)
{
	(void)source;
	(void)create;
	if (index > image_pages())
		return -EIO;
	*frame = frame_of(index ? vdso_image + (index - 1) * PAGE_SIZE
				: (const u8 *)&time_room);
	frame_get(*frame);
	return 0;
}

static const struct page_source_ops source_ops = {
	.page = vdso_page,
};

static struct page_source source;

static int vdso_file_map(struct file *file, struct page_source **found)
{
	(void)file;
	*found = &source;
	return 0;
}

static const struct file_ops vdso_ops = {
	.read = file_no_read,
	.write = file_no_write,
	.map = vdso_file_map,
};

static struct file *vdso_file;

static int map_part(struct vm *vm, unsigned long address, size_t pages,
		    u64 offset, u32 prot)
{
	const struct vm_request request = {
		.address = address,
		.size = pages << PAGE_SHIFT,
		.prot = prot,
		.flags = MAP_PRIVATE | MAP_FIXED,
		.file = vdso_file,
		.offset = offset,
	};
	long place = vm_map(vm, &request);

	return place < 0 ? (int)place : 0;
}

int vdso_map(struct vm *vm, unsigned long address, unsigned long *header)
{
	int error;

	*header = 0;
	if (!vdso_file)
		return 0;
	error = map_part(vm, address, 1, 0, PROT_READ);
	if (error)
		return error;
	*header = address + PAGE_SIZE;
	return map_part(vm, *header, image_pages(), PAGE_SIZE,
			PROT_READ | PROT_EXEC);
}

const char *vdso_area_name(const struct file *file, unsigned long offset)
{
	if (!file || file != vdso_file)
		return NULL;
	return offset ? "[vdso]" : "[vvar]";
}

/* Frames of the image have no reference: this is one for good. */
static void keep(const void *page)
{
	frame_of(page)->refs = 1;
}

static int vdso_init(void)
{
	page_source_init(&source, &source_ops);
	keep(&time_room);
	for (const u8 *page = vdso_image; page < vdso_image_end;
	     page += PAGE_SIZE)
		keep(page);
	vdso_file = file_alloc(&vdso_ops, NULL, O_RDONLY);
	return vdso_file ? 0 : -ENOMEM;
}
INITCALL(late, vdso_init);
