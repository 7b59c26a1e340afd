// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls that wait for signals, and how those go on that one has interrupted.
 */
#include <exo/process.h>
#include <exo/task_signal.h>
#include <exo/wait.h>
#include <uapi/errno.h>

#include "signal_internal.h"

/* In a queue nobody wakes. process_lock is held, interrupts are off. */
static int wait(u64 deadline_ns)
{
	struct wait_queue nobody = WAIT_QUEUE_INIT(nobody);

	return wait_on_interruptible(&nobody, &process_lock, deadline_ns);
}

int signal_pause(void)
{
	signal_lock();
	while (!task_signal_pending(current))
		wait(WAIT_FOREVER);
	signal_unlock();
	return -EINTR;
}

bool signal_take(u64 set, struct signal_info *info)
{
	bool taken;

	signal_lock();
	taken = signal_take_locked(set & ~SIGNALS_UNBLOCKABLE, info);
	if (taken)
		signal_update_locked(current);
	signal_unlock();
	return taken;
}

/* Unblocked meanwhile, so that they wake, and awaited, so that none is ignored. */
int signal_await(u64 set, u64 deadline_ns, struct signal_info *info)
{
	struct task_signals *signals = &current->signals;
	const u64 blocked = signals->blocked;
	int err = 0;

	set &= ~SIGNALS_UNBLOCKABLE;
	signal_lock();
	if (!signal_take_locked(set, info)) {
		signals->awaited = set;
		signals->blocked &= ~set;
		signal_update_locked(current);
		err = wait(deadline_ns);
		signals->blocked = blocked;
		signals->awaited = 0;
		if (signal_take_locked(set, info))
			err = 0;
		/* Of what else came, this task was told, and takes it not. */
		set &= blocked & current->process->signals.queue.pending;
		if (unlikely(set))
			signal_notify(current->process, set);
	}
	signal_update_locked(current);
	signal_unlock();
	return err == -ETIMEDOUT ? -EAGAIN : err;
}
