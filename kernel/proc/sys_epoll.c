// SPDX-License-Identifier: GPL-2.0-only
/*
 * epoll(7). A wait that a signal has interrupted is never resumed: signal(7).
 */
#include <exo/epoll.h>
#include <exo/fd_ref.h>
#include <exo/io_iter.h>
#include <exo/limits.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <exo/wait.h>
#include <uapi/epoll.h>
#include <uapi/errno.h>

#include "new_file.h"
#include "poll_time.h"

enum {
	EVENTS_MAX = INT_MAX / sizeof(struct epoll_event),
};

long sys_epoll_create1(int flags)
{
	if (flags & ~EPOLL_CLOEXEC)
		return -EINVAL;
	return new_file_install(epoll_create(), (u32)flags);
}

/* The size is a hint that nobody needs any more. */
long sys_epoll_create(int size)
{
	return size > 0 ? sys_epoll_create1(0) : -EINVAL;
}

static long control(int fd, int operation, int target_fd,
		    const struct epoll_event *event)
{
	struct fd_ref epoll = fd_ref_get(fd), target = fd_ref_get(target_fd);
	int err = -EBADF;

	if (epoll.file && target.file)
		err = epoll_control(epoll.file, operation, target.file,
				    target_fd, event);
	fd_ref_put(target);
	fd_ref_put(epoll);
	return err;
}

long sys_epoll_ctl(int fd, int operation, int target_fd,
		   const struct epoll_event __user *from)
{
	struct epoll_event event = {};

	if (operation != EPOLL_CTL_DEL &&
	    user_copy_from(&event, from, sizeof(event)))
		return -EFAULT;
	return control(fd, operation, target_fd, &event);
}

static long wait_until(int fd, struct epoll_event __user *events, int count,
		       u64 deadline_ns)
{
	struct fd_ref epoll;
	struct io_iter to;
	long done = -EINVAL;

	if (count <= 0 || count > (int)EVENTS_MAX)
		return -EINVAL;
	if (!io_iter_user(&to, events, (size_t)count * sizeof(*events)))
		return -EFAULT;
	epoll = fd_ref_get(fd);
	if (!epoll.file)
		return -EBADF;
	if (file_is_epoll(epoll.file))
		done = epoll_wait(epoll.file, &to, count, deadline_ns);
	fd_ref_put(epoll);
	return done;
}

static u64 deadline_of(int timeout_ms)
{
	if (timeout_ms < 0)
		return WAIT_FOREVER;
	return poll_deadline_after((u64)timeout_ms * NSEC_PER_MSEC);
}

long sys_epoll_wait(int fd, struct epoll_event __user *events, int count,
		    int timeout_ms)
{
	return wait_until(fd, events, count, deadline_of(timeout_ms));
}

long sys_epoll_pwait(int fd, struct epoll_event __user *events, int count,
		     int timeout_ms, const u64 __user *blocked, size_t set_size)
{
	int err = poll_borrow_blocked(blocked, set_size);

	return err ? err
		   : wait_until(fd, events, count, deadline_of(timeout_ms));
}

long sys_epoll_pwait2(int fd, struct epoll_event __user *events, int count,
		      const struct timespec __user *timeout,
		      const u64 __user *blocked, size_t set_size)
{
	u64 deadline_ns;
	int err = poll_deadline(timeout, &deadline_ns);

	if (!err)
		err = poll_borrow_blocked(blocked, set_size);
	return err ? err : wait_until(fd, events, count, deadline_ns);
}
