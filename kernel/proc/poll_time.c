// SPDX-License-Identifier: GPL-2.0-only
#include <exo/signal.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <exo/wait.h>
#include <uapi/errno.h>

#include "poll_time.h"
#include "user_time.h"

u64 poll_deadline_after(u64 ns)
{
	return ns ? min(time_uptime_ns() + ns, WAIT_FOREVER - 1) : 0;
}

int poll_deadline(const struct timespec __user *timeout, u64 *deadline_ns)
{
	u64 ns;
	int err;

	*deadline_ns = WAIT_FOREVER;
	if (!timeout)
		return 0;
	err = user_time_get(timeout, &ns);
	if (!err)
		*deadline_ns = poll_deadline_after(ns);
	return err;
}

u64 poll_rest_ns(u64 deadline_ns)
{
	u64 now = time_uptime_ns();

	return now < deadline_ns ? deadline_ns - now : 0;
}

void poll_put_rest(struct timespec __user *timeout, u64 deadline_ns)
{
	const struct timespec rest = timespec_of(poll_rest_ns(deadline_ns));

	if (timeout && deadline_ns != WAIT_FOREVER &&
	    user_copy_to(timeout, &rest, sizeof(rest)))
		return;
}

int poll_borrow_blocked(const u64 __user *blocked, size_t size)
{
	u64 set;

	if (!blocked)
		return 0;
	if (size != sizeof(set))
		return -EINVAL;
	if (user_get(set, blocked))
		return -EFAULT;
	signal_borrow_blocked(set);
	return 0;
}
