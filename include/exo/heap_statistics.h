/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. What the heap holds, to be looked at.
 */
#ifndef EXO_HEAP_STATISTICS_H
#define EXO_HEAP_STATISTICS_H

#include <exo/heap_debug.h>
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

/*
 * Blocks that are allocated now, without those that CONFIG_HEAP_DEBUG holds
 * back. For tests: dead threads keep theirs for a while.
 */
#ifdef CONFIG_HEAP_DEBUG
static inline u64 heap_blocks_in_use(void)
{
	return heap_debug_blocks();
}
#else
static inline u64 heap_blocks_in_use(void)
{
	struct heap_statistics stats;

	heap_statistics(&stats);
	return stats.blocks;
}
#endif

#endif
