/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Private to the debugging layer of the heap:
 *
 *	heap_debug.c	stands in for the API; headers, patterns, quarantine
 *	heap_report.c	what it says about misuse, and who holds how much
 *
 * A block as the allocator sees it, from its start to its end:
 *
 *	(gap) | struct debug_block | payload | zone |
 *				   ^ what the caller gets, aligned as promised
 *
 * The gap is there only for alignments above 16. A freed block waits in the
 * quarantine, payload overwritten, for some hundred others to be freed before
 * the allocator gets it back: writes to it show, and so does freeing it again.
 */
#ifndef MM_HEAP_DEBUG_H
#define MM_HEAP_DEBUG_H

#define HEAP_DEBUG_LAYER

#include <exo/list.h>
#include <exo/spinlock.h>
#include <exo/types.h>

#include "heap_internal.h"

enum {
	ZONE_SIZE = 16,
	ZONE_BYTE = 0xb3, /* before and behind the payload */
	FRESH_BYTE = 0xf5, /* allocated and not yet written */
	FREED_BYTE = 0xd7,
};

#define BLOCK_LIVE  0x6c6976652d626c6bUL
#define BLOCK_FREED 0x66726565642d626bUL

struct debug_block {
	/*
	 * Of live_blocks or the quarantine. First, as allocators write to the
	 * beginning of what is theirs again; the rest then still tells of the
	 * freed block.
	 */
	struct list_head node;
	void *raw; /* what the allocator gave */
	struct kmem_cache *cache; /* NULL: kmalloc() */
	size_t size; /* of the payload */
	unsigned long allocated_at, freed_at; /* code addresses */
	u64 state; /* BLOCK_LIVE or BLOCK_FREED, else this is no block */
	u8 zone[ZONE_SIZE];
};

_Static_assert(sizeof(struct debug_block) % HEAP_ALIGN_MIN == 0,
	       "payloads are aligned");

/* Guards the lists, the quarantine, and each block's state. */
extern struct spinlock heap_debug_lock;
extern struct list_head heap_live_blocks, heap_quarantine;

static inline void *debug_payload(struct debug_block *block)
{
	return block + 1;
}

/* heap_report.c. @at: whose call showed it, or 0. Not under the lock. */
void heap_report_misuse(const char *what, const struct debug_block *block,
			unsigned long at);
void heap_report_foreign(const void *pointer, unsigned long at);

#endif
