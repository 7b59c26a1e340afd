// SPDX-License-Identifier: GPL-2.0-only
/*
 * utimensat(2) and its three ancestors: the times of a file.
 */
#include <exo/compiler.h>
#include <exo/limits.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>
#include <uapi/stat.h>
#include <uapi/time.h>
#include <uapi/utime.h>

#include "set_attributes.h"

enum {
	BOTH = ATTRIBUTE_ATIME | ATTRIBUTE_MTIME,
};

/* Times further away than about 290 years are cut. */
static s64 to_ns(s64 seconds, s64 nanoseconds)
{
	s64 ns;

	if (__builtin_mul_overflow(seconds, (s64)NSEC_PER_SEC, &ns) ||
	    __builtin_add_overflow(ns, nanoseconds, &ns))
		return seconds < 0 ? -S64_MAX : S64_MAX;
	return ns;
}

/* One of both, *@ns, as @time has it; @attribute is what it is. */
static int add_time(struct attributes *changes, s64 *ns,
		    const struct timespec *time, u32 attribute)
{
	if (time->tv_nsec == UTIME_OMIT)
		return 0;
	changes->valid |= attribute;
	if (time->tv_nsec == UTIME_NOW) {
		*ns = (s64)time_real_ns();
		return 0;
	}
	if (time->tv_nsec < 0 || time->tv_nsec >= (s64)NSEC_PER_SEC)
		return -EINVAL;
	*ns = to_ns(time->tv_sec, time->tv_nsec);
	return 0;
}

/* @times are access and modification, NULL for the present. */
static int time_changes(struct attributes *changes,
			const struct timespec *times)
{
	int err;

	*changes = (struct attributes){.valid = BOTH | ATTRIBUTE_TIMES_NOW};
	if (!times ||
	    (times[0].tv_nsec == UTIME_NOW && times[1].tv_nsec == UTIME_NOW))
		return 0;
	changes->valid = 0;
	err = add_time(changes, &changes->atime_ns, &times[0], ATTRIBUTE_ATIME);
	return err ? err
		   : add_time(changes, &changes->mtime_ns, &times[1],
			      ATTRIBUTE_MTIME);
}

static long set_times(int directory, const char __user *name,
		      const struct timespec *times, int flags)
{
	struct attributes changes;
	int err = time_changes(&changes, times);

	if (err || !changes.valid)
		return err;
	if (!name && directory != AT_FDCWD)
		return flags ? -EINVAL : set_attributes_of(directory, &changes);
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	return set_attributes_at(directory, name, (unsigned int)flags,
				 &changes);
}

long sys_utimensat(int directory, const char __user *name,
		   const struct timespec __user *times, int flags)
{
	struct timespec copy[2];

	if (!times)
		return set_times(directory, name, NULL, flags);
	if (user_copy_from(copy, times, sizeof(copy)))
		return -EFAULT;
	return set_times(directory, name, copy, flags);
}

long sys_futimesat(int directory, const char __user *name,
		   const struct timeval __user *times)
{
	struct timespec converted[2];
	struct timeval copy[2];

	if (!times)
		return set_times(directory, name, NULL, 0);
	if (user_copy_from(copy, times, sizeof(copy)))
		return -EFAULT;
	for (unsigned int i = 0; i < ARRAY_SIZE(copy); i++) {
		if (copy[i].tv_usec < 0 ||
		    copy[i].tv_usec >= (s64)(NSEC_PER_SEC / NSEC_PER_USEC))
			return -EINVAL;
		converted[i] = (struct timespec){
			.tv_sec = copy[i].tv_sec,
			.tv_nsec = copy[i].tv_usec * (s64)NSEC_PER_USEC,
		};
	}
	return set_times(directory, name, converted, 0);
}

long sys_utimes(const char __user *name, const struct timeval __user *times)
{
	return sys_futimesat(AT_FDCWD, name, times);
}

long sys_utime(const char __user *name, const struct utimbuf __user *times)
{
	struct timespec converted[2] = {};
	struct utimbuf copy;

	if (!times)
		return set_times(AT_FDCWD, name, NULL, 0);
	if (user_copy_from(&copy, times, sizeof(copy)))
		return -EFAULT;
	converted[0].tv_sec = copy.actime;
	converted[1].tv_sec = copy.modtime;
	return set_times(AT_FDCWD, name, converted, 0);
}
