// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's stacks by address: the boot stack, those of threads, the
 * interrupt stacks.
 */
#include "internal.h"

#include <asm/memlayout.h>

/* boot.asm */
extern const char boot_stack[], boot_stack_top[];

bool stack_find(unsigned long address, struct stack_range *range)
{
	unsigned long start = (unsigned long)boot_stack;
	unsigned long end = (unsigned long)boot_stack_top;

	if (address < start || address >= end)
		return thread_stack_find(address, range) ||
		       ist_find(address, range);
	*range = (struct stack_range){start, end, "boot stack"};
	return true;
}

unsigned long stack_guard(unsigned int index)
{
	return index ? ist_guard(index) : (unsigned long)boot_stack - PAGE_SIZE;
}

bool stack_find_overflowed(unsigned long sp, struct stack_range *range)
{
	struct stack_range other;

	return !stack_find(sp, &other) && stack_find(sp + PAGE_SIZE, range);
}
