// SPDX-License-Identifier: GPL-2.0-only
/* The clock as the rest of the kernel sees it. Needs a source of ticks. */
#include "tick.h"

#include <asm/irqflags.h>
#include <exo/delay.h>
#include <exo/ktest.h>
#include <exo/time.h>

enum {
	READINGS = 1000000
};

static bool ticks_come(void)
{
	u64 before = time_ticks();

	/* Any interrupt ends the halt: some timer's may come each millisecond. */
	for (int i = 0; i < 100 && time_ticks() == before; i++)
		irq_enable_and_halt();
	return time_ticks() != before;
}

/* Read the clock @times; how often it went back. */
static unsigned int steps_back(unsigned int times)
{
	unsigned int count = 0;
	u64 last = 0;

	while (times-- > 0) {
		u64 now = time_uptime_ns();

		count += now < last;
		last = now;
	}
	return count;
}

KTEST(time, uptime_never_goes_back)
{
	KTEST_EXPECT_EQ(t, steps_back(READINGS), 0);
}

KTEST(time, uptime_never_goes_back_while_a_tick_is_pending)
{
	irq_disable();
	KTEST_EXPECT_EQ(t, steps_back(READINGS), 0);
	irq_enable();
}

KTEST(time, uptime_goes_on_while_interrupts_are_off)
{
	u64 first, last;

	if (!time_is_exact())
		KTEST_SKIP(t, "no clock but the ticks");
	irq_disable();
	first = time_uptime_ns();
	udelay(3 * NSEC_PER_SEC / CONFIG_HZ / NSEC_PER_USEC);
	last = time_uptime_ns();
	irq_enable();
	KTEST_EXPECT_GT(t, last - first, 2 * NSEC_PER_SEC / CONFIG_HZ);
}

KTEST(time, ticks_missed_while_interrupts_were_off_are_counted)
{
	u64 before;

	if (!time_is_exact() || !time_event_name())
		KTEST_SKIP(t, "no ticks, or each interrupt is one");
	irq_disable();
	before = time_ticks();
	udelay(5 * NSEC_PER_SEC / CONFIG_HZ / NSEC_PER_USEC);
	irq_enable();
	KTEST_EXPECT(t, ticks_come());
	KTEST_EXPECT_GE(t, time_ticks() - before, 5);
}

KTEST(time, uptime_agrees_with_the_ticks)
{
	u64 tick_ns = NSEC_PER_SEC / CONFIG_HZ;
	u64 ticks, ns;

	if (!time_event_name())
		KTEST_SKIP(t, "no source of ticks");
	KTEST_ASSERT(t, ticks_come());
	ticks = time_ticks();
	ns = time_uptime_ns();
	KTEST_EXPECT_GE(t, ns + tick_ns / 1000 * ticks, ticks * tick_ns);
	KTEST_EXPECT_LE(t, ns, (time_ticks() + 2) * (tick_ns + tick_ns / 1000));
}

static unsigned int hook_calls;

static void count_call(void)
{
	hook_calls++;
}

KTEST(time, tick_hook_is_called_when_ticks_are_counted)
{
	u64 before;

	if (!time_event_name())
		KTEST_SKIP(t, "no source of ticks");
	irq_disable();
	before = time_ticks();
	KTEST_EXPECT_EQ(t, time_add_tick_hook(count_call), 0);
	irq_enable();
	KTEST_EXPECT(t, ticks_come());
	KTEST_EXPECT(t, ticks_come());
	irq_disable();
	KTEST_EXPECT_GE(t, hook_calls, 2);
	KTEST_EXPECT_LE(t, hook_calls, time_ticks() - before);
	irq_enable();
}
