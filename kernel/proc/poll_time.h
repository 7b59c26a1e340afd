/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Timeouts and signal masks of ppoll(2) and
 * pselect(2).
 */
#ifndef PROC_POLL_TIME_H
#define PROC_POLL_TIME_H

#include <exo/compiler.h>
#include <exo/types.h>

struct timespec;

/*
 * When @ns from now is, as poll_wait() wants it: 0 if @ns is. WAIT_FOREVER is not among
 * the results.
 */
u64 poll_deadline_after(u64 ns);

/* The same for *@timeout; NULL: WAIT_FOREVER. 0, -EFAULT, -EINVAL. */
__must_check int poll_deadline(const struct timespec __user *timeout,
			       u64 *deadline_ns);

/*
 * Tell the program how much of *@timeout, which may be NULL, was left. That it
 * cannot be told does not matter.
 */
void poll_put_rest(struct timespec __user *timeout, u64 deadline_ns);

/* How much is left until @deadline_ns. */
u64 poll_rest_ns(u64 deadline_ns);

/* Wait with *@blocked, if that is not NULL. 0, -EINVAL for @size, -EFAULT. */
__must_check int poll_borrow_blocked(const u64 __user *blocked, size_t size);

#endif
