// SPDX-License-Identifier: GPL-2.0-only
#include <exo/limits.h>
#include <exo/uaccess.h>

#include "user_time.h"

/* Seconds that still fit into a u64 of nanoseconds, a good 290 years. */
#define SECONDS_MAX (S64_MAX / (s64)NSEC_PER_SEC)

int timespec_to_ns(const struct timespec *time, u64 *ns)
{
	if (time->tv_sec < 0 || time->tv_nsec < 0 ||
	    time->tv_nsec >= (s64)NSEC_PER_SEC)
		return -EINVAL;
	*ns = time->tv_sec >= SECONDS_MAX
		      ? (u64)S64_MAX
		      : (u64)time->tv_sec * NSEC_PER_SEC + (u64)time->tv_nsec;
	return 0;
}

int user_time_get(const struct timespec __user *from, u64 *ns)
{
	struct timespec time;

	if (user_copy_from(&time, from, sizeof(time)))
		return -EFAULT;
	return timespec_to_ns(&time, ns);
}

u64 user_time_uptime_of_real(u64 real_ns)
{
	const u64 now_ns = time_real_ns(), uptime_ns = time_uptime_ns();

	return real_ns > now_ns ? uptime_ns + (real_ns - now_ns) : uptime_ns;
}
