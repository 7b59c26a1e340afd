// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls about processors, of which programs see one.
 */
#include <exo/compiler.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/membarrier.h>

long sys_getcpu(u32 __user *cpu, u32 __user *node)
{
	if (cpu && user_put(cpu, 0))
		return -EFAULT;
	if (node && user_put(node, 0))
		return -EFAULT;
	return 0;
}

/*
 * With one processor, what runs now has seen all that ran before: every barrier
 * has been passed.
 */
long sys_membarrier(int command, u32 flags)
{
	const int commands = MEMBARRIER_CMD_GLOBAL |
			     MEMBARRIER_CMD_GLOBAL_EXPEDITED |
			     MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED |
			     MEMBARRIER_CMD_PRIVATE_EXPEDITED |
			     MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED;

	if (flags)
		return -EINVAL;
	if (command == MEMBARRIER_CMD_QUERY)
		return commands;
	/* One of them. */
	return command & ~commands || command & (command - 1) ? -EINVAL : 0;
}
