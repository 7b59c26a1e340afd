/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: leaf. The whole list of functions the architecture calls upward;
 * it reaches the rest of the kernel by these and by nothing else above the
 * base layer.
 */
#ifndef EXO_ARCH_ENTRY_H
#define EXO_ARCH_ENTRY_H

#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/errno.h>

struct boot_info;
struct trap_frame;

/* init/main.c: once, from the boot code, interrupts off, on the boot stack. */
__noreturn void start_kernel(const struct boot_info *boot);

/*
 * kernel/sched/thread.c: a thread begins; from its first instructions in
 * thread_entry.asm, interrupts off. @left is the context that was switched from.
 */
struct context;
__noreturn void thread_begin(struct context *left);

enum {
	IRQ_VECTOR_FIRST = 32, /* the vector of interrupt line 0 */
	IRQ_LINES_MAX = 64,

	LOCAL_VECTOR_FIRST = 0xf0, /* to 0xff: the processor's own interrupts */
};

/*
 * kernel/irq.c: an interrupt line fired, interrupts off. The line is
 * frame->vector - IRQ_VECTOR_FIRST, always below IRQ_LINES_MAX.
 */
void irq_dispatch(struct trap_frame *frame);

/*
 * kernel/local_vector.c, with CONFIG_LOCAL_APIC: a vector above those of the
 * lines was raised, interrupts off.
 */
void local_vector_dispatch(struct trap_frame *frame);

/* What page_fault_resolve() is told of an access; the bits of error codes. */
enum fault_access {
	FAULT_PRESENT = 1 << 0, /* there is a page, but not for this access */
	FAULT_WRITE = 1 << 1,
	FAULT_USER = 1 << 2, /* from user mode */
	FAULT_EXECUTE = 1 << 4,
};

/*
 * vm/vm.c: an access of the current task to @address, below USER_END or not,
 * faulted. 0: try again. -EFAULT: nothing is mapped there (SEGV_MAPERR),
 * -EACCES: not for this access (SEGV_ACCERR), -EIO: beyond the end of a file, or
 * it has no room (SIGBUS), -ENOMEM: no memory. Interrupts on; may sleep.
 */
#ifdef CONFIG_VM
int page_fault_resolve(unsigned long address, unsigned int access);
#else
static inline int page_fault_resolve(unsigned long address, unsigned int access)
{
	(void)address;
	(void)access;
	return -EFAULT;
}
#endif

#ifdef CONFIG_THREADS
/*
 * mm/kernel_stack.c: whether @address lies in the area of kernel stacks, guard
 * pages included. Any context. *@start is then the lowest byte of the stack
 * above or around it, which need not be mapped.
 */
bool kernel_stack_contains(unsigned long address, unsigned long *start);
#endif

#endif
