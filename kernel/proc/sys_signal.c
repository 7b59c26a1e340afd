// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls about the signals of the calling task: actions, masks, and waiting.
 */
#include <exo/limits.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <uapi/siginfo.h>
#include <uapi/time.h>

#include "signal_deliver.h"
#include "user_time.h"

enum {
	SET_SIZE = sizeof(u64) /* of a set of signals, as callers must say */
};

#define SA_KNOWN                                                               \
	(SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO | SA_RESTORER | SA_ONSTACK | \
	 SA_RESTART | SA_NODEFER | SA_RESETHAND | SA_EXPOSE_TAGBITS)

long sys_rt_sigaction(unsigned int signal,
		      const struct signal_action __user *new,
		      struct signal_action __user *old, size_t set_size)
{
	struct signal_action action, before;

	if (set_size != SET_SIZE)
		return -EINVAL;
	if (new &&user_copy_from(&action, new, sizeof(action)))
		return -EFAULT;
	if (!signal_valid(signal) ||
	    (new &&SIGNAL_BIT(signal) & SIGNALS_UNBLOCKABLE))
		return -EINVAL;
	if (new) {
		action.flags &= SA_KNOWN;
		action.mask &= ~SIGNALS_UNBLOCKABLE;
	}
	signal_change_action(signal, new ? &action : NULL,
			     old ? &before : NULL);
	return old ? user_copy_to(old, &before, sizeof(before)) : 0;
}

long sys_rt_sigprocmask(int how, const u64 __user *set, u64 __user *old,
			size_t set_size)
{
	const u64 before = current->signals.blocked;
	u64 change;

	if (set_size != SET_SIZE)
		return -EINVAL;
	if (set) {
		if (user_get(change, set))
			return -EFAULT;
		if (how == SIG_BLOCK)
			change |= before;
		else if (how == SIG_UNBLOCK)
			change = before & ~change;
		else if (how != SIG_SETMASK)
			return -EINVAL;
		signal_set_blocked(change);
	}
	return old ? user_put(old, before) : 0;
}

long sys_rt_sigpending(u64 __user *set, size_t set_size)
{
	u64 pending;

	if (set_size > SET_SIZE)
		return -EINVAL;
	pending = signal_pending_blocked();
	return user_copy_to(set, &pending, set_size);
}

long sys_rt_sigsuspend(const u64 __user *set, size_t set_size)
{
	u64 blocked;

	if (set_size != SET_SIZE)
		return -EINVAL;
	if (user_get(blocked, set))
		return -EFAULT;
	signal_borrow_blocked(blocked);
	return signal_pause();
}

long sys_pause(void)
{
	return signal_pause();
}

/* When @timeout is over; WAIT_FOREVER if it is NULL. */
static int deadline_of(const struct timespec __user *timeout, u64 *deadline_ns)
{
	u64 ns;
	int error;

	*deadline_ns = WAIT_FOREVER;
	if (!timeout)
		return 0;
	error = user_time_get(timeout, &ns);
	if (error)
		return error;
	*deadline_ns = time_uptime_ns() + ns;
	return 0;
}

long sys_rt_sigtimedwait(const u64 __user *set, struct siginfo __user *info,
			 const struct timespec __user *timeout, size_t set_size)
{
	struct signal_info taken;
	struct siginfo user;
	u64 awaited, deadline_ns;
	int err;

	if (set_size != SET_SIZE)
		return -EINVAL;
	if (user_get(awaited, set))
		return -EFAULT;
	err = deadline_of(timeout, &deadline_ns);
	if (err)
		return err;
	err = signal_await(awaited, deadline_ns, &taken);
	if (err)
		return err;
	siginfo_make(&user, &taken);
	if (info && user_copy_to(info, &user, sizeof(user)))
		return -EFAULT;
	return taken.signal;
}
