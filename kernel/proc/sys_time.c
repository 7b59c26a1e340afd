// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls that read clocks or sleep. The coarse clocks are as exact as the
 * others, and no clock is ever stepped but CLOCK_REALTIME.
 */
#include <exo/compiler.h>
#include <exo/spinlock.h>
#include <exo/syscalls.h>
#include <exo/task.h>
#include <exo/task_signal.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <exo/wait.h>
#include <uapi/time.h>

#include "cpu_clock.h"
#include "user_time.h"

/* The clock with the number @clock, or NULL. */
static u64 (*clock_reader(int clock))(void)
{
	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_COARSE:
	case CLOCK_TAI: /* nobody has told how far it is ahead */
		return time_real_ns;
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_MONOTONIC_COARSE:
	case CLOCK_BOOTTIME:
		return time_uptime_ns;
	default:
		return NULL;
	}
}

static bool is_clock(int clock)
{
	u64 ns;

	return clock_reader(clock) || !cpu_clock_read(clock, &ns);
}

/* As Linux has it, but for the CPU time of processes. */
static bool sleeps_by(int clock)
{
	return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC ||
	       clock == CLOCK_BOOTTIME;
}

long sys_clock_gettime(int clock, struct timespec __user *time)
{
	u64 (*read)(void) = clock_reader(clock);
	struct timespec now;
	int error;
	u64 ns;

	if (read) {
		ns = read();
	} else {
		error = cpu_clock_read(clock, &ns);
		if (error)
			return error;
	}
	now = timespec_of(ns);
	return user_copy_to(time, &now, sizeof(now));
}

long sys_clock_getres(int clock, struct timespec __user *resolution)
{
	const struct timespec nanosecond = {.tv_nsec = 1};

	if (!is_clock(clock))
		return -EINVAL;
	if (!resolution)
		return 0;
	return user_copy_to(resolution, &nanosecond, sizeof(nanosecond));
}

long sys_gettimeofday(struct timeval __user *time, struct timezone __user *zone)
{
	const struct timezone utc = {0};
	u64 now = time_real_ns();
	const struct timeval value = {
		.tv_sec = (s64)(now / NSEC_PER_SEC),
		.tv_usec = (s64)(now % NSEC_PER_SEC / NSEC_PER_USEC),
	};

	if (time && user_copy_to(time, &value, sizeof(value)))
		return -EFAULT;
	if (zone && user_copy_to(zone, &utc, sizeof(utc)))
		return -EFAULT;
	return 0;
}

long sys_time(s64 __user *seconds)
{
	s64 now = (s64)(time_real_ns() / NSEC_PER_SEC);

	if (seconds && user_put(seconds, now))
		return -EFAULT;
	return now;
}

/* Until @deadline_ns of uptime: 0, or -EINTR. */
static int sleep_until(u64 deadline_ns)
{
	struct spinlock lock = SPINLOCK_INIT("nanosleep");
	struct wait_queue nobody = WAIT_QUEUE_INIT(nobody);
	int err;

	spin_lock(&lock);
	do
		err = wait_on_interruptible(&nobody, &lock, deadline_ns);
	while (!err);
	spin_unlock(&lock);
	return err == -ETIMEDOUT ? 0 : err;
}

static long sleep_telling_rest(u64 deadline_ns, struct timespec __user *rest);

/* A signal that no handler was for has come meanwhile. */
static long sleep_on(const struct signal_resume *resume)
{
	return sleep_telling_rest(resume->deadline_ns,
				  (struct timespec __user *)resume->argument);
}

static long sleep_telling_rest(u64 deadline_ns, struct timespec __user *rest)
{
	int err = sleep_until(deadline_ns);
	struct timespec left;
	u64 now;

	if (!err)
		return 0;
	if (rest) {
		now = time_uptime_ns();
		left = timespec_of(now < deadline_ns ? deadline_ns - now : 0);
		if (user_copy_to(rest, &left, sizeof(left)))
			return -EFAULT;
	}
	signal_resume_by(sleep_on, deadline_ns, (u64)rest);
	return err;
}

static long sleep_for(u64 ns, struct timespec __user *rest)
{
	return sleep_telling_rest(time_uptime_ns() + ns, rest);
}

long sys_nanosleep(const struct timespec __user *request,
		   struct timespec __user *rest)
{
	u64 ns;
	int error = user_time_get(request, &ns);

	return error ? error : sleep_for(ns, rest);
}

long sys_clock_nanosleep(int clock, int flags,
			 const struct timespec __user *request,
			 struct timespec __user *rest)
{
	u64 (*read)(void) = clock_reader(clock);
	u64 ns, now;
	int error;

	if (!sleeps_by(clock))
		return is_clock(clock) ? -EOPNOTSUPP : -EINVAL;
	error = user_time_get(request, &ns);
	if (error)
		return error;
	if (!(flags & TIMER_ABSTIME))
		return sleep_for(ns, rest);
	now = read();
	return ns > now ? sleep_until(time_uptime_ns() + (ns - now)) : 0;
}
