/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm, private to this folder. Fresh memory at a kernel address, page by
 * page, so that it need not be contiguous. Contexts as <exo/frame.h>.
 */
#ifndef MM_KERNEL_PAGES_H
#define MM_KERNEL_PAGES_H

#include <exo/types.h>

/* Frames to read and write at @virt; 0 or -ENOMEM, nothing shown then. */
int kernel_pages_map(unsigned long virt, size_t size);

/* Take them away and free them. */
void kernel_pages_unmap(unsigned long virt, size_t size);

#endif
