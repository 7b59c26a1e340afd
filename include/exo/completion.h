/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Something that happens once and that threads wait for.
 */
#ifndef EXO_COMPLETION_H
#define EXO_COMPLETION_H

#include <exo/wait.h>

struct completion {
	struct spinlock lock;
	bool done; /* guarded by lock */
	struct wait_queue waiters;
};

void completion_init(struct completion *completion);

/* It has happened: everybody who waits or will wait goes on. Any context. */
void complete(struct completion *completion);

/*
 * Has it happened? Any context. Even then complete() may be on its way out of
 * @completion: only who has waited may free it.
 */
static inline bool completion_done(const struct completion *completion)
{
	return __atomic_load_n(&completion->done, __ATOMIC_ACQUIRE);
}

/* Wait until it has happened. May sleep. */
void completion_wait(struct completion *completion);

/* The same, until @deadline_ns of time_uptime_ns() at most: then false. */
bool completion_wait_until(struct completion *completion, u64 deadline_ns);

#endif
