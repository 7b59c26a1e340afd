// SPDX-License-Identifier: GPL-2.0-only
/*
 * Call traces by frame pointer. Each function with a frame has
 *
 *	RBP -> caller's RBP
 *	       return address
 *
 * and the entry code leaves in RBP the address of a struct trap_frame plus
 * one, so the trace goes on in what was interrupted, on another stack too.
 *
 * A return address is given less one, so that it names the call and its
 * function even where the call is the function's last instruction.
 */
#include "unwind.h"

#include "internal.h"

#include <exo/sections.h>

struct call_frame {
	unsigned long caller_fp;
	unsigned long return_address;
};

/* Whether @bytes at @address may be read: aligned and on one kernel stack. */
static bool on_stack(unsigned long address, size_t bytes)
{
	struct stack_range range;

	return address % sizeof(long) == 0 && stack_find(address, &range) &&
	       range.end - address >= bytes;
}

/* Whether a CALL ends where @address begins: E8, or FF with 2 as its REG. */
static bool follows_call(unsigned long address)
{
	const u8 *code = (const u8 *)address;

	if (!kernel_text_contains(address - 7) ||
	    !kernel_text_contains(address))
		return false;
	if (code[-5] == 0xe8)
		return true;
	for (int length = 2; length <= 7; length++)
		if (code[-length] == 0xff && (code[1 - length] >> 3 & 7) == 2)
			return true;
	return false;
}

/*
 * A function that has not built its frame yet, or never does, and one called
 * through a bad pointer: the return address is still where CALL put it.
 */
static unsigned long find_frameless_caller(const struct trap_frame *frame)
{
	unsigned long address;

	if (!on_stack(frame->rsp, sizeof(address)))
		return 0;
	address = *(const unsigned long *)frame->rsp;
	return follows_call(address) ? address - 1 : 0;
}

static enum unwind_result step_over_trap(struct unwind *unwind)
{
	const struct trap_frame *frame = (void *)(unwind->fp - 1);

	if (!on_stack(unwind->fp - 1, sizeof(*frame)))
		return UNWIND_BAD_FRAME;
	if (trap_from_user(frame))
		return UNWIND_END;
	unwind->address = frame->rip;
	unwind->frameless_caller = find_frameless_caller(frame);
	unwind->fp = frame->rbp;
	return UNWIND_TRAP;
}

static enum unwind_result step_over_call(struct unwind *unwind)
{
	const struct call_frame *frame = (void *)unwind->fp;

	if (!on_stack(unwind->fp, sizeof(*frame)))
		return UNWIND_BAD_FRAME;
	unwind->address = frame->return_address - 1;
	/* Called by a program: RBP is that one's. */
	unwind->fp = syscall_entry_contains(unwind->address) ? 0
							     : frame->caller_fp;
	return kernel_text_contains(unwind->address) ? UNWIND_CALL
						     : UNWIND_BAD_RETURN;
}

enum unwind_result unwind_step(struct unwind *unwind)
{
	if (unwind->fp == 0)
		return UNWIND_END;
	return unwind->fp & 1 ? step_over_trap(unwind) : step_over_call(unwind);
}
