/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: arch, private to this folder. Walking the frame pointers, a call at
 * a time. Nothing is read that does not lie on a known kernel stack or in the
 * kernel's code, so any value of fp may be tried.
 */
#ifndef ARCH_KERNEL_UNWIND_H
#define ARCH_KERNEL_UNWIND_H

enum unwind_result {
	UNWIND_CALL, /* address lies in the call that led here */
	UNWIND_TRAP, /* address was interrupted */
	UNWIND_END, /* no caller: start of the stack, or user mode */
	UNWIND_BAD_FRAME, /* fp is not on a stack */
	UNWIND_BAD_RETURN, /* address, read from the stack, is not code */
};

struct unwind {
	unsigned long fp; /* where to go on; set by the caller at first */
	unsigned long address;
	/*
	 * After UNWIND_TRAP: a place in the call that led to code which has
	 * no frame, or 0.
	 */
	unsigned long frameless_caller;
};

/* One step outward from @unwind->fp, a saved RBP or struct trap_frame + 1. */
enum unwind_result unwind_step(struct unwind *unwind);

#endif
