/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm, private to this folder. The area that vmalloc() and ioremap()
 * share: who has which addresses. A page that is never mapped lies above each.
 */
#ifndef MM_VMALLOC_H
#define MM_VMALLOC_H

#include <exo/types.h>

#include "virt_space.h"

enum vmalloc_kind {
	VMALLOC_FRAMES,
	VMALLOC_DEVICE,
};

struct vmalloc_area {
	struct virt_area area;
	size_t size; /* what is mapped */
	enum vmalloc_kind kind;
};

/* Addresses for @size bytes, whole pages, of which nothing is mapped; NULL if not to be had. */
struct vmalloc_area *vmalloc_area_make(size_t size, size_t align,
				       enum vmalloc_kind kind);
/* The area around @pointer, which is of that kind. */
struct vmalloc_area *vmalloc_area_find(const void *pointer,
				       enum vmalloc_kind kind);
/* Nothing is mapped any more. */
void vmalloc_area_drop(struct vmalloc_area *area);

#endif
