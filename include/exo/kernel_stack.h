/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Stacks of kernel threads: CONFIG_KSTACK_KB of mapped memory, in
 * whole pages, above an unmapped guard page. Freed stacks stay mapped in a cache, so that most
 * threads come and go without page-table work. Contexts as <exo/frame.h>.
 */
#ifndef EXO_KERNEL_STACK_H
#define EXO_KERNEL_STACK_H

#include <asm/memlayout.h>
#include <exo/compiler.h>
#include <exo/types.h>

#define KERNEL_STACK_SIZE ALIGN_UP(CONFIG_KSTACK_KB * 1024UL, PAGE_SIZE)

/* The lowest byte of a stack, or NULL when memory is short. */
__must_check void *kernel_stack_alloc(void);

void kernel_stack_free(void *stack);

struct kernel_stack_statistics {
	unsigned int used; /* handed out */
	unsigned int cached; /* free, but mapped */
};

void kernel_stack_statistics(struct kernel_stack_statistics *stats);

/*
 * Once, when frames can be allocated and mapped. Which address is a stack,
 * kernel_stack_contains() of <exo/arch_entry.h> tells.
 */
void kernel_stack_init(void);

#endif
