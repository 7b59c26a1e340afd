/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. How much memory is promised to programs, and how much may be: counted
 * in vm/commit.c, here for who only looks. Both are 0 without CONFIG_VM.
 */
#ifndef EXO_COMMIT_COUNT_H
#define EXO_COMMIT_COUNT_H

#include <exo/types.h>

struct commit_count {
	u64 limit, committed; /* pages; committed is atomic */
};

extern struct commit_count commit_count;

#endif
