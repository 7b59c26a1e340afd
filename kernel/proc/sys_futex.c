// SPDX-License-Identifier: GPL-2.0-only
/*
 * futex(2): one number for many calls. What inherits priorities is not there.
 */
#include <exo/syscalls.h>
#include <exo/task_signal.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <exo/user_task.h>
#include <exo/wait.h>
#include <uapi/errno.h>
#include <uapi/futex.h>

#include "futex.h"
#include "user_time.h"

/* The uptime at which a wait ends; WAIT_FOREVER without @timeout. */
static int deadline_of(u32 operation, const struct timespec __user *timeout,
		       u64 *deadline_ns)
{
	u64 ns;
	int error;

	*deadline_ns = WAIT_FOREVER;
	if (!timeout)
		return 0;
	error = user_time_get(timeout, &ns);
	if (error)
		return error;
	if ((operation & FUTEX_CMD_MASK) == FUTEX_WAIT)
		*deadline_ns = time_uptime_ns() + ns;
	else if (operation & FUTEX_CLOCK_REALTIME)
		*deadline_ns = user_time_uptime_of_real(ns);
	else
		*deadline_ns = ns;
	return 0;
}

static long wait_until(const struct futex *futex, u32 value, u32 bitset,
		       u64 deadline_ns);

/* A signal that no handler was for has come: the arguments are still there. */
static long wait_more(const struct signal_resume *resume)
{
	const struct trap_frame *frame = &current->user->frame;
	const u32 operation = (u32)frame->rsi;
	const struct futex futex = {(u32 __user *)frame->rdi,
				    operation & FUTEX_PRIVATE_FLAG};
	const bool any = (operation & FUTEX_CMD_MASK) == FUTEX_WAIT;

	return wait_until(&futex, (u32)frame->rdx,
			  any ? FUTEX_BITSET_MATCH_ANY : (u32)frame->r9,
			  resume->deadline_ns);
}

/* With a limit of time it is not made again after a handler, as on Linux. */
static long wait_until(const struct futex *futex, u32 value, u32 bitset,
		       u64 deadline_ns)
{
	int error = futex_wait(futex, value, bitset, deadline_ns);

	if (error == -EINTR && deadline_ns != WAIT_FOREVER)
		signal_resume_by(wait_more, deadline_ns, 0);
	return error;
}

static long wait(const struct futex *futex, u32 operation, u32 value,
		 const struct timespec __user *timeout, u32 bitset)
{
	u64 deadline_ns;
	int error = deadline_of(operation, timeout, &deadline_ns);

	if (!error && !bitset)
		error = -EINVAL;
	return error ? error : wait_until(futex, value, bitset, deadline_ns);
}

static long requeue(const struct futex *from, const struct futex *to,
		    const struct futex_requeue *how)
{
	if (how->wake < 0 || how->move < 0 ||
	    (unsigned long)to->address % sizeof(u32))
		return -EINVAL;
	return futex_requeue(from, to, how);
}

static long wake_op(const struct futex *first, const struct futex *second,
		    int count, int second_count, u32 operation)
{
	int compares, woken, more = 0;

	if ((unsigned long)second->address % sizeof(u32))
		return -EINVAL;
	compares = futex_change(second->address, operation);
	if (compares < 0)
		return compares;
	woken = futex_wake(first, count, FUTEX_BITSET_MATCH_ANY);
	if (woken >= 0 && compares)
		more = futex_wake(second, second_count, FUTEX_BITSET_MATCH_ANY);
	return woken < 0 ? woken : more < 0 ? more : woken + more;
}

/* @timeout is a number, the second count, for calls that do not wait. */
long sys_futex(u32 __user *address, u32 operation, u32 value,
	       const struct timespec __user *timeout, u32 __user *address2,
	       u32 value3)
{
	const u32 command = operation & FUTEX_CMD_MASK;
	const bool private = operation & FUTEX_PRIVATE_FLAG;
	const struct futex futex = {address, private};
	const struct futex second = {address2, private};
	const int count2 = (int)(unsigned long)timeout;
	const struct futex_requeue how = {
		.wake = (int)value,
		.move = count2,
		.compare = command == FUTEX_CMP_REQUEUE,
		.value = value3,
	};

	if (operation & FUTEX_CLOCK_REALTIME && command != FUTEX_WAIT_BITSET)
		return -ENOSYS;
	if ((unsigned long)address % sizeof(u32))
		return -EINVAL;
	switch (command) {
	case FUTEX_WAIT:
		return wait(&futex, operation, value, timeout,
			    FUTEX_BITSET_MATCH_ANY);
	case FUTEX_WAIT_BITSET:
		return wait(&futex, operation, value, timeout, value3);
	case FUTEX_WAKE:
		return futex_wake(&futex, (int)value, FUTEX_BITSET_MATCH_ANY);
	case FUTEX_WAKE_BITSET:
		return value3 ? futex_wake(&futex, (int)value, value3)
			      : -EINVAL;
	case FUTEX_REQUEUE:
	case FUTEX_CMP_REQUEUE:
		return requeue(&futex, &second, &how);
	case FUTEX_WAKE_OP:
		return wake_op(&futex, &second, (int)value, count2, value3);
	}
	return -ENOSYS;
}
