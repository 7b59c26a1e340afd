// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls about the place of a process among others.
 */
#include <exo/process_life.h>
#include <exo/syscalls.h>
#include <uapi/errno.h>

long sys_getppid(void)
{
	return READ_ONCE(current_process->parent_id);
}

long sys_set_tid_address(u32 __user *address)
{
	current->clear_id = address;
	return current->id;
}

static u32 or_own(int id)
{
	return id ? (u32)id : current->process_id;
}

long sys_setpgid(int id, int group)
{
	const u32 process = or_own(id);

	if (group < 0 || (!group && id < 0))
		return -EINVAL;
	return process_set_group(process, group ? (u32)group : process);
}

long sys_getpgid(int id)
{
	return process_get_group(or_own(id));
}

long sys_getpgrp(void)
{
	return process_get_group(current->process_id);
}

long sys_setsid(void)
{
	return process_new_session();
}

long sys_getsid(int id)
{
	return process_get_session(or_own(id));
}
