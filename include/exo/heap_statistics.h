/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. What the heap holds, to be looked at.
 */
#ifndef EXO_HEAP_STATISTICS_H
#define EXO_HEAP_STATISTICS_H

#include <exo/types.h>

struct kmem_cache_statistics {
	const char *name;
	size_t size; /* from one object to the next */
	u64 in_use; /* objects handed out */
	u64 total; /* those and the free ones */
	u64 frames; /* 0 when the memory is the heap's, not the cache's */
};

/*
 * Look at the @index-th cache, 0.., kmalloc()'s own included; false when there
 * are fewer. Caches may come and go between two calls.
 */
bool kmem_cache_statistics(unsigned int index,
			   struct kmem_cache_statistics *stats);

struct heap_statistics {
	u64 total; /* bytes the heap holds, free or not */
	u64 used; /* bytes in blocks and objects handed out */
	u64 blocks; /* how many these are */
};

void heap_statistics(struct heap_statistics *stats);

#endif
