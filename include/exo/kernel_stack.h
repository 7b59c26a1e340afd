/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Stacks of kernel threads: CONFIG_KSTACK_KB of mapped memory above
 * an unmapped guard page. Freed stacks stay mapped in a cache, so that most
 * threads come and go without page-table work. Contexts as <exo/frame.h>.
 */
#ifndef EXO_KERNEL_STACK_H
#define EXO_KERNEL_STACK_H

#include <exo/compiler.h>
#include <exo/types.h>

#define KERNEL_STACK_SIZE (CONFIG_KSTACK_KB * 1024UL)

/* The lowest byte of a stack, or NULL when memory is short. */
__must_check void *kernel_stack_alloc(void);

void kernel_stack_free(void *stack);

/*
 * Whether @address lies in the area of stacks, guard pages included. Any
 * context. *@start is then the lowest byte of the stack above or around it.
 */
bool kernel_stack_contains(unsigned long address, unsigned long *start);

/* Once, when frames can be allocated and mapped. */
void kernel_stack_init(void);

#endif
