/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Large blocks of memory, contiguous for the kernel but not for
 * devices, made of single frames: they can be had when memory is too scattered
 * for a run. Slower than the heap, since tables are changed. Contexts as
 * <exo/frame.h>.
 */
#ifndef EXO_VMALLOC_H
#define EXO_VMALLOC_H

#include <exo/compiler.h>
#include <exo/types.h>

/* At least @size bytes on pages of their own; NULL when 0 or not to be had. */
__must_check void *vmalloc(size_t size);

/* NULL is fine. */
void vfree(void *block);

/* Bytes in all blocks, and what is mapped of devices. Any context. */
u64 vmalloc_used(void);

#endif
