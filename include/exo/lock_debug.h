/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. What CONFIG_LOCK_DEBUG keeps of a lock and checks at each use:
 * that who lets go is who took it, that nobody takes what he holds, that
 * locks of two classes are always taken in the same order, that a lock which
 * interrupt handlers take is never held with interrupts on. A breach is
 * reported once for each pair of classes, with the backtraces of both sides.
 * Without the option all of this is nothing.
 */
#ifndef EXO_LOCK_DEBUG_H
#define EXO_LOCK_DEBUG_H

#include <exo/types.h>

enum lock_kind {
	LOCK_SPIN,
	LOCK_SLEEP, /* waiting for it sleeps */
};

#ifdef CONFIG_LOCK_DEBUG
struct lock_debug {
	const char *name; /* locks of one name are one class */
	const void *owner; /* the task, NULL while free */
	unsigned int class_id; /* 0 until first taken */
};

#define LOCK_DEBUG_INIT(lock_name) \
	{                          \
		.name = lock_name, \
	}

static inline void lock_debug_init(struct lock_debug *debug, const char *name)
{
	*debug = (struct lock_debug)LOCK_DEBUG_INIT(name);
}

/* What one task holds, in the order it took them. */
enum {
	HELD_LOCKS_MAX = 16
};

struct held_locks {
	struct lock_debug *locks[HELD_LOCKS_MAX];
	unsigned int count;
};

/* The caller is about to take the lock, or to wait for it. */
void lock_debug_attempt(struct lock_debug *debug, enum lock_kind kind);
/* The caller has it now. */
void lock_debug_acquired(struct lock_debug *debug);
/* The lock is about to be let go. */
void lock_debug_release(struct lock_debug *debug);
/* Panics unless the caller holds the lock. */
void lock_debug_assert_held(const struct lock_debug *debug);

/* The calling thread ends: it must hold nothing. */
void lock_debug_thread_exit(void);

/* The caller is about to do what may sleep. */
void might_sleep(void);

/* Panics unless interrupts are off. */
void assert_irqs_off(void);

/* How many breaches have been reported. */
unsigned int lock_debug_reports(void);
#else
struct lock_debug {
};
struct held_locks {
};

#define LOCK_DEBUG_INIT(lock_name) \
	{                          \
	}

static inline void lock_debug_init(struct lock_debug *debug, const char *name)
{
	(void)debug;
	(void)name;
}

static inline void lock_debug_attempt(struct lock_debug *debug,
				      enum lock_kind kind)
{
	(void)debug;
	(void)kind;
}

static inline void lock_debug_acquired(struct lock_debug *debug)
{
	(void)debug;
}

static inline void lock_debug_release(struct lock_debug *debug)
{
	(void)debug;
}

static inline void lock_debug_assert_held(const struct lock_debug *debug)
{
	(void)debug;
}

static inline void lock_debug_thread_exit(void)
{
}

static inline void might_sleep(void)
{
}

static inline void assert_irqs_off(void)
{
}
#endif

#endif
