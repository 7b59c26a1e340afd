/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. The sizes in which CONFIG_HEAP_SLAB keeps blocks for kmalloc():
 *
 *	class	0   1   2   3   4   5    6    7	   ...	16    17
 *	size	16  32	48  64	96  128	 192  256  ...	6144  8192
 *
 * From class 1 on, powers of two and half-way between them, so that at most
 * a third of a block is waste. 24 is left out: blocks are aligned to 16.
 */
#ifndef EXO_KMALLOC_CLASS_H
#define EXO_KMALLOC_CLASS_H

#include <exo/compiler.h>
#include <exo/types.h>

enum {
	KMALLOC_CLASSES = 18,
	KMALLOC_CLASS_MAX = 8192, /* bytes; larger blocks are runs of frames */
};

struct kmem_cache;

/* The cache of each class. */
extern struct kmem_cache *const kmalloc_caches[KMALLOC_CLASSES];

/* The smallest class that holds @size, 0..KMALLOC_CLASS_MAX. */
static __always_inline unsigned int kmalloc_class_of(size_t size)
{
	unsigned int top, half;

	if (size <= 32)
		return size > 16;
	top = 63 - (unsigned int)__builtin_clzl(size - 1);
	half = (unsigned int)((size - 1) >> (top - 1)) & 1;
	return 2 * top + half - 8;
}

static inline size_t kmalloc_class_size(unsigned int class)
{
	if (class < 2)
		return 16UL << class;
	return (class & 1 ? 64UL : 48UL) << (class / 2 - 1);
}

#endif
