/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. How much memory is content of files that are nowhere else, which
 * Linux calls shared memory: tmpfs counts its pages here, and so does anonymous
 * memory that address spaces share.
 */
#ifndef EXO_SHARED_MEMORY_H
#define EXO_SHARED_MEMORY_H

#include <exo/compiler.h>
#include <exo/types.h>

extern u64 shared_memory_count; /* frames; atomic */

/* One frame more, or @count less. Any context. */
static inline void shared_memory_add(void)
{
	__atomic_fetch_add(&shared_memory_count, 1, __ATOMIC_RELAXED);
}

static inline void shared_memory_sub(u64 count)
{
	__atomic_fetch_sub(&shared_memory_count, count, __ATOMIC_RELAXED);
}

static inline u64 shared_memory_frames(void)
{
	return READ_ONCE(shared_memory_count);
}

#endif
