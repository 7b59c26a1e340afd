/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch. Exceptions and interrupts of this CPU.
 */
#ifndef ASM_TRAP_H
#define ASM_TRAP_H

#include <exo/types.h>

/* Vectors the processor itself raises (Intel SDM vol. 3, table 6-1). */
enum trap_vector {
	TRAP_DIVIDE = 0,
	TRAP_DEBUG = 1,
	TRAP_NMI = 2,
	TRAP_BREAKPOINT = 3,
	TRAP_OVERFLOW = 4,
	TRAP_BOUND = 5,
	TRAP_INVALID_OPCODE = 6,
	TRAP_DEVICE_NOT_AVAILABLE = 7,
	TRAP_DOUBLE_FAULT = 8,
	TRAP_INVALID_TSS = 10,
	TRAP_SEGMENT_NOT_PRESENT = 11,
	TRAP_STACK_SEGMENT = 12,
	TRAP_GENERAL_PROTECTION = 13,
	TRAP_PAGE_FAULT = 14,
	TRAP_X87 = 16,
	TRAP_ALIGNMENT = 17,
	TRAP_MACHINE_CHECK = 18,
	TRAP_SIMD = 19,
	TRAP_VIRTUALIZATION = 20,
	TRAP_CONTROL_PROTECTION = 21,
	TRAP_EXCEPTIONS = 32, /* first vector that is not an exception */
	TRAP_VECTORS = 256,
	/*
	 * No vector: in the frame of a system call that is completed, whose
	 * error_code is the number of the call.
	 */
	TRAP_SYSCALL = 256,
};

/*
 * Give this CPU its descriptor tables: GDT, TSS with the interrupt stacks,
 * IDT. From here on a fault is reported instead of resetting the machine.
 * Called once, first thing after the early console; interrupts off.
 */
void trap_init(void);

/* A vector came that nobody handles: counted, and reported the first time. */
struct trap_frame;
void trap_unexpected(const struct trap_frame *frame);

/* How often a vector nobody handles has been raised. */
u64 trap_unexpected_count(void);

/* How many non-maskable interrupts came without a known cause. */
u64 trap_nmi_count(void);

#endif
