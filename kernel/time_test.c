// SPDX-License-Identifier: GPL-2.0-only
/* The clock as the rest of the kernel sees it. Needs a source of ticks. */
#include <asm/irqflags.h>
#include <exo/ktest.h>
#include <exo/time.h>

enum {
	READINGS = 20000, /* longer than a tick on anything that runs this */
};

static bool ticks_come(void)
{
	u64 before = time_ticks();

	/* Any interrupt ends the halt: a few of them are a tick. */
	for (int i = 0; i < 10 && time_ticks() == before; i++)
		irq_enable_and_halt();
	return time_ticks() != before;
}

KTEST(time, uptime_never_goes_back)
{
	u64 last = 0;
	bool back = false;

	for (int i = 0; i < READINGS; i++) {
		u64 now = time_uptime_ns();

		back |= now < last;
		last = now;
	}
	KTEST_EXPECT(t, !back);
}

KTEST(time, uptime_never_goes_back_while_a_tick_is_pending)
{
	unsigned long flags = irq_save();
	u64 first = time_uptime_ns(), last = first;
	bool back = false;

	for (int i = 0; i < READINGS; i++) {
		u64 now = time_uptime_ns();

		back |= now < last;
		last = now;
	}
	irq_restore(flags);
	KTEST_EXPECT(t, !back);
	/* It stops short of the tick that could not be counted. */
	KTEST_EXPECT_LE(t, last - first, NSEC_PER_SEC / CONFIG_HZ);
}

KTEST(time, uptime_agrees_with_the_ticks)
{
	u64 tick_ns = NSEC_PER_SEC / CONFIG_HZ;
	u64 ticks, ns;

	if (!IS_ENABLED(CONFIG_PIT))
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

KTEST(time, tick_hook_is_called_at_each_tick)
{
	u64 before;

	if (!IS_ENABLED(CONFIG_PIT))
		KTEST_SKIP(t, "no source of ticks");
	irq_disable();
	before = time_ticks();
	KTEST_EXPECT_EQ(t, time_add_tick_hook(count_call), 0);
	irq_enable();
	KTEST_EXPECT(t, ticks_come());
	KTEST_EXPECT(t, ticks_come());
	irq_disable();
	KTEST_EXPECT_EQ(t, hook_calls, time_ticks() - before);
	irq_enable();
}
