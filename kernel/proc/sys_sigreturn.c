// SPDX-License-Identifier: GPL-2.0-only
/*
 * Back from a signal handler, and from an interruption.
 */
#include <exo/arch_entry.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <exo/user_task.h>
#include <uapi/siginfo.h>

#include "signal_deliver.h"

/* The registers are those of the frame from here on, rax among them. */
long sys_rt_sigreturn(void)
{
	static const struct user_fault bad_frame = {.signal = SIGSEGV,
						    .code = SI_KERNEL};
	struct trap_frame *frame = &current->user->frame;

	frame->error_code = SYSCALL_SETTLED;
	if (signal_frame_pop(frame))
		signal_deliver_fault(frame, &bad_frame);
	return (long)frame->rax;
}

long sys_restart_syscall(void)
{
	const struct signal_resume resume = current->signals.resume;

	current->signals.resume.go_on = NULL;
	return resume.go_on ? resume.go_on(&resume) : -EINTR;
}
