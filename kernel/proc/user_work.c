// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a task does before it goes back to user mode. One that is of no process has no
 * handlers: any signal ends it.
 */
#include <asm/user_state.h>
#include <exo/arch_entry.h>
#include <exo/compiler.h>
#include <exo/task_signal.h>
#include <exo/thread.h>

#include "signal_deliver.h"
#include "syscall_trace.h"
#include "user_exception.h"

static void end_by_signal(void)
{
	u64 signals = READ_ONCE(current->pending_signals);

	if (signals)
		thread_exit(SIGNAL_EXIT(1 + __builtin_ctzl(signals)));
}

void user_do_work(struct trap_frame *frame, u32 bits)
{
	if (bits & USER_WORK_TRACE)
		syscall_trace_result(frame);
	if (!(bits & USER_WORK_SIGNAL))
		return;
	if (current->process)
		signal_deliver(frame);
	else
		end_by_signal();
}
