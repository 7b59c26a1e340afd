// SPDX-License-Identifier: GPL-2.0-only
/*
 * Printing call traces; unwind.c finds them.
 */
#include "internal.h"
#include "unwind.h"

#include <exo/backtrace.h>
#include <exo/printk.h>

enum {
	DEPTH_MAX = 32
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

/* Print one step of the trace; whether there may be another. */
static bool step_print(enum log_level level, struct unwind *unwind)
{
	switch (unwind_step(unwind)) {
	case UNWIND_CALL:
		code_address_print(level, "  ", unwind->address, "");
		return true;
	case UNWIND_TRAP:
		code_address_print(level, "  ", unwind->address,
				   " (interrupted)");
		if (unwind->frameless_caller)
			code_address_print(level, "  ",
					   unwind->frameless_caller, "");
		return true;
	case UNWIND_BAD_FRAME:
		printk(level, "  (frame pointer %#lx is not on a stack)\n",
		       unwind->fp);
		return false;
	case UNWIND_BAD_RETURN:
		printk(level, "  (return address %#lx is not code)\n",
		       unwind->address + 1);
		return false;
	case UNWIND_END:
		break;
	}
	return false;
}

static void trace_print(enum log_level level, unsigned long fp)
{
	struct unwind unwind = {.fp = fp};

	printk(level, "Call trace:\n");
	for (unsigned int depth = 0; depth < DEPTH_MAX; depth++)
		if (!step_print(level, &unwind))
			return;
	printk(level, "  (more calls not shown)\n");
}

__noinline void backtrace_print(enum log_level level)
{
	trace_print(level, (unsigned long)__builtin_frame_address(0));
}

void backtrace_print_frame(enum log_level level, const struct trap_frame *frame)
{
	trace_print(level, (unsigned long)frame + 1);
}
