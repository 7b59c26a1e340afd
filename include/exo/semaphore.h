/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. A counting semaphore: units that are taken and given back.
 * Who waits longest gets the next unit.
 */
#ifndef EXO_SEMAPHORE_H
#define EXO_SEMAPHORE_H

#include <exo/wait.h>

struct semaphore {
	struct spinlock lock;
	unsigned int count; /* free units; guarded by lock */
	struct wait_queue waiters;
};

void semaphore_init(struct semaphore *semaphore, unsigned int count);

/* Take a unit, waiting for one. May sleep. */
void semaphore_down(struct semaphore *semaphore);

/* Take a unit if one is free. Any context. */
bool semaphore_try_down(struct semaphore *semaphore);

/* The same as down, until @deadline_ns of time_uptime_ns() at most: then false. */
bool semaphore_down_until(struct semaphore *semaphore, u64 deadline_ns);

/* Give a unit back. Any context. */
void semaphore_up(struct semaphore *semaphore);

#endif
