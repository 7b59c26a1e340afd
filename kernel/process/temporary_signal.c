// SPDX-License-Identifier: GPL-2.0-only
/*
 * In place of signals until they are there.
 */
#include <exo/kmalloc.h>
#include <exo/process.h>
#include <uapi/errno.h>

int signal_send_process_locked(struct process *process,
			       const struct signal_info *info)
{
	(void)process;
	(void)info;
	return 0;
}

void signal_send_group_locked(struct process_group *group,
			      const struct signal_info *info)
{
	(void)group;
	(void)info;
}

int signal_fork(struct process *process, struct task *child, bool share_actions)
{
	(void)child;
	(void)share_actions;
	process->signals.actions = kzalloc(sizeof(struct signal_actions));
	return process->signals.actions ? 0 : -ENOMEM;
}

int signal_fork_task(struct task *child)
{
	(void)child;
	return 0;
}

void signal_exit_task(void)
{
}

void signal_exit_process(struct process *process)
{
	kfree(process->signals.actions);
}
