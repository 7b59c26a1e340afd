// SPDX-License-Identifier: GPL-2.0-only
/*
 * timerfd_create(2) and its companions. Nothing here sleeps as a whole, so a clock that
 * would wake the machine is no different from one that does not.
 */
#include <exo/credentials.h>
#include <exo/fd_ref.h>
#include <exo/interval_timer.h>
#include <exo/syscalls.h>
#include <exo/timerfd.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/timerfd.h>

#include "new_file.h"
#include "user_time.h"

static bool clock_has_timers(int clock)
{
	return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC ||
	       clock == CLOCK_BOOTTIME;
}

static bool clock_wakes(int clock)
{
	return clock == CLOCK_REALTIME_ALARM || clock == CLOCK_BOOTTIME_ALARM;
}

long sys_timerfd_create(int clock, int flags)
{
	const bool real = clock == CLOCK_REALTIME ||
			  clock == CLOCK_REALTIME_ALARM;

	if (flags & ~(TFD_CLOEXEC | TFD_NONBLOCK) ||
	    (!clock_has_timers(clock) && !clock_wakes(clock)))
		return -EINVAL;
	if (clock_wakes(clock) && credentials_current()->euid)
		return -EPERM;
	return new_file_install(timerfd_create(real, (u32)flags), (u32)flags);
}

/* The timer of @fd; NULL and the errno. */
static struct fd_ref timer_get(int fd, int *err)
{
	struct fd_ref ref = fd_ref_get(fd);

	*err = ref.file ? 0 : -EBADF;
	if (!ref.file || file_is_timerfd(ref.file))
		return ref;
	*err = ref.file->flags & O_PATH ? -EBADF : -EINVAL;
	fd_ref_put(ref);
	return (struct fd_ref){.file = NULL};
}

static int get_time(struct interval_time *time,
		    const struct itimerspec __user *from)
{
	struct itimerspec value;
	int err;

	if (user_copy_from(&value, from, sizeof(value)))
		return -EFAULT;
	err = timespec_to_ns(&value.it_value, &time->left_ns);
	return err ? err : timespec_to_ns(&value.it_interval, &time->period_ns);
}

static int put_time(struct itimerspec __user *to,
		    const struct interval_time *time)
{
	const struct itimerspec value = {
		.it_interval = timespec_of(time->period_ns),
		.it_value = timespec_of(time->left_ns),
	};

	return user_copy_to(to, &value, sizeof(value));
}

long sys_timerfd_settime(int fd, int flags,
			 const struct itimerspec __user *from,
			 struct itimerspec __user *to)
{
	struct interval_time new, old;
	struct fd_ref ref;
	int err = get_time(&new, from);

	if (err)
		return err;
	if (flags & ~(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET))
		return -EINVAL;
	ref = timer_get(fd, &err);
	if (err)
		return err;
	err = timerfd_set(ref.file, (u32)flags, &new, &old);
	fd_ref_put(ref);
	if (to && put_time(to, &old))
		return -EFAULT;
	return err;
}

long sys_timerfd_gettime(int fd, struct itimerspec __user *to)
{
	struct interval_time now;
	int err;
	struct fd_ref ref = timer_get(fd, &err);

	if (err)
		return err;
	timerfd_get(ref.file, &now);
	fd_ref_put(ref);
	return put_time(to, &now);
}
