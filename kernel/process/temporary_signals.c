// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stands in for functions of <exo/process.h>.
 */
#include <exo/process.h>
#include <exo/thread.h>

__weak void process_put(struct process *process)
{
	(void)process;
}

__weak struct process *process_find(u32 id)
{
	(void)id;
	return NULL;
}

__weak struct task *process_find_task(u32 id)
{
	(void)id;
	return NULL;
}

__weak struct process *process_next(u32 id)
{
	(void)id;
	return NULL;
}

__weak bool process_group_orphaned_locked(const struct process_group *group)
{
	(void)group;
	return true;
}

__weak __noreturn void process_exit(u32 status)
{
	thread_exit((int)status);
}
