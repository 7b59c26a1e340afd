// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel stacks out of the cache, and beyond what it holds.
 */
#include <exo/bench.h>
#include <exo/kernel_stack.h>

enum {
	BATCH = 128 /* more than are cached */
};

static void *stacks[BATCH];

BENCH(kernel_stack, alloc_and_free, .batch = 16)
{
	void *stack = kernel_stack_alloc();

	bench_keep(stack);
	kernel_stack_free(stack);
}

BENCH(kernel_stack, alloc_128_and_free)
{
	for (unsigned int i = 0; i < BATCH; i++)
		stacks[i] = kernel_stack_alloc();
	for (unsigned int i = 0; i < BATCH; i++)
		kernel_stack_free(stacks[i]);
}
