// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls about interval timers.
 */
#include <exo/interval_timer.h>
#include <exo/limits.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>

static bool is_valid(int which)
{
	return which == ITIMER_REAL || which == ITIMER_VIRTUAL ||
	       which == ITIMER_PROF;
}

/* What is further away than anybody waits is cut. */
static int ns_of(const struct timeval *time, u64 *ns)
{
	const s64 longest_s = S64_MAX / 2 / (s64)NSEC_PER_SEC;

	if (time->tv_sec < 0 || time->tv_usec < 0 ||
	    time->tv_usec >= (s64)(NSEC_PER_SEC / NSEC_PER_USEC))
		return -EINVAL;
	*ns = (u64)min(time->tv_sec, longest_s) * NSEC_PER_SEC +
	      (u64)time->tv_usec * NSEC_PER_USEC;
	return 0;
}

static struct timeval timeval_of(u64 ns)
{
	return (struct timeval){
		.tv_sec = (s64)(ns / NSEC_PER_SEC),
		.tv_usec = (s64)(ns % NSEC_PER_SEC / NSEC_PER_USEC),
	};
}

static int put(struct itimerval __user *to, const struct interval_time *time)
{
	struct itimerval value = {
		.it_interval = timeval_of(time->period_ns),
		.it_value = timeval_of(time->left_ns),
	};

	/* One that is about to go off is not off. */
	if (time->left_ns && !value.it_value.tv_sec && !value.it_value.tv_usec)
		value.it_value.tv_usec = 1;
	return user_copy_to(to, &value, sizeof(value));
}

long sys_getitimer(int which, struct itimerval __user *to)
{
	struct interval_time now;

	if (!is_valid(which))
		return -EINVAL;
	interval_timer_exchange(which, NULL, &now);
	return put(to, &now);
}

/* Without a value, as Linux has it, the timer is turned off. */
static int get(struct interval_time *time, const struct itimerval __user *from)
{
	struct itimerval value;

	*time = (struct interval_time){};
	if (!from)
		return 0;
	if (user_copy_from(&value, from, sizeof(value)))
		return -EFAULT;
	if (ns_of(&value.it_value, &time->left_ns))
		return -EINVAL;
	return ns_of(&value.it_interval, &time->period_ns);
}

long sys_setitimer(int which, const struct itimerval __user *from,
		   struct itimerval __user *to)
{
	struct interval_time new, old;
	int error = get(&new, from);

	if (error)
		return error;
	if (!is_valid(which))
		return -EINVAL;
	interval_timer_exchange(which, &new, &old);
	return to ? put(to, &old) : 0;
}

/* Whole seconds were left, rounded, but at least one if it was on. */
long sys_alarm(unsigned int seconds)
{
	const struct interval_time new = {.left_ns = seconds * NSEC_PER_SEC};
	struct interval_time old;
	u64 left;

	interval_timer_exchange(ITIMER_REAL, &new, &old);
	left = (old.left_ns + NSEC_PER_SEC / 2) / NSEC_PER_SEC;
	return old.left_ns && !left ? 1 : (long)left;
}
