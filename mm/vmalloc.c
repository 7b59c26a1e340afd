// SPDX-License-Identifier: GPL-2.0-only
/*
 * Large blocks in the vmalloc area.
 */
#include "vmalloc.h"

#include <asm/memlayout.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <exo/spinlock.h>
#include <exo/vmalloc.h>

#include "kernel_pages.h"

static struct virt_space space = VIRT_SPACE_INIT(VMALLOC_START, VMALLOC_END);
static struct spinlock lock = SPINLOCK_INIT("vmalloc"); /* guards both */
static u64 used; /* bytes that are mapped, or about to be */

struct vmalloc_area *vmalloc_area_make(size_t size, size_t align,
				       enum vmalloc_kind kind)
{
	struct vmalloc_area *area;
	int error;

	if (!size || size >= VMALLOC_END - VMALLOC_START)
		return NULL;
	area = kmalloc(sizeof(*area));
	if (!area)
		return NULL;
	area->size = size;
	area->kind = kind;
	spin_lock(&lock);
	error = virt_space_add(&space, &area->area, size + PAGE_SIZE, align);
	if (!error)
		used += size;
	spin_unlock(&lock);
	if (!error)
		return area;
	kfree(area);
	return NULL;
}

struct vmalloc_area *vmalloc_area_find(const void *pointer,
				       enum vmalloc_kind kind)
{
	struct vmalloc_area *area;
	struct virt_area *found;

	spin_lock(&lock);
	found = virt_space_find(&space, (unsigned long)pointer);
	spin_unlock(&lock);
	ASSERT(found);
	area = container_of(found, struct vmalloc_area, area);
	ASSERT(area->kind == kind);
	return area;
}

void vmalloc_area_drop(struct vmalloc_area *area)
{
	spin_lock(&lock);
	virt_space_remove(&space, &area->area);
	used -= area->size;
	spin_unlock(&lock);
	kfree(area);
}

u64 vmalloc_used(void)
{
	return READ_ONCE(used);
}

void *vmalloc(size_t size)
{
	struct vmalloc_area *area;

	if (size > -PAGE_SIZE)
		return NULL;
	area = vmalloc_area_make(ALIGN_UP(size, PAGE_SIZE), PAGE_SIZE,
				 VMALLOC_FRAMES);
	if (!area)
		return NULL;
	if (!kernel_pages_map(area->area.start, area->size))
		return (void *)area->area.start;
	vmalloc_area_drop(area);
	return NULL;
}

void vfree(void *block)
{
	struct vmalloc_area *area;

	if (!block)
		return;
	area = vmalloc_area_find(block, VMALLOC_FRAMES);
	ASSERT(area->area.start == (unsigned long)block);
	kernel_pages_unmap(area->area.start, area->size);
	vmalloc_area_drop(area);
}
