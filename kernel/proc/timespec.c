// SPDX-License-Identifier: GPL-2.0-only
#include "timespec.h"

#include <exo/limits.h>
#include <exo/time.h>
#include <uapi/errno.h>

/* Seconds that still fit. */
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

struct timespec timespec_of(u64 ns)
{
	return (struct timespec){
		.tv_sec = (s64)(ns / NSEC_PER_SEC),
		.tv_nsec = (s64)(ns % NSEC_PER_SEC),
	};
}
