// SPDX-License-Identifier: GPL-2.0-only
/*
 * The timing wheel; its header has the drawing.
 *
 * The wheel's time may pass the beginning of a slot on an upper level without
 * its timers having fallen yet: they do at the next collection. The order in
 * which slots are looked for takes care of it.
 */
#include "timer_wheel.h"

#include <exo/compiler.h>
#include <exo/timer.h>

#define GRANULE_NS    BIT(WHEEL_GRANULE_SHIFT)
#define GRANULE_NEVER (BIT(WHEEL_LEVELS * WHEEL_DIGIT_BITS) - 1)

/* The first granule that begins no earlier than @ns; "never" is a last one. */
static u64 granule_of(u64 ns)
{
	u64 granule = ns >> WHEEL_GRANULE_SHIFT;

	if (ns & (GRANULE_NS - 1))
		granule++;
	return min(granule, GRANULE_NEVER);
}

/* Where in slots[] a timer of @granule belongs at the time @now. */
static unsigned int slot_of(u64 granule, u64 now)
{
	u64 differing = (granule ^ now) | (WHEEL_SLOTS - 1);
	unsigned int top_bit = 63 - (unsigned int)__builtin_clzl(differing);
	unsigned int level = top_bit / WHEEL_DIGIT_BITS;
	u64 digit = granule >> (level * WHEEL_DIGIT_BITS) & (WHEEL_SLOTS - 1);

	return level * WHEEL_SLOTS + (unsigned int)digit;
}

static void mark_used(struct timer_wheel *wheel, unsigned int slot)
{
	unsigned int level = slot / WHEEL_SLOTS;

	wheel->used[level] |= BIT(slot % WHEEL_SLOTS);
	wheel->used_levels |= 1U << level;
}

static void mark_empty(struct timer_wheel *wheel, unsigned int slot)
{
	unsigned int level = slot / WHEEL_SLOTS;

	wheel->used[level] &= ~BIT(slot % WHEEL_SLOTS);
	if (!wheel->used[level])
		wheel->used_levels &= ~(1U << level);
}

static bool slot_used(const struct timer_wheel *wheel, unsigned int slot)
{
	return wheel->used[slot / WHEEL_SLOTS] & BIT(slot % WHEEL_SLOTS);
}

u64 timer_wheel_add(struct timer_wheel *wheel, struct timer *timer)
{
	u64 granule = max(granule_of(timer->expires_ns), wheel->now);
	unsigned int slot = slot_of(granule, wheel->now);

	if (!slot_used(wheel, slot)) {
		list_init(&wheel->slots[slot]);
		mark_used(wheel, slot);
	}
	list_add_tail(&timer->node, &wheel->slots[slot]);
	timer->slot = (u16)slot;
	return granule << WHEEL_GRANULE_SHIFT;
}

void timer_wheel_remove(struct timer_wheel *wheel, struct timer *timer)
{
	list_del(&timer->node);
	/* Of a collected timer the slot is empty, or in use by others again. */
	if (list_empty(&wheel->slots[timer->slot]))
		mark_empty(wheel, timer->slot);
}

/* The granule at which the first slot in use of @level begins. */
static u64 level_begin(const struct timer_wheel *wheel, unsigned int level)
{
	unsigned int shift = level * WHEEL_DIGIT_BITS;
	u64 digit = (u64)__builtin_ctzl(wheel->used[level]);
	u64 upper = wheel->now >> shift & ~(u64)(WHEEL_SLOTS - 1);

	return (upper | digit) << shift;
}

/*
 * The level whose first slot in use begins before all others; of two that
 * begin together the upper one, whose timers have to fall first. The wheel is
 * not empty.
 */
static unsigned int first_level(const struct timer_wheel *wheel, u64 *begin)
{
	unsigned int first = 0;

	*begin = ~0UL;
	for (u32 left = wheel->used_levels; left; left &= left - 1) {
		unsigned int level = (unsigned int)__builtin_ctz(left);
		u64 here = level_begin(wheel, level);

		if (here <= *begin) {
			*begin = here;
			first = level;
		}
	}
	return first;
}

u64 timer_wheel_next_ns(const struct timer_wheel *wheel)
{
	u64 begin;

	if (!wheel->used_levels)
		return ~0UL;
	first_level(wheel, &begin);
	return begin << WHEEL_GRANULE_SHIFT;
}

/* Empty the first slot of @level in use to the end of @list. */
static void take_slot(struct timer_wheel *wheel, unsigned int level,
		      struct list_head *list)
{
	unsigned int slot = level * WHEEL_SLOTS +
			    (unsigned int)__builtin_ctzl(wheel->used[level]);

	list_splice_tail(&wheel->slots[slot], list);
	mark_empty(wheel, slot);
}

static void fall(struct timer_wheel *wheel, unsigned int level)
{
	LIST_HEAD(falling);
	struct timer *timer, *next;

	take_slot(wheel, level, &falling);
	list_for_each_entry_safe(timer, next, &falling, node)
		timer_wheel_add(wheel, timer);
}

void timer_wheel_collect(struct timer_wheel *wheel, u64 now_ns,
			 struct list_head *due)
{
	u64 last = now_ns >> WHEEL_GRANULE_SHIFT;

	while (wheel->used_levels) {
		u64 begin;
		unsigned int level = first_level(wheel, &begin);

		if (begin > last)
			break;
		wheel->now = max(wheel->now, begin);
		if (level > 0)
			fall(wheel, level);
		else
			take_slot(wheel, 0, due);
	}
	wheel->now = max(wheel->now, last + 1);
}
