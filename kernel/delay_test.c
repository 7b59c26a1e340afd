// SPDX-License-Identifier: GPL-2.0-only
#include "tick.h"

#include <asm/irqflags.h>
#include <exo/delay.h>
#include <exo/ktest.h>
#include <exo/time.h>

/* Nanoseconds that udelay(@us) took. */
static u64 delay_takes(u64 us)
{
	u64 before = time_uptime_ns();

	udelay(us);
	return time_uptime_ns() - before;
}

KTEST(delay, lasts_at_least_as_long_as_asked)
{
	if (!time_is_exact())
		KTEST_SKIP(t, "no clock to measure by");
	KTEST_EXPECT_GE(t, delay_takes(1), NSEC_PER_USEC);
	KTEST_EXPECT_GE(t, delay_takes(100), 100 * NSEC_PER_USEC);
	KTEST_EXPECT_GE(t, delay_takes(3000), 3 * NSEC_PER_MSEC);
}

/* Sooner or later one is not disturbed by the host of an emulator. */
KTEST(delay, lasts_hardly_longer_when_nobody_disturbs)
{
	u64 least = ~0UL;

	if (!time_is_exact())
		KTEST_SKIP(t, "no clock to measure by");
	for (unsigned int i = 0; i < 100; i++)
		least = min(least, delay_takes(100));
	KTEST_EXPECT_LT(t, least, 200 * NSEC_PER_USEC);
}

KTEST(delay, ends_while_interrupts_are_off)
{
	u64 taken;

	if (!time_is_exact())
		KTEST_SKIP(t, "no clock to measure by");
	irq_disable();
	taken = delay_takes(25000);
	irq_enable();
	KTEST_EXPECT_GE(t, taken, 25 * NSEC_PER_MSEC);
}
