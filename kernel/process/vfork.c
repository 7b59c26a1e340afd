// SPDX-License-Identifier: GPL-2.0-only
/*
 * vfork(2): the parent waits while the child uses its memory. Signals to it wait as
 * well, but those that end it, with which it goes at once: the memory is counted.
 */
#include <exo/process_life.h>
#include <exo/task_signal.h>
#include <uapi/errno.h>

#include "signal_internal.h"

void process_begin_vfork(struct vfork *vfork, struct task *child)
{
	wait_queue_init(&vfork->waiters);
	vfork->over = false;
	child->vfork = vfork; /* which does not run yet */
}

/* One of the signals that have come is to end the process. */
static bool is_to_die(void)
{
	const struct signal_actions *actions = current_process->signals.actions;
	u64 set = READ_ONCE(current->pending_signals) &
		  ~(SIGNALS_IGNORED | SIGNALS_STOPPING);

	if (set & SIGNAL_BIT(SIGKILL))
		return true;
	if (current_process == init_process)
		return false;
	for (; set; set &= set - 1)
		if (signal_action(actions, 1 + __builtin_ctzl(set))->handler ==
		    SIG_DFL)
			return true;
	return false;
}

/* False: a signal has come. process_lock is held. */
static bool wait_until_over(struct vfork *vfork)
{
	while (!vfork->over) {
		if (wait_on_interruptible(&vfork->waiters, &process_lock,
					  WAIT_FOREVER))
			return vfork->over;
	}
	return true;
}

/*
 * A stop, which cannot be blocked, takes effect afterwards: it is out of sight until
 * something else comes. What has come since the others were blocked is not.
 * process_lock is held.
 */
static void put_off_stop(void)
{
	signal_update_locked(current);
	if (!(current->pending_signals & SIGNAL_BIT(SIGKILL)))
		WRITE_ONCE(current->pending_signals,
			   current->pending_signals & ~SIGNAL_BIT(SIGSTOP));
}

/* Signals that have come and do not end it are blocked meanwhile. */
static void wait_until_over_or_dying(struct vfork *vfork)
{
	const u64 blocked = current->signals.blocked;
	unsigned long flags;
	bool over = false;

	while (!over && !is_to_die()) {
		signal_set_blocked(current->signals.blocked |
				   READ_ONCE(current->pending_signals));
		flags = spin_lock_irqsave(&process_lock);
		put_off_stop();
		over = wait_until_over(vfork);
		spin_unlock_irqrestore(&process_lock, flags);
	}
	signal_set_blocked(blocked);
}

void process_wait_vfork(struct vfork *vfork, struct task *child)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	bool over = wait_until_over(vfork);

	spin_unlock_irqrestore(&process_lock, flags);
	if (likely(over))
		return;
	wait_until_over_or_dying(vfork);
	flags = spin_lock_irqsave(&process_lock);
	if (!vfork->over)
		child->vfork = NULL;
	spin_unlock_irqrestore(&process_lock, flags);
}

void process_end_vfork(void)
{
	unsigned long flags;

	if (!READ_ONCE(current->vfork))
		return;
	flags = spin_lock_irqsave(&process_lock);
	if (current->vfork) {
		current->vfork->over = true;
		wake_all(&current->vfork->waiters);
		current->vfork = NULL;
	}
	spin_unlock_irqrestore(&process_lock, flags);
}
