/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Times that programs give and get.
 */
#ifndef PROC_USER_TIME_H
#define PROC_USER_TIME_H

#include <exo/compiler.h>
#include <exo/time.h>
#include <exo/types.h>
#include <uapi/time.h>

static inline struct timespec timespec_of(u64 ns)
{
	return (struct timespec){
		.tv_sec = (s64)(ns / NSEC_PER_SEC),
		.tv_nsec = (s64)(ns % NSEC_PER_SEC),
	};
}

/*
 * Nanoseconds of @time; what is further away than anybody waits is cut. -EINVAL
 * when it is negative, or has a second's nanoseconds or more.
 */
__must_check int timespec_to_ns(const struct timespec *time, u64 *ns);

/* The same of the one at @from; -EFAULT. */
__must_check int user_time_get(const struct timespec __user *from, u64 *ns);

/* The uptime when CLOCK_REALTIME is at @real_ns, if nobody sets it. */
u64 user_time_uptime_of_real(u64 real_ns);

#endif
