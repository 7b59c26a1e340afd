// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stacks of threads by address. The page tables have the last word: who
 * reads a stack by its result must not fault.
 */
#include "internal.h"

#include <asm/memlayout.h>
#include <exo/address_probe.h>
#include <exo/arch_entry.h>

#define THREAD_STACK_SIZE ALIGN_UP(CONFIG_KSTACK_KB * 1024UL, PAGE_SIZE)

bool thread_stack_find(unsigned long address, struct stack_range *range)
{
	unsigned long start;

	if (!kernel_stack_contains(address, &start) || address < start ||
	    !address_mapped(start, THREAD_STACK_SIZE, true))
		return false;
	*range = (struct stack_range){
		.start = start,
		.end = start + THREAD_STACK_SIZE,
		.name = "thread's stack",
	};
	return true;
}
