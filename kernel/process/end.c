// SPDX-License-Identifier: GPL-2.0-only
/*
 * The end of a process: its tasks leave it one by one, and with the last it is a
 * zombie, a struct process that keeps the status for its parent.
 */
#include <exo/panic.h>
#include <exo/signal.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "internal.h"

static void (*terminal_hangup)(struct session *session);

void process_set_terminal_hangup(void (*hang_up)(struct session *session))
{
	ASSERT(!terminal_hangup);
	terminal_hangup = hang_up;
}

static void kill_other_tasks(struct process *process)
{
	struct task *task;

	list_for_each_entry(task, &process->tasks, process_node)
		if (task != current)
			signal_update_locked(task);
	wake_all(&process->stopped);
}

void process_end_all(u32 status)
{
	struct process *process = current_process;
	unsigned long flags = spin_lock_irqsave(&process_lock);
	bool superseded = process->single_task &&
			  process->single_task != current;

	if (!process->ending && !superseded) {
		process->ending = true;
		process->exit_status = status;
		if (process->nr_tasks > 1)
			kill_other_tasks(process);
	}
	spin_unlock_irqrestore(&process_lock, flags);
}

bool process_task_begin_end(u64 resident_max)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	bool last = --current_process->nr_running == 0;

	process_note_memory_locked(current_process, resident_max);
	spin_unlock_irqrestore(&process_lock, flags);
	return last;
}

/* The session that ends with its leader, the current process; NULL. */
static struct session *session_to_hang_up(void)
{
	struct process *process = current_process;
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct session *session = process->group->session;
	bool ends = session->leader == process;

	spin_unlock_irqrestore(&process_lock, flags);
	return ends && session->terminal && terminal_hangup ? session : NULL;
}

static void leave_process(struct process *process)
{
	struct process_times times;

	task_get_times(current, &times);
	process_times_add(&process->ended_tasks, &times);
	if (current->id != process->id)
		process_id_remove(&current->process_id_entry);
	list_del(&current->process_node);
	if (--process->nr_tasks)
		limits_uncount_task(process);
	current->process = NULL;
}

/* @process has lost its last task. */
static void become_zombie(struct process *process, u32 status,
			  struct list_head *dead)
{
	if (!process->ending)
		process->exit_status = status;
	process->ending = true;
	process->state = PROCESS_ZOMBIE;
	memcpy(process->last_name, current->name, sizeof(process->last_name));
	process->stop_signal = 0;
	process->stop_news = process->continue_news = false;
	if (process->group->session->leader == process)
		process->group->session->leader = NULL;
	tree_give_away_children(process, dead);
	tree_unlink_from_group(process);
	if (tree_report_end(process))
		process_unpublish(process, dead);
}

void process_task_end(u32 status, bool last)
{
	struct process *process = current_process;
	struct session *session = last ? session_to_hang_up() : NULL;
	LIST_HEAD(dead);
	unsigned long flags;
	bool ends;

	if (unlikely(session))
		terminal_hangup(session);
	signal_exit_task();
	flags = spin_lock_irqsave(&process_lock);
	leave_process(process);
	ends = !process->nr_tasks;
	if (ends)
		become_zombie(process, status, &dead);
	else if (process->single_task)
		wake_all(&process->child_news);
	spin_unlock_irqrestore(&process_lock, flags);
	if (ends)
		signal_exit_process(process);
	process_put_all(&dead);
	process_put(process);
}

/* The task that is left takes over the number of the first one. */
static void take_first_number(struct process *process)
{
	if (current->id == process->id)
		return;
	process_id_remove(&current->process_id_entry);
	current->id = process->id;
}

int process_become_single(void)
{
	struct process *process = current_process;
	unsigned long flags = spin_lock_irqsave(&process_lock);
	int error = 0;

	if (process->ending || process->single_task)
		error = -EINTR;
	if (!error && process->nr_tasks > 1) {
		process->single_task = current;
		kill_other_tasks(process);
		while (process->nr_tasks > 1)
			wait_on(&process->child_news, &process_lock);
		process->single_task = NULL;
	}
	if (!error)
		take_first_number(process);
	spin_unlock_irqrestore(&process_lock, flags);
	return error;
}
