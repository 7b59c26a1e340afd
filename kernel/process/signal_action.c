// SPDX-License-Identifier: GPL-2.0-only
/*
 * Actions: what a process has said that signals are to do (sigaction(2)), and taking
 * them accordingly.
 */
#include <exo/process.h>

#include "signal_internal.h"

/* Those that come of what the task itself has done, and go first. */
#define SYNCHRONOUS                                                      \
	(SIGNAL_BIT(SIGSEGV) | SIGNAL_BIT(SIGBUS) | SIGNAL_BIT(SIGILL) | \
	 SIGNAL_BIT(SIGTRAP) | SIGNAL_BIT(SIGFPE) | SIGNAL_BIT(SIGSYS))

const struct signal_action signal_default_action = {.handler = SIG_DFL};

static bool does_nothing(unsigned int signal,
			 const struct signal_action *action)
{
	return action->handler == SIG_IGN ||
	       (action->handler == SIG_DFL &&
		SIGNAL_BIT(signal) & SIGNALS_IGNORED);
}

void signal_change_action(unsigned int signal, const struct signal_action *new,
			  struct signal_action *old)
{
	struct process *process = current->process;
	struct signal_actions *actions = process->signals.actions;

	spin_lock_irq(&process_lock);
	if (old)
		*old = *signal_action(actions, signal);
	if (new) {
		actions->changed |= SIGNAL_BIT(signal);
		actions->of[signal - 1] = *new;
		/* POSIX: what is ignored is forgotten, though it be blocked. */
		if (does_nothing(signal, new)) {
			signal_drop(process, SIGNAL_BIT(signal));
			signal_update_locked(current);
		}
	}
	spin_unlock_irq(&process_lock);
}

bool signal_without_effect(unsigned int signal)
{
	const struct process *process = current->process;
	unsigned long flags;
	bool without;

	if (!process)
		return false;
	flags = spin_lock_irqsave(&process_lock);
	without = current->signals.blocked & SIGNAL_BIT(signal) ||
		  signal_action(process->signals.actions, signal)->handler ==
			  SIG_IGN;
	spin_unlock_irqrestore(&process_lock, flags);
	return without;
}

static unsigned int first_of(u64 set)
{
	if (set & SYNCHRONOUS)
		set &= SYNCHRONOUS;
	return 1 + (unsigned int)__builtin_ctzl(set);
}

bool signal_take_locked(u64 set, struct signal_info *info)
{
	struct process *process = current->process;
	struct signal_queue *queue = &current->signals.queue;

	if (!(queue->pending & set))
		queue = &process->signals.queue;
	if (!(queue->pending & set))
		return false;
	signal_queue_take(process, queue, first_of(queue->pending & set), info);
	return true;
}

/* Whether @signal has a handler; *@action is a copy. process_lock is held. */
static bool has_handler(struct process *process, unsigned int signal,
			struct signal_action *action)
{
	struct signal_actions *actions = process->signals.actions;

	*action = *signal_action(actions, signal);
	if (action->handler == SIG_DFL || action->handler == SIG_IGN)
		return false;
	if (action->flags & SA_RESETHAND)
		actions->of[signal - 1].handler = SIG_DFL;
	return true;
}

static bool stops(const struct process *process, unsigned int signal)
{
	return SIGNAL_BIT(signal) & SIGNALS_STOPPING &&
	       (signal == SIGSTOP ||
		!process_group_orphaned_locked(process->group));
}

/* SIG_DFL of @signal. process_lock is held, and let go if it is the end. */
static void act_by_default(struct process *process, unsigned int signal)
{
	if (SIGNAL_BIT(signal) & SIGNALS_IGNORED || process == init_process)
		return;
	if (stops(process, signal)) {
		signal_stop(process, signal);
	} else if (!(SIGNAL_BIT(signal) & SIGNALS_STOPPING)) {
		signal_unlock();
		process_exit(SIGNAL_STATUS(signal));
	}
}

/* The end or a stop that another task has brought about; process_lock is held. */
static void join_others(struct process *process)
{
	if (unlikely(signal_task_is_to_end(current))) {
		signal_unlock();
		process_exit(SIGNAL_STATUS(SIGKILL));
	}
	if (unlikely(process->stop_signal))
		signal_wait_stopped(process);
}

bool signal_next(struct signal_info *info, struct signal_action *action)
{
	struct process *process = current->process;
	bool found = false;

	signal_lock();
	for (;;) {
		join_others(process);
		if (!signal_take_locked(~current->signals.blocked, info))
			break;
		found = has_handler(process, info->signal, action);
		if (found)
			break;
		if (action->handler == SIG_DFL)
			act_by_default(process, info->signal);
	}
	signal_update_locked(current);
	signal_unlock();
	signal_queue_trim();
	return found;
}

struct signal_action signal_force(unsigned int signal)
{
	struct process *process = current->process;
	struct signal_actions *actions = process->signals.actions;
	struct signal_action action;

	spin_lock_irq(&process_lock);
	if (signal_action(actions, signal)->handler == SIG_IGN ||
	    current->signals.blocked & SIGNAL_BIT(signal))
		actions->of[signal - 1].handler = SIG_DFL;
	has_handler(process, signal, &action);
	spin_unlock_irq(&process_lock);
	return action;
}
