// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stopping and continuing processes. process->stop_signal is set as soon as the first
 * task takes the signal; the others find out on their way to user mode, and the last
 * one to stop tells the parent.
 */
#include <exo/process_life.h>

#include "internal.h"
#include "signal_internal.h"

static bool killed(const struct process *process)
{
	return signal_task_is_to_end(current) ||
	       (current->signals.queue.pending |
		process->signals.queue.pending) &
		       SIGNAL_BIT(SIGKILL);
}

void signal_note_stopped(struct process *process, u32 nr_tasks)
{
	if (!process->stop_signal || process->signals.has_stopped ||
	    process->signals.nr_stopped != nr_tasks)
		return;
	process->signals.has_stopped = true;
	process->stop_news = true;
	process->continue_news = false;
	process_tell_parent_locked(process);
}

void signal_wait_stopped(struct process *process)
{
	process->signals.nr_stopped++;
	signal_note_stopped(process, process->nr_tasks);
	while (process->stop_signal && !killed(process))
		wait_on(&process->stopped, &process_lock);
	process->signals.nr_stopped--;
}

void signal_stop(struct process *process, unsigned int signal)
{
	struct task *task;

	process->stop_signal = (u8)signal;
	list_for_each_entry(task, &process->tasks, process_node)
		signal_update_locked(task);
	signal_wait_stopped(process);
}

void signal_end_stop(struct process *process, bool by_continue)
{
	if (!process->stop_signal)
		return;
	process->stop_signal = 0;
	process->stop_news = false;
	if (by_continue && process->signals.has_stopped) {
		process->continue_news = true;
		process_tell_parent_locked(process);
	} else {
		tree_sort_by_news(process);
	}
	process->signals.has_stopped = false;
	wake_all(&process->stopped);
}
