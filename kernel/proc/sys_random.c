// SPDX-License-Identifier: GPL-2.0-only
/*
 * getrandom(2). GRND_RANDOM makes no difference: the numbers are the same.
 */
#include <exo/compiler.h>
#include <exo/random.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/task_signal.h>
#include <exo/uaccess.h>
#include <uapi/random.h>

enum {
	CHUNK = 256,
	SIZE_MAX_GIVEN = 0x7ffff000, /* as read(2) */
};

/* As many as can be stored; a signal ends it early. */
static long give(char __user *buffer, size_t size)
{
	size_t done = 0, chunk, stored;
	u8 bytes[CHUNK];

	do {
		chunk = min(size - done, sizeof(bytes));
		random_bytes(bytes, chunk);
		stored = user_copy_to_part(buffer + done, bytes, chunk);
		done += stored;
	} while (stored == chunk && done < size &&
		 !task_signal_pending(current));
	memzero_explicit(bytes, sizeof(bytes));
	return done || !size ? (long)done : -EFAULT;
}

long sys_getrandom(char __user *buffer, size_t size, unsigned int flags)
{
	if (flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE) ||
	    (flags & GRND_RANDOM && flags & GRND_INSECURE))
		return -EINVAL;
	if (!(flags & GRND_INSECURE) && !random_ready()) {
		if (flags & GRND_NONBLOCK)
			return -EAGAIN;
		if (random_wait_ready())
			return -EINTR;
	}
	return give(buffer, min(size, (size_t)SIZE_MAX_GIVEN));
}
