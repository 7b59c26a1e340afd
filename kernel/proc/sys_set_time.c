// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls that set the clock, and adjtimex(2), which only tells that nobody
 * adjusts it.
 */
#include <exo/compiler.h>
#include <exo/credentials.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/time.h>
#include <uapi/timex.h>

#include "user_time.h"

enum {
	ZONE_MINUTES_MAX = 15 * 60, /* from UTC */
	ERROR_MAX_US = 16000000, /* what Linux says while nobody synchronises */
	TOLERANCE = 32768000, /* parts per million << 16 */
	TICK_US = 10000, /* in units of which tick counts, not our ticks */
};

_Static_assert(sizeof(struct timex) == 208, "as on Linux");

/* What clock may be set: it never says a time before the machine's start. */
static long set_real_time(u64 now_ns)
{
	if (credentials_current()->euid)
		return -EPERM;
	if (now_ns < time_uptime_ns())
		return -EINVAL;
	time_set_real_ns(now_ns);
	return 0;
}

long sys_clock_settime(int clock, const struct timespec __user *time)
{
	u64 now_ns;
	int error;

	if (clock != CLOCK_REALTIME)
		return -EINVAL;
	error = user_time_get(time, &now_ns);
	return error ? error : set_real_time(now_ns);
}

/* Zones are the C library's matter: one is checked, and forgotten. */
static long check_zone(const struct timezone __user *zone)
{
	struct timezone value;

	if (user_copy_from(&value, zone, sizeof(value)))
		return -EFAULT;
	if (credentials_current()->euid)
		return -EPERM;
	if (value.tz_minuteswest > ZONE_MINUTES_MAX ||
	    value.tz_minuteswest < -ZONE_MINUTES_MAX)
		return -EINVAL;
	return 0;
}

long sys_settimeofday(const struct timeval __user *time,
		      const struct timezone __user *zone)
{
	struct timeval value;
	struct timespec now;
	long error = 0;
	u64 now_ns;

	if (time && user_copy_from(&value, time, sizeof(value)))
		return -EFAULT;
	if (zone)
		error = check_zone(zone);
	if (error || !time)
		return error;
	if (value.tv_usec < 0 || value.tv_usec > (s64)USEC_PER_SEC)
		return -EINVAL;
	now.tv_sec = value.tv_sec;
	now.tv_nsec = value.tv_usec * (s64)NSEC_PER_USEC;
	error = timespec_to_ns(&now, &now_ns);
	return error ? error : set_real_time(now_ns);
}

static void fill_timex(struct timex *timex)
{
	const u64 now_ns = time_real_ns();

	memset(timex, 0, sizeof(*timex));
	timex->maxerror = timex->esterror = ERROR_MAX_US;
	timex->status = STA_UNSYNC;
	timex->constant = 2;
	timex->precision = 1;
	timex->tolerance = TOLERANCE;
	timex->tick = TICK_US;
	timex->time.tv_sec = (s64)(now_ns / NSEC_PER_SEC);
	timex->time.tv_usec = (s64)(now_ns % NSEC_PER_SEC / NSEC_PER_USEC);
}

/* Root may not adjust anything either, but is told of a tick that none could have. */
static int check_modes(const struct timex *timex)
{
	if (!credentials_current()->euid && timex->modes & ADJ_TICK &&
	    (timex->tick < TICK_US * 9 / 10 || timex->tick > TICK_US * 11 / 10))
		return -EINVAL;
	return timex->modes ? -EPERM : 0;
}

long sys_adjtimex(struct timex __user *to)
{
	struct timex timex;
	int error;

	if (user_copy_from(&timex, to, sizeof(timex)))
		return -EFAULT;
	error = check_modes(&timex);
	if (error)
		return error;
	fill_timex(&timex);
	return user_copy_to(to, &timex, sizeof(timex)) ? -EFAULT : TIME_ERROR;
}

long sys_clock_adjtime(int clock, struct timex __user *to)
{
	long error;

	if (clock == CLOCK_REALTIME)
		return sys_adjtimex(to);
	error = sys_clock_getres(clock, NULL); /* is there such a clock? */
	return error ? error : -EOPNOTSUPP;
}
