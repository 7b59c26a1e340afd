// SPDX-License-Identifier: GPL-2.0-only
#include <exo/limits.h>
#include <exo/signal.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <exo/wait.h>
#include <uapi/errno.h>
#include <uapi/time.h>

#include "poll_time.h"

/* Seconds that still fit into nanoseconds, a good 290 years. */
#define SECONDS_MAX (S64_MAX / (s64)NSEC_PER_SEC)

u64 poll_deadline_after(u64 ns)
{
	return ns ? min(time_uptime_ns() + ns, WAIT_FOREVER - 1) : 0;
}

int poll_deadline(const struct timespec __user *timeout, u64 *deadline_ns)
{
	struct timespec time;

	*deadline_ns = WAIT_FOREVER;
	if (!timeout)
		return 0;
	if (user_copy_from(&time, timeout, sizeof(time)))
		return -EFAULT;
	if (time.tv_sec < 0 || time.tv_nsec < 0 ||
	    time.tv_nsec >= (s64)NSEC_PER_SEC)
		return -EINVAL;
	if (time.tv_sec < SECONDS_MAX)
		*deadline_ns = poll_deadline_after(
			(u64)time.tv_sec * NSEC_PER_SEC + (u64)time.tv_nsec);
	return 0;
}

u64 poll_rest_ns(u64 deadline_ns)
{
	u64 now = time_uptime_ns();

	return now < deadline_ns ? deadline_ns - now : 0;
}

void poll_put_rest(struct timespec __user *timeout, u64 deadline_ns)
{
	u64 rest_ns = poll_rest_ns(deadline_ns);
	const struct timespec rest = {
		.tv_sec = (s64)(rest_ns / NSEC_PER_SEC),
		.tv_nsec = (s64)(rest_ns % NSEC_PER_SEC),
	};

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
