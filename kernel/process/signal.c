// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a task knows of signals: which it has blocked, which it is to take, and how
 * that begins and ends with it.
 *
 * task->pending_signals is what it would take now: pending, for it or its process,
 * and not blocked; SIGSTOP too while the process is stopped and the task not yet, and
 * SIGKILL when another task has ended the process.
 * All waits look at that word alone, so it is brought up to date with every change
 * of what it is made from. Of a process's signals one task is told; when it blocks
 * them before it has taken them, another one is.
 */
#include <exo/kmalloc.h>
#include <exo/process.h>
#include <exo/task_signal.h>
#include <exo/user_task.h>
#include <uapi/errno.h>

#include "signal_internal.h"

/* What @task is to take. */
static u64 takeable(const struct task *task)
{
	const struct process *process = task->process;
	u64 set =
		(task->signals.queue.pending | process->signals.queue.pending) &
		~task->signals.blocked;

	if (unlikely(signal_task_is_to_end(task)))
		set |= SIGNAL_BIT(SIGKILL);
	return process->stop_signal ? set | SIGNAL_BIT(SIGSTOP) : set;
}

void signal_update_locked(struct task *task)
{
	u64 set = takeable(task);

	WRITE_ONCE(task->pending_signals, set);
	if (!set)
		return;
	if (task->user)
		user_work_add(task->user, USER_WORK_SIGNAL);
	if (task->interruptible)
		task_wake(task);
}

/* Signals are pending, and what of them is blocked has changed: @newly has come. */
static __noinline void blocked_changed(u64 newly)
{
	struct process *process = current->process;

	spin_lock_irq(&process_lock);
	signal_update_locked(current);
	newly &= process->signals.queue.pending;
	if (unlikely(newly && process->nr_tasks > 1))
		signal_notify(process, newly);
	spin_unlock_irq(&process_lock);
}

/*
 * What is blocked matters only to what is pending. Without the lock: who sends before
 * the look at that is seen there, who does later sees the new set.
 */
void signal_set_blocked(u64 set)
{
	struct task_signals *signals = &current->signals;
	u64 newly = set & ~signals->blocked;

	WRITE_ONCE(signals->blocked, set & ~SIGNALS_UNBLOCKABLE);
	if (unlikely(READ_ONCE(signals->queue.pending) |
		     READ_ONCE(current->process->signals.queue.pending)))
		blocked_changed(newly);
}

void signal_borrow_blocked(u64 set)
{
	current->signals.saved = current->signals.blocked;
	current->signals.restore = true;
	signal_set_blocked(set);
	user_work_add(current->user, USER_WORK_SIGNAL);
}

u64 signal_return_blocked(void)
{
	if (current->signals.restore) {
		current->signals.restore = false;
		signal_set_blocked(current->signals.saved);
	}
	return current->signals.blocked;
}

u64 signal_pending_blocked(void)
{
	u64 set;

	spin_lock_irq(&process_lock);
	set = (current->signals.queue.pending |
	       current->process->signals.queue.pending) &
	      current->signals.blocked;
	spin_unlock_irq(&process_lock);
	return set;
}

static void actions_put(struct signal_actions *actions)
{
	if (actions && !__atomic_sub_fetch(&actions->refs, 1, __ATOMIC_ACQ_REL))
		kfree(actions);
}

/* Of @from, which others may be changing, or those that a process begins with. */
static struct signal_actions *actions_copy(const struct signal_actions *from)
{
	struct signal_actions *actions = kmalloc(sizeof(*actions));
	unsigned long flags;
	u64 set;

	if (!actions)
		return NULL;
	actions->refs = 1;
	flags = spin_lock_irqsave(&process_lock);
	actions->changed = from ? from->changed : 0;
	for (set = actions->changed; set; set &= set - 1) {
		const int i = __builtin_ctzl(set);

		actions->of[i] = from->of[i];
	}
	spin_unlock_irqrestore(&process_lock, flags);
	return actions;
}

static struct signal_actions *actions_share(struct signal_actions *actions)
{
	__atomic_fetch_add(&actions->refs, 1, __ATOMIC_RELAXED);
	return actions;
}

static void task_init(struct task *task)
{
	task->signals = (struct task_signals){
		.blocked = current->signals.blocked,
	};
	signal_queue_init(&task->signals.queue);
}

static void copy_stack(struct task_signals *to, const struct task_signals *from)
{
	to->stack_base = from->stack_base;
	to->stack_size = from->stack_size;
	to->stack_flags = from->stack_flags;
}

/* A handler of its own would use the stack of another task's: it has none. */
void signal_fork_task(struct task *child)
{
	task_init(child);
}

int signal_fork(struct process *process, struct task *child, bool share_actions)
{
	struct signal_actions *own =
		current->process ? current->process->signals.actions : NULL;
	struct signal_actions *actions =
		share_actions && own ? actions_share(own) : actions_copy(own);

	if (!actions)
		return -ENOMEM;
	process->signals.actions = actions;
	signal_queue_init(&process->signals.queue);
	poll_source_init(&process->signals.news);
	list_init(&process->signals.child.node);
	interval_timers_init(process);
	task_init(child);
	if (!share_actions)
		copy_stack(&child->signals, &current->signals);
	return 0;
}

int signal_begin_fork(void)
{
	struct task_signals *signals = &current->signals;

	spin_lock_irq(&process_lock);
	signals->forking = !task_signal_pending(current);
	signals->for_child = 0;
	spin_unlock_irq(&process_lock);
	return signals->forking ? 0 : -EINTR;
}

void signal_end_fork(void)
{
	current->signals.forking = false;
}

void signal_inherit_locked(struct task *child)
{
	struct task_signals *own = &current->signals;

	own->forking = false;
	child->process->signals.queue.pending |= own->for_child;
	if (unlikely(own->for_child))
		signal_update_locked(child);
}

static void actions_reset(struct signal_actions *actions)
{
	u64 set;

	for (set = actions->changed; set; set &= set - 1) {
		struct signal_action *action =
			&actions->of[__builtin_ctzl(set)];

		if (action->handler == SIG_IGN)
			*action = (struct signal_action){.handler = SIG_IGN};
		else
			actions->changed ^= set & -set;
	}
}

int signal_exec(void)
{
	struct process_signals *signals = &current->process->signals;
	struct signal_actions *old = signals->actions, *new = old;
	unsigned long flags;

	if (__atomic_load_n(&old->refs, __ATOMIC_ACQUIRE) > 1) {
		new = actions_copy(old);
		if (!new)
			return -ENOMEM;
	}
	flags = spin_lock_irqsave(&process_lock);
	actions_reset(new);
	signals->actions = new;
	current->signals.stack_base = current->signals.stack_size = 0;
	current->signals.stack_flags = 0;
	signal_update_locked(current);
	spin_unlock_irqrestore(&process_lock, flags);
	if (new != old)
		actions_put(old);
	return 0;
}

void signal_exit_task(void)
{
	struct process *process = current->process;
	unsigned long flags = spin_lock_irqsave(&process_lock);

	signal_queue_drop(process, &current->signals.queue, ~0UL);
	current->signals.gone = true;
	WRITE_ONCE(current->pending_signals, 0);
	if (process->signals.queue.pending)
		signal_notify(process, process->signals.queue.pending);
	if (process->nr_tasks > 1)
		signal_note_stopped(process, process->nr_tasks - 1);
	spin_unlock_irqrestore(&process_lock, flags);
}

void signal_exit_process(struct process *process)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct signal_actions *actions = process->signals.actions;

	signal_queue_drop(process, &process->signals.queue, ~0UL);
	poll_source_end(&process->signals.news);
	process->signals.actions = NULL;
	interval_timers_stop(process);
	spin_unlock_irqrestore(&process_lock, flags);
	actions_put(actions);
	signal_queue_trim();
}
