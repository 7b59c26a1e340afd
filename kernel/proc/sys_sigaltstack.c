// SPDX-License-Identifier: GPL-2.0-only
/*
 * sigaltstack(2): the stack for handlers with SA_ONSTACK.
 */
#include <exo/syscalls.h>
#include <exo/task.h>
#include <exo/uaccess.h>
#include <exo/user_task.h>
#include <uapi/signal.h>

#include "signal_deliver.h"

static struct sigaltstack stack_now(bool in_use)
{
	const struct task_signals *signals = &current->signals;

	return (struct sigaltstack){
		.ss_sp = signals->stack_base,
		.ss_size = signals->stack_size,
		.ss_flags = signals->stack_flags |
			    (!signals->stack_size ? SS_DISABLE
			     : in_use		  ? SS_ONSTACK
						  : 0),
	};
}

static int change(const struct sigaltstack *stack, bool in_use)
{
	struct task_signals *signals = &current->signals;
	const u32 mode = stack->ss_flags & ~SS_AUTODISARM;
	const bool none = mode == SS_DISABLE;

	if (in_use)
		return -EPERM;
	if (!none && mode != SS_ONSTACK && mode != 0)
		return -EINVAL;
	if (!none && stack->ss_size < MINSIGSTKSZ)
		return -ENOMEM;
	signals->stack_base = none ? 0 : stack->ss_sp;
	signals->stack_size = none ? 0 : stack->ss_size;
	signals->stack_flags = stack->ss_flags & SS_AUTODISARM;
	return 0;
}

long sys_sigaltstack(const struct sigaltstack __user *new,
		     struct sigaltstack __user *old)
{
	const bool in_use = signal_on_stack(current->user->frame.rsp);
	const struct sigaltstack before = stack_now(in_use);
	struct sigaltstack stack;
	int err = 0;

	if (new) {
		if (user_copy_from(&stack, new, sizeof(stack)))
			return -EFAULT;
		err = change(&stack, in_use);
	}
	if (!err && old)
		err = user_copy_to(old, &before, sizeof(before));
	return err;
}
