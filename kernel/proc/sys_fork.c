// SPDX-License-Identifier: GPL-2.0-only
/*
 * fork(2) in all its forms. Each is a request to fork.c.
 */
#include <asm/memlayout.h>
#include <exo/compiler.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/sched.h>
#include <uapi/signal.h>

#include "fork.h"

long sys_fork(void)
{
	return fork_task(&(struct fork_request){.exit_signal = SIGCHLD});
}

long sys_vfork(void)
{
	return fork_task(&(struct fork_request){
		.flags = CLONE_VFORK | CLONE_VM,
		.exit_signal = SIGCHLD,
	});
}

long sys_clone(unsigned long flags, unsigned long stack, u32 __user *parent_id,
	       u32 __user *child_id, unsigned long tls)
{
	const struct fork_request request = {
		.flags = (u32)flags & ~CLONE_SIGNAL,
		.exit_signal = flags & CLONE_SIGNAL,
		.stack = stack,
		.tls = tls,
		.parent_id = parent_id,
		.child_id = child_id,
	};

	return fork_task(&request);
}

/* clone3(2): fields that we do not know must be zero. */
static int copy_args(struct clone_args *to, const void __user *from,
		     size_t size)
{
	u8 byte;

	if (size > PAGE_SIZE)
		return -E2BIG;
	if (size < CLONE_ARGS_SIZE_VER0)
		return -EINVAL;
	*to = (struct clone_args){};
	if (user_copy_from(to, from, min(size, sizeof(*to))))
		return -EFAULT;
	for (size_t i = sizeof(*to); i < size; i++) {
		if (user_get(byte, (const u8 __user *)from + i))
			return -EFAULT;
		if (byte)
			return -E2BIG;
	}
	return 0;
}

static int check_args(const struct clone_args *args)
{
	const u64 end = args->stack + args->stack_size;

	if (args->flags & (CLONE_DETACHED | CLONE_SIGNAL))
		return -EINVAL;
	if (args->flags >= CLONE_INTO_CGROUP << 1 ||
	    args->exit_signal > SIGNALS)
		return -EINVAL;
	if (args->set_tid || args->set_tid_size)
		return -EINVAL;
	if (!args->stack != !args->stack_size || end < args->stack ||
	    end > USER_END)
		return -EINVAL;
	if (args->flags & (CLONE_THREAD | CLONE_PARENT) && args->exit_signal)
		return -EINVAL;
	return 0;
}

long sys_clone3(const struct clone_args __user *from, size_t size)
{
	struct fork_request request;
	struct clone_args args;
	int error = copy_args(&args, from, size);

	if (!error)
		error = check_args(&args);
	if (error)
		return error;
	request = (struct fork_request){
		.flags = args.flags,
		.exit_signal = (u32)args.exit_signal,
		.stack = args.stack + args.stack_size,
		.tls = args.tls,
		.parent_id = (u32 __user __force *)args.parent_tid,
		.child_id = (u32 __user __force *)args.child_tid,
	};
	return fork_task(&request);
}
