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

struct boot_info;
struct trap_frame;

/* init/main.c: once, from the boot code, interrupts off, on the boot stack. */
__noreturn void start_kernel(const struct boot_info *boot);

/*
 * kernel/sched/thread.c: a thread begins; from its first instructions in
 * thread_entry.asm, interrupts off.
 */
__noreturn void thread_begin(void);

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

#ifdef CONFIG_THREADS
/*
 * mm/kernel_stack.c: whether @address lies in the area of kernel stacks, guard
 * pages included. Any context. *@start is then the lowest byte of the stack
 * above or around it, which need not be mapped.
 */
bool kernel_stack_contains(unsigned long address, unsigned long *start);
#endif

enum {
	SYSCALLS = 512 /* entries of syscall_table */
};

/* kernel/proc/syscall_table.asm: the handlers of system calls, by number. */
extern const void *const syscall_table[];

/*
 * kernel/proc/absent_call.c, for syscall_entry.asm and syscall_table.asm: the current
 * task's program has made a call, @number, that is not there. -ENOSYS.
 */
long syscall_report_absent(u32 number);

/*
 * kernel/proc/syscall_trace.c, for tasks without direct calls: a system call begins.
 * @frame has its number as the error code, and its arguments. Interrupts are on;
 * may sleep.
 */
void syscall_trace_enter(const struct trap_frame *frame);

/* An exception in user mode, as a signal: fields of siginfo_t (sigaction(2)). */
struct user_fault {
	int signal; /* SIG* */
	int code; /* si_code */
	unsigned long address; /* si_addr */
};

/*
 * kernel/proc/user_exception.c: the current task's program has raised @fault at
 * the registers @frame, which may be changed; they are what it goes on with.
 * Interrupts are on; may sleep, need not return.
 */
void user_exception(struct trap_frame *frame, const struct user_fault *fault);

/*
 * kernel/proc/user_work.c: the current task is about to go on in user mode with
 * the registers @frame, and has to do @bits before, enum user_work_bits.
 * Interrupts are on; may sleep, need not return.
 */
void user_do_work(struct trap_frame *frame, u32 bits);

/*
 * kernel/sched/user_task.c: the current task's program wants floating-point
 * registers, for the first time or since they were put aside. -ENOMEM when it
 * cannot have them. Interrupts are on; may sleep.
 */
int user_task_want_fpu(void);

/* How memory was accessed, as the processor's error code has it. */
enum fault_access {
	FAULT_PRESENT = 1 << 0, /* there is a page, which forbids it */
	FAULT_WRITE = 1 << 1,
	FAULT_USER = 1 << 2, /* by user mode, not by a copy in the kernel */
	FAULT_EXECUTE = 1 << 4,
};

/*
 * The current task may not access @address, below USER_END, in the way @access,
 * of enum fault_access. 0: it may now; -EFAULT: nothing is there; -EACCES: what
 * is there forbids it; -EIO: there is an area, but nothing behind it any more;
 * -ENOMEM: memory is short. Interrupts are on; may sleep.
 */
int page_fault_resolve(unsigned long address, unsigned int access);

#endif
