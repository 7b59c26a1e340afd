// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exceptions that the kernel survives: those of user programs, which become
 * signals, and page faults of copies from and to user memory.
 *
 * What the processor keeps beside the frame (CR2, DR6, floating-point status) is
 * read before interrupts are on again, for another exception overwrites it, or
 * another task runs.
 */
#include <asm/exception_table.h>
#include <asm/irqflags.h>
#include <asm/memlayout.h>
#include <asm/msr.h>
#include <asm/trap.h>
#include <asm/user_state.h>
#include <exo/arch_entry.h>
#include <exo/preempt.h>
#include <uapi/errno.h>
#include <uapi/siginfo.h>
#include <uapi/signal.h>

#include "internal.h"

/* Intel SDM vol. 3, 17.2.3. */
#define DR6_BREAKPOINTS 0xfUL
#define DR6_STEP	BIT(14)
#define DR6_CLEAR	0xffff0ff0UL

/* Bits of a page fault's error code that are enum fault_access. */
enum {
	PAGE_FAULT_ACCESS = FAULT_PRESENT | FAULT_WRITE | FAULT_USER |
			    FAULT_EXECUTE
};

/*
 * Exceptions that are a signal, whatever the circumstances; the si_code is
 * SI_KERNEL, and si_addr 0, unless it is given. As Linux has it.
 */
static const struct fixed_fault {
	u8 signal, code;
	bool at_rip; /* si_addr is the instruction's */
} fixed_faults[TRAP_EXCEPTIONS] = {
	[TRAP_DIVIDE] = {SIGFPE, FPE_INTDIV, true},
	[TRAP_BREAKPOINT] = {SIGTRAP, SI_KERNEL, false},
	[TRAP_OVERFLOW] = {SIGSEGV, SI_KERNEL, false},
	[TRAP_BOUND] = {SIGSEGV, SI_KERNEL, false},
	[TRAP_INVALID_OPCODE] = {SIGILL, ILL_ILLOPN, true},
	[TRAP_INVALID_TSS] = {SIGSEGV, SI_KERNEL, false},
	[TRAP_SEGMENT_NOT_PRESENT] = {SIGBUS, SI_KERNEL, false},
	[TRAP_STACK_SEGMENT] = {SIGBUS, SI_KERNEL, false},
	[TRAP_GENERAL_PROTECTION] = {SIGSEGV, SI_KERNEL, false},
	[TRAP_ALIGNMENT] = {SIGBUS, BUS_ADRALN, false},
};

/* Any context with interrupts off. */
static u64 read_and_clear_dr6(void)
{
	u64 dr6;

	__asm__ volatile("mov %%dr6, %0" : "=r"(dr6));
	__asm__ volatile("mov %0, %%dr6" : : "r"(DR6_CLEAR));
	return dr6;
}

static struct user_fault debug_fault(const struct trap_frame *frame, u64 dr6)
{
	return (struct user_fault){
		.signal = SIGTRAP,
		.code = dr6 & DR6_STEP		? TRAP_TRACE
			: dr6 & DR6_BREAKPOINTS ? TRAP_HWBKPT
						: TRAP_BRKPT,
		.address = frame->rip,
	};
}

/* The first of @exceptions in the order in which Linux looks. */
static int float_code(unsigned int exceptions)
{
	if (exceptions & FPU_INVALID)
		return FPE_FLTINV;
	if (exceptions & FPU_DIVIDE)
		return FPE_FLTDIV;
	if (exceptions & FPU_OVERFLOW)
		return FPE_FLTOVF;
	if (exceptions & (FPU_UNDERFLOW | FPU_DENORMAL))
		return FPE_FLTUND;
	return exceptions & FPU_PRECISION ? FPE_FLTRES : FPE_FLTUNK;
}

static struct user_fault float_fault(const struct trap_frame *frame,
				     unsigned int exceptions)
{
	return (struct user_fault){
		.signal = SIGFPE,
		.code = float_code(exceptions),
		.address = frame->rip,
	};
}

static struct user_fault fixed_fault(const struct trap_frame *frame)
{
	const struct fixed_fault *fixed = &fixed_faults[frame->vector];

	return (struct user_fault){
		.signal = fixed->signal,
		.code = fixed->code,
		.address = fixed->at_rip ? frame->rip : 0,
	};
}

/* The signal of a page fault that could not be resolved. */
static struct user_fault memory_fault(unsigned long address, int error)
{
	struct user_fault fault = {.signal = SIGSEGV, .address = address};

	switch (error) {
	case -EACCES:
		fault.code = SEGV_ACCERR;
		break;
	case -EIO:
		fault.signal = SIGBUS;
		fault.code = BUS_ADRERR;
		break;
	case -ENOMEM:
		fault.signal = SIGKILL;
		fault.code = SI_KERNEL;
		break;
	default:
		fault.code = SEGV_MAPERR;
	}
	return fault;
}

/* Addresses of the kernel's look like those of nothing. */
static int resolve(const struct trap_frame *frame, unsigned long address)
{
	if (address >= USER_END)
		return -EFAULT;
	return page_fault_resolve(address, (unsigned int)frame->error_code &
						   PAGE_FAULT_ACCESS);
}

/* Apart, as it has a stack canary, which what goes well can do without. */
static __noinline void raise_memory_fault(struct trap_frame *frame,
					  unsigned long address, int error)
{
	struct user_fault fault = memory_fault(address, error);

	user_exception(frame, &fault);
}

static void page_fault_from_user(struct trap_frame *frame)
{
	const unsigned long address = read_cr2();
	int error;

	irq_enable();
	error = resolve(frame, address);
	if (unlikely(error))
		raise_memory_fault(frame, address, error);
	irq_disable();
}

static void fpu_wanted(struct trap_frame *frame)
{
	const struct user_fault out_of_memory = {.signal = SIGKILL,
						 .code = SI_KERNEL};

	if (user_task_want_fpu())
		user_exception(frame, &out_of_memory);
}

/* What tells more of the exception @vector. Interrupts are off. */
static u64 read_details(unsigned int vector)
{
	switch (vector) {
	case TRAP_DEBUG:
		return read_and_clear_dr6();
	case TRAP_X87:
		return fpu_exceptions();
	case TRAP_SIMD:
		return simd_exceptions();
	default:
		return 0;
	}
}

/* Interrupts are on. */
static void raise_signal(struct trap_frame *frame, u64 details)
{
	struct user_fault fault;

	switch (frame->vector) {
	case TRAP_DEBUG:
		fault = debug_fault(frame, details);
		break;
	case TRAP_X87:
	case TRAP_SIMD:
		fault = float_fault(frame, (unsigned int)details);
		break;
	default:
		fault = fixed_fault(frame);
	}
	user_exception(frame, &fault);
}

static bool becomes_signal(unsigned int vector)
{
	return vector == TRAP_DEBUG || vector == TRAP_X87 ||
	       vector == TRAP_SIMD || fixed_faults[vector].signal;
}

/* But page faults. Apart, as it has a stack canary: see exception_survived(). */
static __noinline bool survived_in_user_mode(struct trap_frame *frame)
{
	const unsigned int vector = (unsigned int)frame->vector;
	u64 details;

	if (vector != TRAP_DEVICE_NOT_AVAILABLE && !becomes_signal(vector))
		return false;
	details = read_details(vector);
	irq_enable();
	if (vector == TRAP_DEVICE_NOT_AVAILABLE)
		fpu_wanted(frame);
	else
		raise_signal(frame, details);
	irq_disable();
	return true;
}

/* Interrupts may go on, and the thread may sleep, as before the fault. */
static int resolve_if_allowed(const struct trap_frame *frame,
			      unsigned long address)
{
	int error;

	if (!(frame->rflags & RFLAGS_IF) || preempt_is_off())
		return -EFAULT;
	irq_enable();
	error = resolve(frame, address);
	irq_disable();
	return error;
}

/* Of the kernel: only a copy from or to user memory may make one. */
static bool page_fault_survived(struct trap_frame *frame)
{
	const unsigned long address = read_cr2();
	unsigned long fixup;

	if (address >= DIRECT_MAP_START)
		return false;
	fixup = exception_fixup(frame->rip);
	if (!fixup)
		return false;
	if (resolve_if_allowed(frame, address))
		frame->rip = fixup;
	return true;
}

/*
 * A debug exception that a program has caused, by a breakpoint at what MOV SS
 * reads, is put off behind the instruction that follows: when that is SYSCALL
 * it comes here (CVE-2018-8897). It is of no more use.
 */
static bool debug_survived(const struct trap_frame *frame)
{
	if (frame->rip != (u64)syscall_entry)
		return false;
	read_and_clear_dr6();
	return true;
}

/* Registers that a program has made, and the processor does not load. */
static bool general_protection_survived(struct trap_frame *frame)
{
	if (!user_xrstor_refused(frame->rip))
		return false;
	frame->rip = exception_fixup(frame->rip);
	return true;
}

/*
 * As oops(), which follows when it returns false, this reads no stack canary on
 * the way of the kernel's own faults: GS may be what broke.
 */
bool exception_survived(struct trap_frame *frame)
{
	if (trap_from_user(frame)) {
		if (frame->vector != TRAP_PAGE_FAULT)
			return survived_in_user_mode(frame);
		page_fault_from_user(frame);
		return true;
	}
	if (frame->vector == TRAP_PAGE_FAULT)
		return page_fault_survived(frame);
	if (frame->vector == TRAP_DEBUG)
		return debug_survived(frame);
	if (frame->vector == TRAP_GENERAL_PROTECTION)
		return general_protection_survived(frame);
	return false;
}
