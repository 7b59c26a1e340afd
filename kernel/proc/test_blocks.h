/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Waiting for memory to be free again, in tests.
 */
#ifndef PROC_TEST_BLOCKS_H
#define PROC_TEST_BLOCKS_H

#include <exo/heap_statistics.h>
#include <exo/thread.h>

/* What threads and files leave is freed behind our back, but soon. */
static inline void wait_for_blocks(u64 blocks)
{
	for (unsigned int ms = 0; heap_blocks_in_use() > blocks && ms < 1000;
	     ms++)
		thread_sleep_ms(1);
}

#endif
