/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Stands in for frames, early memory and the TLB under the page
 * tables: a few MB that are all free, an allocator that fails when it is told
 * to, a record of what was flushed.
 */
#ifndef MACHINE_MEMORY_H
#define MACHINE_MEMORY_H

#include <exo/types.h>

enum {
	MACHINE_FRAMES = 1024
};

/* All frames free and no flush seen. */
void machine_reset(void);

/* Frames in use; a free of a free one ends the program. */
unsigned int machine_frames_used(void);

/* Let @count more frames be had; a negative @count: all. */
void machine_frames_limit(int count);

/* What is in use now is reserved: nobody's, and never free. */
void machine_reserve_used(void);

/* Whether all of [@start, @end) was flushed since the last call. */
bool machine_flushed(unsigned long start, unsigned long end);

#endif
