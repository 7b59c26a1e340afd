// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls about the calling task.
 */
#include <exo/syscalls.h>
#include <exo/thread.h>

long sys_getpid(void)
{
	return current->id;
}

long sys_gettid(void)
{
	return current->id;
}

long sys_sched_yield(void)
{
	thread_yield();
	return 0;
}

enum {
	EXIT_STATUS_MASK = 0xff
};

long sys_exit(int status)
{
	thread_exit(status & EXIT_STATUS_MASK);
}

long sys_exit_group(int status)
{
	return sys_exit(status);
}
