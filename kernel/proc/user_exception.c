// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exceptions in user mode: a signal to the process. A task that is of none ends, with
 * a line in the log.
 */
#define pr_fmt(fmt) "user: " fmt

#include "user_exception.h"

#include <asm/trap_frame.h>
#include <exo/arch_entry.h>
#include <exo/printk.h>
#include <exo/thread.h>

#include "signal_deliver.h"

bool (*user_exception_probe)(struct trap_frame *frame,
			     const struct user_fault *fault);

static void report(const struct trap_frame *frame,
		   const struct user_fault *fault)
{
	pr_warn("%s (%u) ends by signal %d, code %d, address %#lx\n",
		current->name, current->id, fault->signal, fault->code,
		fault->address);
	pr_warn("%s (%u) was at RIP %#lx, RSP %#lx\n", current->name,
		current->id, (unsigned long)frame->rip,
		(unsigned long)frame->rsp);
}

static void end_task(struct trap_frame *frame, const struct user_fault *fault)
{
	if (!IS_ENABLED(CONFIG_KTEST) || !user_exception_probe)
		report(frame, fault);
	else if (user_exception_probe(frame, fault))
		return;
	thread_exit(SIGNAL_EXIT(fault->signal));
}

void user_exception(struct trap_frame *frame, const struct user_fault *fault)
{
	if (current->process)
		signal_deliver_fault(frame, fault);
	else
		end_task(frame, fault);
}
