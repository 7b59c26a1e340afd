// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a task does before it goes back to user mode. Any signal ends it until
 * there are handlers.
 */
#include <asm/user_state.h>
#include <exo/arch_entry.h>
#include <exo/compiler.h>
#include <exo/task_signal.h>
#include <exo/thread.h>

#include "user_exception.h"

void user_do_work(struct trap_frame *frame, u32 bits)
{
	u64 signals = READ_ONCE(current->pending_signals);

	(void)frame;
	if (bits & USER_WORK_SIGNAL && signals)
		thread_exit(SIGNAL_EXIT(1 + __builtin_ctzl(signals)));
}
