/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. What CONFIG_HEAP_DEBUG knows of the heap's blocks.
 */
#ifndef EXO_HEAP_DEBUG_H
#define EXO_HEAP_DEBUG_H

#include <exo/types.h>

#ifdef CONFIG_HEAP_DEBUG
/*
 * Log who allocated what is allocated now, the callers with the most bytes
 * first. At shutdown, all of it that nobody meant to keep has leaked. Process
 * context.
 */
void heap_report_leaks(void);

/*
 * Look at all blocks, and at those freed lately, for writes to where they must
 * not be; report what is found. Returns how many blocks are damaged.
 */
unsigned int heap_check(void);

/* Blocks allocated now, and misuse reported since boot. */
size_t heap_debug_blocks(void);
unsigned int heap_debug_report_count(void);

/* Log what @address has to do with a block, if it is in one or beside it. */
void heap_debug_describe(const void *address);
#else
static inline void heap_report_leaks(void)
{
}
#endif

#endif
