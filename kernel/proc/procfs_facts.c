// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is known of a process, taken down at one moment for stat and status.
 */
#include <exo/process.h>
#include <exo/string.h>
#include <exo/tty.h>

#include "procfs_process.h"

static char state_letter(const struct subject *subject)
{
	const struct task *task = subject->task;

	if (!task || task->state == TASK_DEAD)
		return 'Z';
	if (task->state == TASK_RUNNABLE)
		return 'R';
	if (subject->process->stop_signal)
		return 'T';
	return task->interruptible ? 'S' : 'D';
}

/* All that follows: process_lock is held. */

static void look_at_terminal(const struct tty *terminal,
			     struct process_facts *facts)
{
	u32 foreground = 0;

	facts->terminal = 0;
	if (IS_ENABLED(CONFIG_TTY) && terminal) {
		facts->terminal = tty_number(terminal);
		foreground = tty_foreground_locked(terminal);
	}
	facts->foreground = foreground ? (s32)foreground : -1;
}

static void look_at_relations(const struct process *process,
			      struct process_facts *facts)
{
	const struct process_group *group = process->group;

	facts->parent = process->parent ? process->parent->id : 0;
	facts->group = group ? group->id : 0;
	facts->session = group ? group->session->id : 0;
	look_at_terminal(group ? group->session->terminal : NULL, facts);
}

static void look_at_actions(const struct signal_actions *actions,
			    struct process_facts *facts)
{
	for (unsigned int signal = 1; actions && signal <= SIGNALS; signal++) {
		u64 handler = signal_action(actions, signal)->handler;

		if (handler == SIG_IGN)
			facts->ignored |= SIGNAL_BIT(signal);
		else if (handler != SIG_DFL)
			facts->caught |= SIGNAL_BIT(signal);
	}
}

static void look_at_signals(const struct subject *subject,
			    struct process_facts *facts)
{
	const struct process_signals *signals = &subject->process->signals;

	facts->process_pending = signals->queue.pending;
	facts->pending = facts->blocked = facts->ignored = facts->caught = 0;
	if (subject->task) {
		facts->pending = subject->task->signals.queue.pending;
		facts->blocked = subject->task->signals.blocked;
	}
	look_at_actions(signals->actions, facts);
}

static void look_at_task(const struct task *task, struct process_facts *facts)
{
	strscpy(facts->name, task->name, sizeof(facts->name));
	facts->nice = task->nice;
	facts->switches = task->stats.bursts;
	facts->preemptions = task->stats.preemptions;
}

static void look_at_process(const struct process *process,
			    struct process_facts *facts)
{
	facts->id = facts->process = process->id;
	strscpy(facts->name, process->last_name, sizeof(facts->name));
	facts->nice = 0;
	facts->switches = facts->preemptions = 0;
	facts->has_executed = process->has_executed;
	facts->no_new_privileges = process->no_new_privileges;
	facts->tasks = process->nr_tasks;
	facts->exit_signal = process->exit_signal;
	facts->exit_status = process->ending ? process->exit_status : 0;
	facts->resident_max = process->limits[RLIMIT_RSS].rlim_cur;
	facts->queued_max = process->limits[RLIMIT_SIGPENDING].rlim_cur;
	facts->children = process->children_times;
}

void process_look(const struct subject *subject, struct process_facts *facts)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);

	look_at_process(subject->process, facts);
	if (subject->task)
		look_at_task(subject->task, facts);
	if (subject->one_task)
		facts->id = subject->task->id;
	facts->state = state_letter(subject);
	look_at_relations(subject->process, facts);
	look_at_signals(subject, facts);
	spin_unlock_irqrestore(&process_lock, flags);
}
