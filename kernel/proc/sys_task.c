// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls about the calling task.
 */
#include <exo/compiler.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/thread.h>

#include "exit.h"

long sys_getpid(void)
{
	return current->process_id;
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
	EXIT_CODE_MASK = 0xff
};

/* Tests run programs in tasks that belong to no process. */
long sys_exit(int code)
{
	if (IS_ENABLED(CONFIG_PROCESS) && current->process)
		task_exit(EXIT_STATUS(code));
	thread_exit(code & EXIT_CODE_MASK);
}

long sys_exit_group(int code)
{
	if (IS_ENABLED(CONFIG_PROCESS) && current->process)
		process_exit(EXIT_STATUS(code));
	thread_exit(code & EXIT_CODE_MASK);
}
