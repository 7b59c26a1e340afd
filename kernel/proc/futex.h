/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Waiting for a word of a program's memory to
 * change, and waking who waits (futex(2)). An address that is not @private may be
 * in memory that others share, at another address.
 *
 * @address is a multiple of 4. All may sleep; -EFAULT where nothing is.
 */
#ifndef PROC_FUTEX_H
#define PROC_FUTEX_H

#include <exo/compiler.h>
#include <exo/types.h>

struct futex {
	u32 __user *address;
	bool private;
};

/*
 * Wait until woken, if the word is @value still. 0 when woken, -EAGAIN when it is
 * another, -EINTR, -ETIMEDOUT after @deadline_ns of uptime.
 */
int futex_wait(const struct futex *futex, u32 value, u32 bitset,
	       u64 deadline_ns);

/* Wake up to @count, one at least, whose bitset has a bit of @bitset: how many. */
int futex_wake(const struct futex *futex, int count, u32 bitset);

struct futex_requeue {
	int wake, move; /* how many */
	bool compare; /* only if the word of @from is @value: -EAGAIN */
	u32 value;
};

/* Wake some who wait at @from, and let others wait at @to: how many in all. */
int futex_requeue(const struct futex *from, const struct futex *to,
		  const struct futex_requeue *requeue);

/* Those who wait now, of all programs. For tests. */
unsigned int futex_waiters(void);

/*
 * FUTEX_WAKE_OP's change of a word, @operation: whether what was there compares as
 * it says, 0 or 1; -ENOSYS for an unknown one. futex_op.c.
 */
int futex_change(u32 __user *address, u32 operation);

#endif
