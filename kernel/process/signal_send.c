// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sending signals: what becomes of one, and which task hears of it.
 */
#include <exo/process.h>
#include <uapi/errno.h>
#include <uapi/siginfo.h>

#include "internal.h"
#include "signal_internal.h"

/* Is @signal none of @task's business? It may be only as long as it is blocked. */
static bool ignored(const struct process *process, const struct task *task,
		    unsigned int signal)
{
	const u64 bit = SIGNAL_BIT(signal);
	u64 handler = signal_action(process->signals.actions, signal)->handler;

	if ((task->signals.blocked | task->signals.awaited) & bit)
		return false;
	if (handler != SIG_DFL)
		return handler == SIG_IGN;
	return bit & SIGNALS_IGNORED || process == init_process;
}

/* The first task of @process that has not ended; NULL. */
static struct task *first_task(const struct process *process)
{
	struct task *task;

	list_for_each_entry(task, &process->tasks, process_node) {
		if (!task->signals.gone)
			return task;
	}
	return NULL;
}

void signal_drop(struct process *process, u64 set)
{
	struct task *task;

	signal_queue_drop(process, &process->signals.queue, set);
	list_for_each_entry(task, &process->tasks, process_node)
		signal_queue_drop(process, &task->signals.queue, set);
}

static bool wants(const struct task *task, u64 set)
{
	return !task->signals.gone && set & ~task->signals.blocked;
}

void signal_notify(struct process *process, u64 set)
{
	struct task *task;

	if (current->process == process && wants(current, set)) {
		signal_update_locked(current);
		return;
	}
	list_for_each_entry(task, &process->tasks, process_node) {
		if (wants(task, set)) {
			signal_update_locked(task);
			return;
		}
	}
}

/*
 * Stops and SIGCONT undo each other, and SIGKILL all, even when ignored. Apart, for it
 * is rare, and saves registers.
 */
#define SIGNALS_UNDOING \
	(SIGNALS_STOPPING | SIGNAL_BIT(SIGCONT) | SIGNAL_BIT(SIGKILL))

static __noinline void undo_others(struct process *process, unsigned int signal)
{
	if (SIGNAL_BIT(signal) & SIGNALS_STOPPING) {
		signal_drop(process, SIGNAL_BIT(SIGCONT));
	} else if (signal == SIGCONT) {
		signal_drop(process, SIGNALS_STOPPING);
		signal_end_stop(process, true);
	} else if (signal == SIGKILL) {
		signal_end_stop(process, false);
	}
}

/* To @task, or to any of @process's if that is NULL. */
static int send(struct process *process, struct task *task,
		const struct signal_info *info)
{
	struct task *witness = task ? task : first_task(process);
	int err;

	if (!process->signals.actions || !witness || witness->signals.gone)
		return 0;
	if (unlikely(SIGNAL_BIT(info->signal) & SIGNALS_UNDOING))
		undo_others(process, info->signal);
	if (ignored(process, witness, info->signal))
		return 0;
	err = signal_queue_add(
		process, task ? &task->signals.queue : &process->signals.queue,
		info);
	if (err)
		return err;
	if (task)
		signal_update_locked(task);
	else
		signal_notify(process, SIGNAL_BIT(info->signal));
	if (IS_ENABLED(CONFIG_SIGNALFD))
		poll_notify(&process->signals.news, POLLIN);
	return 0;
}

/* How many entries *@info takes. */
static u32 entries_for(const struct signal_info *info)
{
	return info->code != SI_KERNEL;
}

int signal_send_task_locked(struct task *task, const struct signal_info *info)
{
	return task->process ? send(task->process, task, info) : 0;
}

int signal_send_task(struct task *task, const struct signal_info *info)
{
	unsigned long flags = signal_lock_with_entries(entries_for(info));
	int err = signal_send_task_locked(task, info);

	spin_unlock_irqrestore(&process_lock, flags);
	return err;
}

int signal_send_process(struct process *process, const struct signal_info *info)
{
	unsigned long flags = signal_lock_with_entries(entries_for(info));
	int err = send(process, NULL, info);

	spin_unlock_irqrestore(&process_lock, flags);
	return err;
}

int signal_send_process_locked(struct process *process,
			       const struct signal_info *info)
{
	return send(process, NULL, info);
}

/* @set goes on with @signal: stops and SIGCONT undo each other. */
static u64 set_with(u64 set, unsigned int signal)
{
	if (signal == SIGCONT)
		set &= ~SIGNALS_STOPPING;
	else if (SIGNAL_BIT(signal) & SIGNALS_STOPPING)
		set &= ~SIGNAL_BIT(SIGCONT);
	return set | SIGNAL_BIT(signal);
}

int signal_send_member_locked(struct process *process,
			      const struct signal_info *info)
{
	struct task *task;

	list_for_each_entry(task, &process->tasks, process_node) {
		struct task_signals *signals = &task->signals;

		if (signals->forking)
			signals->for_child =
				set_with(signals->for_child, info->signal);
	}
	return send(process, NULL, info);
}

void signal_send_group_locked(struct process_group *group,
			      const struct signal_info *info)
{
	struct process *process;

	list_for_each_entry(process, &group->members, group_node)
		signal_send_member_locked(process, info);
}

void signal_send_group(struct process_group *group,
		       const struct signal_info *info)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	u32 nr = entries_for(info) * process_group_members_locked(group);

	spin_unlock_irqrestore(&process_lock, flags);
	flags = signal_lock_with_entries(nr);
	signal_send_group_locked(group, info);
	spin_unlock_irqrestore(&process_lock, flags);
}
