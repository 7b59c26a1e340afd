// SPDX-License-Identifier: GPL-2.0-only
/* The wheel alone, at times of our own. */
#include "timer_wheel.h"

#include <exo/ktest.h>
#include <exo/timer.h>

#define GRANULE BIT(WHEEL_GRANULE_SHIFT)

static struct timer_wheel wheel;

static void begin_at(u64 granule)
{
	memset(&wheel, 0, sizeof(wheel));
	wheel.now = granule;
}

static void add(struct timer *timer, u64 expires_ns)
{
	*timer = (struct timer){.expires_ns = expires_ns};
	list_init(&timer->node);
	timer_wheel_add(&wheel, timer);
}

static struct timer *take_first(struct list_head *due)
{
	struct timer *timer = list_first_entry(due, struct timer, node);

	if (timer)
		timer_wheel_remove(&wheel, timer);
	return timer;
}

/* How many are due at @now_ns. */
static unsigned int collect(u64 now_ns)
{
	unsigned int count = 0;
	LIST_HEAD(due);

	timer_wheel_collect(&wheel, now_ns, &due);
	while (take_first(&due))
		count++;
	return count;
}

KTEST(timer_wheel, an_empty_wheel_never_wants_to_be_collected)
{
	begin_at(0);
	KTEST_EXPECT_EQ(t, timer_wheel_next_ns(&wheel), ~0UL);
	KTEST_EXPECT_EQ(t, collect(~0UL), 0);
	KTEST_EXPECT_EQ(t, timer_wheel_next_ns(&wheel), ~0UL);
}

KTEST(timer_wheel, a_timer_is_due_at_its_granule_and_not_before)
{
	struct timer timer;

	begin_at(0);
	add(&timer, 5 * GRANULE);
	KTEST_EXPECT_EQ(t, timer_wheel_next_ns(&wheel), 5 * GRANULE);
	KTEST_EXPECT_EQ(t, collect(5 * GRANULE - 1), 0);
	KTEST_EXPECT_EQ(t, collect(5 * GRANULE), 1);
	add(&timer, 9 * GRANULE + 1);
	KTEST_EXPECT_EQ(t, collect(10 * GRANULE - 1), 0);
	KTEST_EXPECT_EQ(t, collect(10 * GRANULE), 1);
}

KTEST(timer_wheel, what_is_past_already_is_due_next_time)
{
	struct timer timer;

	begin_at(1000);
	add(&timer, 3 * GRANULE);
	KTEST_EXPECT_EQ(t, timer_wheel_next_ns(&wheel), 1000 * GRANULE);
	KTEST_EXPECT_EQ(t, collect(1000 * GRANULE), 1);
}

/* Around each boundary between levels, from a time just before and at one. */
KTEST(timer_wheel, timers_at_the_edges_of_levels_are_due_exactly)
{
	unsigned int wrong = 0, tried = 0;
	struct timer timer;

	for (unsigned int bits = 0; bits < 47; bits++) {
		for (int off = -2; off <= 2; off++) {
			u64 edge = BIT(bits) + 2, due = edge + (u64)off;

			for (u64 from = edge - 2; from <= due; from++) {
				begin_at(from);
				add(&timer, due * GRANULE);
				wrong += collect(due * GRANULE - 1) != 0;
				wrong += collect(due * GRANULE) != 1;
				tried++;
			}
		}
	}
	KTEST_EXPECT_GT(t, tried, 100);
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(timer_wheel, never_is_later_than_anything)
{
	struct timer never, late;

	begin_at(0);
	add(&never, ~0UL);
	add(&late, ~0UL / 2);
	KTEST_EXPECT_EQ(t, collect(~0UL / 2), 0);
	KTEST_EXPECT_EQ(t, collect(~0UL / 2 + 1), 1);
	KTEST_EXPECT_EQ(t, collect(~0UL - 2 * GRANULE), 0);
	timer_wheel_remove(&wheel, &never);
	KTEST_EXPECT_EQ(t, timer_wheel_next_ns(&wheel), ~0UL);
}

KTEST(timer_wheel, timers_of_one_granule_keep_their_order)
{
	struct timer timers[3];
	u64 due_ns = 100000 * GRANULE;
	LIST_HEAD(due);

	begin_at(0);
	for (unsigned int i = 0; i < 3; i++)
		add(&timers[i], due_ns);
	timer_wheel_collect(&wheel, due_ns, &due);
	for (unsigned int i = 0; i < 3; i++)
		KTEST_EXPECT_EQ(t, take_first(&due), &timers[i]);
	KTEST_EXPECT(t, list_empty(&due));
}

KTEST(timer_wheel, a_collected_timer_can_be_removed_and_leaves_others)
{
	struct timer collected[2], other;
	LIST_HEAD(due);

	begin_at(0);
	add(&collected[0], 1 * GRANULE);
	add(&collected[1], 1 * GRANULE);
	timer_wheel_collect(&wheel, 1 * GRANULE, &due);
	add(&other, (1 + WHEEL_SLOTS) * GRANULE);
	timer_wheel_remove(&wheel, &collected[1]);
	KTEST_EXPECT_EQ(t, take_first(&due), &collected[0]);
	KTEST_EXPECT(t, list_empty(&due));
	KTEST_EXPECT_EQ(t, collect((1 + WHEEL_SLOTS) * GRANULE), 1);
}

KTEST(timer_wheel, removing_the_last_timer_empties_the_wheel)
{
	struct timer near, far;

	begin_at(7);
	add(&near, 8 * GRANULE);
	add(&far, 8000000 * GRANULE);
	timer_wheel_remove(&wheel, &near);
	KTEST_EXPECT_NE(t, timer_wheel_next_ns(&wheel), ~0UL);
	timer_wheel_remove(&wheel, &far);
	KTEST_EXPECT_EQ(t, timer_wheel_next_ns(&wheel), ~0UL);
	KTEST_EXPECT_EQ(t, wheel.used_levels, 0);
}

/*
 * Against the obvious: an array that is searched. Distances are random in
 * magnitude, so that all levels are used; the wheel is collected at the times
 * it asks for, and sometimes later.
 */
enum {
	NR_TIMERS = 64,
	NR_STEPS = 20000,
};

static struct {
	struct timer timers[NR_TIMERS];
	bool pending[NR_TIMERS];
	u64 random;
	u64 now_ns;
	unsigned int early, late, lost, collected;
} model;

static u64 next_random(void)
{
	model.random =
		model.random * 6364136223846793005UL + 1442695040888963407UL;
	return model.random >> 16;
}

static u64 random_distance(void)
{
	return next_random() & (BIT(next_random() % 48) - 1);
}

static void flip_one(void)
{
	unsigned int i = (unsigned int)(next_random() % NR_TIMERS);

	if (model.pending[i])
		timer_wheel_remove(&wheel, &model.timers[i]);
	else
		add(&model.timers[i], model.now_ns + random_distance());
	model.pending[i] = !model.pending[i];
}

static void collect_and_compare(void)
{
	LIST_HEAD(due);
	struct timer *timer;

	timer_wheel_collect(&wheel, model.now_ns, &due);
	while ((timer = take_first(&due))) {
		model.early += timer->expires_ns > model.now_ns;
		model.pending[timer - model.timers] = false;
		model.collected++;
	}
	for (unsigned int i = 0; i < NR_TIMERS; i++)
		model.late += model.pending[i] &&
			      model.timers[i].expires_ns + GRANULE <=
				      model.now_ns;
}

/* Let time pass, usually to when the wheel wants it. */
static void step(void)
{
	u64 next = timer_wheel_next_ns(&wheel);

	if (next == ~0UL || next < model.now_ns || next_random() % 4 == 0)
		model.now_ns += random_distance() >> 8;
	else
		model.now_ns = next;
	collect_and_compare();
}

KTEST(timer_wheel, a_random_life_agrees_with_a_search_of_all_timers)
{
	unsigned int left = 0;

	begin_at(0);
	memset(&model, 0, sizeof(model));
	for (unsigned int i = 0; i < NR_STEPS; i++) {
		flip_one();
		if (i % 4 == 0)
			step();
	}
	KTEST_EXPECT_EQ(t, model.early, 0);
	KTEST_EXPECT_EQ(t, model.late, 0);
	KTEST_EXPECT_GT(t, model.collected, NR_STEPS / 10);
	for (unsigned int i = 0; i < NR_TIMERS; i++)
		left += model.pending[i];
	KTEST_EXPECT_EQ(t, collect(~0UL - 2 * GRANULE), left);
}

KTEST(timer_wheel, a_timer_far_away_is_looked_at_once_a_level)
{
	struct timer timer;
	unsigned int looks = 0;
	u64 due_ns = 0x123456789abc * GRANULE, next;

	begin_at(0);
	add(&timer, due_ns);
	while ((next = timer_wheel_next_ns(&wheel)) != due_ns && looks < 100) {
		KTEST_EXPECT_EQ(t, collect(next), 0);
		looks++;
	}
	KTEST_EXPECT_LT(t, looks, WHEEL_LEVELS);
	KTEST_EXPECT_EQ(t, collect(due_ns), 1);
}
