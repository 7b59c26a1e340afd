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
	LOCK_SPIN_IRQ, /* interrupts are off while it is held */
	LOCK_SLEEP, /* mutexes: the holder may sleep */
};

#ifdef CONFIG_LOCK_DEBUG
struct lock_debug {
	const char *name; /* locks of one name are one class */
	const void *owner; /* the task, NULL while free */
	unsigned long taken_at; /* code address */
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

/* The lock was just taken, or is about to be waited for: check the order. */
void lock_debug_acquire(struct lock_debug *debug, enum lock_kind kind);
/* The lock is about to be let go. */
void lock_debug_release(struct lock_debug *debug);
void lock_debug_assert_held(const struct lock_debug *debug);
#else
struct lock_debug {};

#define LOCK_DEBUG_INIT(lock_name) \
	{                          \
	}

static inline void lock_debug_init(struct lock_debug *debug, const char *name)
{
	(void)debug;
	(void)name;
}

static inline void lock_debug_acquire(struct lock_debug *debug,
				      enum lock_kind kind)
{
	(void)debug;
	(void)kind;
}

static inline void lock_debug_release(struct lock_debug *debug)
{
	(void)debug;
}

static inline void lock_debug_assert_held(const struct lock_debug *debug)
{
	(void)debug;
}
#endif

#endif
