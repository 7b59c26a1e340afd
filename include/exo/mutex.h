/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. A lock whose holder may sleep. It is not recursive, and who
 * took it lets it go, before it ends. Who waits longest gets it next. While
 * others wait, the holder runs in the best of their scheduling classes.
 */
#ifndef EXO_MUTEX_H
#define EXO_MUTEX_H

#include <exo/compiler.h>
#include <exo/list.h>
#include <exo/lock_debug.h>
#include <exo/task.h>

/* The low bits of the owner's address are free. */
#define MUTEX_CONTENDED 1UL

struct mutex {
	unsigned long owner; /* struct task *, MUTEX_CONTENDED; 0: free */
	struct list_head waiters; /* these: guarded by mutex.c's lock */
	u32 waiting[SCHED_CLASSES]; /* waiters by class */
	u8 best; /* class among them; SCHED_CLASSES: none */
	struct lock_debug debug;
};

#define MUTEX_INIT(mutex, lock_name)                                        \
	{                                                                   \
		.waiters = LIST_HEAD_INIT((mutex).waiters),                 \
		.best = SCHED_CLASSES, .debug = LOCK_DEBUG_INIT(lock_name), \
	}

/* Make an unlocked mutex; @lock_name is kept. */
static inline void mutex_init(struct mutex *mutex, const char *lock_name)
{
	*mutex = (struct mutex){.best = SCHED_CLASSES};
	list_init(&mutex->waiters);
	lock_debug_init(&mutex->debug, lock_name);
}

void mutex_lock_slow(struct mutex *mutex);
void mutex_unlock_slow(struct mutex *mutex);

/* Whoever owns it. For reports and assertions: it may change at any time. */
static inline struct task *mutex_owner(const struct mutex *mutex)
{
	return (struct task *)(__atomic_load_n(&mutex->owner,
					       __ATOMIC_RELAXED) &
			       ~MUTEX_CONTENDED);
}

/* Take @mutex if it is free. Threads only; does not sleep. */
static inline bool mutex_trylock(struct mutex *mutex)
{
	unsigned long free = 0;

	if (!__atomic_compare_exchange_n(&mutex->owner, &free,
					 (unsigned long)current, false,
					 __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return false;
	lock_debug_acquired(&mutex->debug);
	return true;
}

/* Take @mutex, waiting for it. May sleep. */
static inline void mutex_lock(struct mutex *mutex)
{
	lock_debug_attempt(&mutex->debug, LOCK_SLEEP);
	if (unlikely(!mutex_trylock(mutex)))
		mutex_lock_slow(mutex);
}

/* Let @mutex go. The caller holds it. */
static inline void mutex_unlock(struct mutex *mutex)
{
	unsigned long owner = (unsigned long)current;

	lock_debug_release(&mutex->debug);
	if (unlikely(!__atomic_compare_exchange_n(&mutex->owner, &owner, 0,
						  false, __ATOMIC_RELEASE,
						  __ATOMIC_RELAXED)))
		mutex_unlock_slow(mutex);
}

#endif
