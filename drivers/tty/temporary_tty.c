// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stands for the tree of processes and signals until they are there.
 */
#include <exo/compiler.h>
#include <exo/process.h>
#include <exo/signal.h>

__weak void process_group_get_locked(struct process_group *group)
{
	(void)group;
}

__weak void process_group_put_locked(struct process_group *group)
{
	(void)group;
}

__weak void session_get_locked(struct session *session)
{
	(void)session;
}

__weak void session_put_locked(struct session *session)
{
	(void)session;
}

__weak bool process_group_orphaned_locked(const struct process_group *group)
{
	(void)group;
	return true;
}

__weak struct process_group *process_group_find_locked(u32 id)
{
	(void)id;
	return NULL;
}

__weak void
process_set_terminal_hangup(void (*hang_up)(struct session *session))
{
	(void)hang_up;
}

__weak bool signal_without_effect(unsigned int signal)
{
	(void)signal;
	return true;
}

__weak void signal_send_group_locked(struct process_group *group,
				     const struct signal_info *info)
{
	(void)group;
	(void)info;
}

__weak int signal_send_process_locked(struct process *process,
				      const struct signal_info *info)
{
	(void)process;
	(void)info;
	return 0;
}
