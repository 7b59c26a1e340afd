// SPDX-License-Identifier: GPL-2.0-only
/*
 * poll(2) and ppoll(2).
 */
#include <exo/compiler.h>
#include <exo/file_table.h>
#include <exo/kmalloc.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/task_signal.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <exo/user_task.h>
#include <uapi/errno.h>
#include <uapi/poll.h>
#include <uapi/time.h>

#include "poll_time.h"
#include "poll_wait.h"

/* RLIMIT_NOFILE: more than that cannot be open. */
static bool too_many(unsigned int count)
{
	const struct process *process = current_process;

	return count > (process ? process->limits[RLIMIT_NOFILE].rlim_cur
				: FILE_TABLE_LIMIT);
}

static int get_items(struct poll_item *items, const struct pollfd __user *from,
		     unsigned int count)
{
	struct pollfd wanted;

	for (unsigned int i = 0; i < count; i++) {
		if (user_copy_from(&wanted, &from[i], sizeof(wanted)))
			return -EFAULT;
		items[i].fd = wanted.fd;
		items[i].events = (u16)wanted.events;
	}
	return 0;
}

static int put_results(const struct poll_item *items, struct pollfd __user *to,
		       unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		if (user_put(&to[i].revents, items[i].ready))
			return -EFAULT;
	return 0;
}

static long poll_items(struct poll_item *items, struct pollfd __user *user,
		       unsigned int count, u64 deadline_ns)
{
	int ready = get_items(items, user, count);

	if (ready)
		return ready;
	ready = poll_wait(items, count, deadline_ns);
	if (ready >= 0 && put_results(items, user, count))
		return -EFAULT;
	return ready;
}

static long poll_user(struct pollfd __user *user, unsigned int count,
		      u64 deadline_ns)
{
	struct poll_item few[POLL_FEW], *many;
	long ready;

	if (too_many(count))
		return -EINVAL;
	if (count <= POLL_FEW)
		return poll_items(few, user, count, deadline_ns);
	many = kmalloc(count * sizeof(*many));
	if (!many)
		return -ENOMEM;
	ready = poll_items(many, user, count, deadline_ns);
	kfree(many);
	return ready;
}

static long poll_until(struct pollfd __user *fds, unsigned int count,
		       u64 deadline_ns);

/* A signal that no handler was for has come: the arguments are still there. */
static long poll_on(const struct signal_resume *resume)
{
	const struct trap_frame *frame = &current->user->frame;

	return poll_until((struct pollfd __user *)frame->rdi,
			  (unsigned int)frame->rsi, resume->deadline_ns);
}

static long poll_until(struct pollfd __user *fds, unsigned int count,
		       u64 deadline_ns)
{
	long ready = poll_user(fds, count, deadline_ns);

	if (ready == -EINTR)
		signal_resume_by(poll_on, deadline_ns, 0);
	return ready;
}

long sys_poll(struct pollfd __user *fds, unsigned int count, int timeout_ms)
{
	u64 deadline_ns = 0;

	if (timeout_ms < 0)
		deadline_ns = WAIT_FOREVER;
	else if (timeout_ms > 0)
		deadline_ns =
			time_uptime_ns() + (u64)timeout_ms * NSEC_PER_MSEC;
	return poll_until(fds, count, deadline_ns);
}

long sys_ppoll(struct pollfd __user *fds, unsigned int count,
	       struct timespec __user *timeout, const u64 __user *blocked,
	       size_t set_size)
{
	u64 deadline_ns;
	long ready = poll_deadline(timeout, &deadline_ns);

	if (!ready)
		ready = poll_borrow_blocked(blocked, set_size);
	if (ready)
		return ready;
	ready = poll_user(fds, count, deadline_ns);
	poll_put_rest(timeout, deadline_ns);
	return ready;
}
