/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. A hierarchical timing wheel (Varghese and Lauck, SOSP 1987):
 * timers sorted as coarsely as their distance allows. Not locked.
 *
 * Time is counted in granules. A timer's granule and the wheel's current one
 * are numbers of eight digits to the base 64; the highest digit in which they
 * differ is the timer's level, its own digit there its slot:
 *
 *	now    = 0 0 0 0 0 2 17 40	level  slot
 *	due in   0 0 0 0 0 2 17 63	0      63
 *	due in   0 0 0 0 0 2 18 00	1      18
 *	due in   0 0 0 0 0 5 00 00	2      5
 *
 * A slot of a level above 0 holds a range of granules; when that begins its
 * timers fall to lower levels. A timer falls through each level at most once.
 * All that is taken out lies in the first slot in use of some level, which
 * one bitmap a level tells.
 */
#ifndef KERNEL_TIMER_WHEEL_H
#define KERNEL_TIMER_WHEEL_H

#include <exo/list.h>
#include <exo/types.h>

struct timer;

enum {
	WHEEL_GRANULE_SHIFT = 16, /* 2^16 ns = 66 us */
	WHEEL_DIGIT_BITS = 6,
	WHEEL_SLOTS = 1 << WHEEL_DIGIT_BITS, /* of a level */
	WHEEL_LEVELS = (64 - WHEEL_GRANULE_SHIFT) / WHEEL_DIGIT_BITS,
};

/* All zero is an empty wheel at time 0. */
struct timer_wheel {
	u64 now; /* in granules: all before have been collected */
	u64 used[WHEEL_LEVELS]; /* a bit for each slot that holds timers */
	u32 used_levels; /* a bit for each level that does */
	/* Initialised while its bit is set, else anything. */
	struct list_head slots[WHEEL_LEVELS * WHEEL_SLOTS];
};

/* Put in @timer, which is due at its expires_ns; returns what that becomes,
 * rounded up to a granule. */
u64 timer_wheel_add(struct timer_wheel *wheel, struct timer *timer);

/* Take @timer out of the wheel, or of the list it was collected to. */
void timer_wheel_remove(struct timer_wheel *wheel, struct timer *timer);

/*
 * When to collect next: ~0 when the wheel is empty, never later than a timer
 * is due, and earlier at most once for each level below which it stands.
 */
u64 timer_wheel_next_ns(const struct timer_wheel *wheel);

/* Move all that is due at @now_ns to the end of @due, the earliest first. */
void timer_wheel_collect(struct timer_wheel *wheel, u64 now_ns,
			 struct list_head *due);

#endif
