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

void code_address_print(const char *before, unsigned long address,
			const char *after)
{
	if (IS_ENABLED(CONFIG_KALLSYMS))
		pr_emerg("%s%pS [<%016lx>]%s\n", before, (void *)address,
			 address, after);
	else
		pr_emerg("%s[<%016lx>]%s\n", before, address, after);
}

/* Whether @bytes at @address may be read: aligned and on one kernel stack. */
static bool on_stack(unsigned long address, size_t bytes)
{
	struct stack_range range;

	return address % sizeof(long) == 0 && stack_find(address, &range) &&
	       range.end - address >= bytes;
}

/*
 * Code that called through a bad pointer has no frame yet; its caller is
 * found where CALL put the return address.
 */
static void bad_call_print(const struct trap_frame *frame)
{
	unsigned long address;

	if (kernel_text_contains(frame->rip) ||
	    !on_stack(frame->rsp, sizeof(address)))
		return;
	address = *(const unsigned long *)frame->rsp;
	if (kernel_text_contains(address))
		code_address_print("  ", address - 1, "");
}

/* Print the interrupted place; its frame pointer, or 0 to stop there. */
static unsigned long trap_frame_step(const struct trap_frame *frame)
{
	code_address_print("  ", frame->rip, " (interrupted)");
	if (trap_from_user(frame))
		return 0;
	bad_call_print(frame);
	return frame->rbp;
}

static unsigned long call_frame_step(const struct call_frame *frame)
{
	if (!kernel_text_contains(frame->return_address)) {
		pr_emerg("  (return address %#lx is not code)\n",
			 frame->return_address);
		return 0;
	}
	code_address_print("  ", frame->return_address - 1, "");
	return frame->caller_fp;
}

static void walk(unsigned long fp)
{
	pr_emerg("Call trace:\n");
	for (unsigned int depth = 0; fp; depth++) {
		bool is_trap = fp & 1;
		unsigned long frame = fp - is_trap;
		size_t bytes = is_trap ? sizeof(struct trap_frame)
				       : sizeof(struct call_frame);

		if (depth == DEPTH_MAX) {
			pr_emerg("  (more calls not shown)\n");
			return;
		}
		if (!on_stack(frame, bytes)) {
			pr_emerg("  (frame pointer %#lx is not on a stack)\n",
				 fp);
			return;
		}
		fp = is_trap ? trap_frame_step((void *)frame)
			     : call_frame_step((void *)frame);
	}
}

__noinline void backtrace_print(void)
{
	walk((unsigned long)__builtin_frame_address(0));
}

void backtrace_print_frame(const struct trap_frame *frame)
{
	walk((unsigned long)frame + 1);
}
