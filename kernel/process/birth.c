// SPDX-License-Identifier: GPL-2.0-only
/*
 * The moment at which a new process, or task, can be found. Before it nobody knows
 * of it, so that whoever makes it may give up; from then on it is there for signals,
 * for its parent and for /proc, even before it has run.
 */
#include <exo/panic.h>
#include <uapi/errno.h>
#include <uapi/signal.h>

#include "internal.h"

void task_join(struct process *process, struct task *task)
{
	assert_locked(&process_lock);
	task->process = process;
	task->process_id = process->id;
	list_add_tail(&task->process_node, &process->tasks);
	process->nr_tasks++;
	process->nr_running++;
	limits_count_task(process);
}

/* Its number is the process's, or that of its entry: not its own any more. */
static void give_up_id(struct task *task)
{
	task->owns_id = false;
}

/*
 * Who is to end makes nothing more: else a signal to a whole group could miss the
 * child that a member is making.
 */
static bool is_ending(const struct process *process)
{
	return process->ending || process->single_task ||
	       READ_ONCE(current->pending_signals) & SIGNAL_BIT(SIGKILL);
}

static void publish(const struct process_birth *birth)
{
	struct process *process = birth->process, *self = current_process;
	const bool sibling = birth->is_sibling;

	process->id = birth->task->id;
	process->exit_signal = sibling ? self->exit_signal : birth->exit_signal;
	process->refs++; /* the task's */
	process->counted = self->counted;
	user_count_get(process->counted);
	give_up_id(birth->task);
	process_id_add(&process->entry, process->id, PROCESS_ID_PROCESS);
	tree_adopt(sibling ? self->parent : self, process);
	group_join(process, self->group);
	task_join(process, birth->task);
	signal_inherit_locked(birth->task);
}

int process_publish(const struct process_birth *birth)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	int error = is_ending(current_process) ? -EINTR : 0;

	if (likely(!error))
		publish(birth);
	spin_unlock_irqrestore(&process_lock, flags);
	return error;
}

int process_add_task(struct task *task)
{
	struct process *process = current_process;
	unsigned long flags = spin_lock_irqsave(&process_lock);
	int error = is_ending(process) ? -EINTR : 0;

	if (likely(!error)) {
		process_get(process);
		give_up_id(task);
		process_id_add(&task->process_id_entry, task->id,
			       PROCESS_ID_TASK);
		task_join(process, task);
	}
	spin_unlock_irqrestore(&process_lock, flags);
	return error;
}
