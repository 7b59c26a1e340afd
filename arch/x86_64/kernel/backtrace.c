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
 * A return address is printed less one, so that it names the call and its
 * function even where the call is the function's last instruction.
 */
#include "internal.h"

#include <exo/backtrace.h>
#include <exo/printk.h>
#include <exo/sections.h>

enum {
	DEPTH_MAX = 32
};

struct call_frame {
	unsigned long caller_fp;
	unsigned long return_address;
};

void code_address_print(enum log_level level, const char *before,
			unsigned long address, const char *after)
{
	if (IS_ENABLED(CONFIG_KALLSYMS))
		printk(level, "%s%pS [<%016lx>]%s\n", before, (void *)address,
		       address, after);
	else
		printk(level, "%s[<%016lx>]%s\n", before, address, after);
}

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
static void frameless_caller_print(enum log_level level,
				   const struct trap_frame *frame)
{
	unsigned long address;

	if (!on_stack(frame->rsp, sizeof(address)))
		return;
	address = *(const unsigned long *)frame->rsp;
	if (follows_call(address))
		code_address_print(level, "  ", address - 1, "");
}

/* Print the interrupted place; its frame pointer, or 0 to stop there. */
static unsigned long trap_frame_step(enum log_level level,
				     const struct trap_frame *frame)
{
	code_address_print(level, "  ", frame->rip, " (interrupted)");
	if (trap_from_user(frame))
		return 0;
	frameless_caller_print(level, frame);
	return frame->rbp;
}

static unsigned long call_frame_step(enum log_level level,
				     const struct call_frame *frame)
{
	if (!kernel_text_contains(frame->return_address)) {
		printk(level, "  (return address %#lx is not code)\n",
		       frame->return_address);
		return 0;
	}
	code_address_print(level, "  ", frame->return_address - 1, "");
	return frame->caller_fp;
}

static void walk(enum log_level level, unsigned long fp)
{
	printk(level, "Call trace:\n");
	for (unsigned int depth = 0; fp; depth++) {
		bool is_trap = fp & 1;
		unsigned long frame = fp - is_trap;
		size_t bytes = is_trap ? sizeof(struct trap_frame)
				       : sizeof(struct call_frame);

		if (depth == DEPTH_MAX) {
			printk(level, "  (more calls not shown)\n");
			return;
		}
		if (!on_stack(frame, bytes)) {
			printk(level,
			       "  (frame pointer %#lx is not on a stack)\n",
			       fp);
			return;
		}
		fp = is_trap ? trap_frame_step(level, (void *)frame)
			     : call_frame_step(level, (void *)frame);
	}
}

__noinline void backtrace_print(enum log_level level)
{
	walk(level, (unsigned long)__builtin_frame_address(0));
}

void backtrace_print_frame(enum log_level level, const struct trap_frame *frame)
{
	walk(level, (unsigned long)frame + 1);
}
