/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch. Which memory is a kernel stack. The fault reports and the
 * backtrace believe an address only when it lies in one.
 */
#ifndef ASM_STACK_H
#define ASM_STACK_H

#include <exo/types.h>

struct stack_range {
	unsigned long start, end; /* end is one past the last byte */
	const char *name;
};

/* Find the stack that holds @address. Any context. */
bool stack_find(unsigned long address, struct stack_range *range);

/*
 * Find the stack that @sp has just overflowed: @sp lies below its start by
 * at most a page. Any context.
 */
bool stack_find_overflowed(unsigned long sp, struct stack_range *range);

/*
 * The page below the @index-th stack of the image: nobody's, and unmapped by
 * kernel_map_init(). 0 past the last stack.
 */
unsigned long stack_guard(unsigned int index);

#endif
