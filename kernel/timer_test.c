// SPDX-License-Identifier: GPL-2.0-only
/* Timers as their users see them, on the clock of this machine. */
#include <asm/irqflags.h>
#include <exo/delay.h>
#include <exo/irq.h>
#include <exo/ktest.h>
#include <exo/time.h>
#include <exo/timer.h>

/* A timer and what became of it. */
struct alarm {
	struct timer timer;
	unsigned int calls;
	u64 ran_at_ns;
	bool in_interrupt, interrupts_on;
	struct timer *start_too; /* at the same time, by the function */
	unsigned int cancel_after; /* calls; 0: never */
};

static void alarm_run(struct timer *timer)
{
	struct alarm *alarm = container_of(timer, struct alarm, timer);

	alarm->ran_at_ns = time_uptime_ns();
	alarm->calls++;
	alarm->in_interrupt = in_interrupt();
	alarm->interrupts_on = irqs_enabled();
	if (alarm->start_too)
		timer_start(alarm->start_too, 0);
	if (alarm->calls == alarm->cancel_after)
		timer_cancel(timer);
}

static void alarm_init(struct alarm *alarm)
{
	*alarm = (struct alarm){.calls = 0};
	timer_init(&alarm->timer, alarm_run);
}

/* Halt until @alarm has run @calls times, for a second at most. */
static bool wait_for(const struct alarm *alarm, unsigned int calls)
{
	u64 end = time_uptime_ns() + NSEC_PER_SEC;

	while (READ_ONCE(alarm->calls) < calls && time_uptime_ns() < end)
		irq_enable_and_halt();
	return READ_ONCE(alarm->calls) >= calls;
}

KTEST(timer, runs_once_in_an_interrupt_and_never_early)
{
	struct alarm alarm;
	u64 due_ns;

	alarm_init(&alarm);
	due_ns = time_uptime_ns() + 3 * NSEC_PER_MSEC;
	timer_start(&alarm.timer, due_ns);
	KTEST_EXPECT(t, alarm.timer.pending);
	KTEST_ASSERT(t, wait_for(&alarm, 1));
	KTEST_EXPECT_GE(t, alarm.ran_at_ns, due_ns);
	KTEST_EXPECT(t, alarm.in_interrupt && !alarm.interrupts_on);
	KTEST_EXPECT(t, !alarm.timer.pending);
	KTEST_EXPECT(t, !wait_for(&alarm, 2));
}

KTEST(timer, what_is_past_runs_soon)
{
	struct alarm alarm;

	alarm_init(&alarm);
	timer_start(&alarm.timer, 0);
	KTEST_EXPECT(t, wait_for(&alarm, 1));
}

KTEST(timer, cancelled_does_not_run)
{
	struct alarm alarm, later;

	alarm_init(&alarm);
	alarm_init(&later);
	KTEST_EXPECT(t, !timer_cancel(&alarm.timer));
	timer_start(&alarm.timer, time_uptime_ns() + NSEC_PER_MSEC);
	timer_start(&later.timer, time_uptime_ns() + 2 * NSEC_PER_MSEC);
	KTEST_EXPECT(t, timer_cancel(&alarm.timer));
	KTEST_EXPECT(t, !timer_cancel(&alarm.timer));
	KTEST_EXPECT(t, wait_for(&later, 1));
	KTEST_EXPECT_EQ(t, alarm.calls, 0);
}

KTEST(timer, started_again_is_moved)
{
	unsigned int before = timers_pending();
	struct alarm alarm;
	u64 due_ns;

	alarm_init(&alarm);
	timer_start(&alarm.timer, time_uptime_ns() + 1000 * NSEC_PER_SEC);
	due_ns = time_uptime_ns() + 2 * NSEC_PER_MSEC;
	timer_start(&alarm.timer, due_ns);
	KTEST_EXPECT_EQ(t, timers_pending(), before + 1);
	KTEST_ASSERT(t, wait_for(&alarm, 1));
	KTEST_EXPECT_GE(t, alarm.ran_at_ns, due_ns);
	KTEST_EXPECT_EQ(t, timers_pending(), before);
}

KTEST(timer, a_function_may_start_its_own_timer)
{
	struct alarm alarm;

	alarm_init(&alarm);
	alarm.start_too = &alarm.timer;
	timer_start(&alarm.timer, 0);
	KTEST_EXPECT(t, wait_for(&alarm, 5));
	KTEST_EXPECT(t, timer_cancel(&alarm.timer));
}

KTEST(timer, periodic_runs_until_its_function_cancels_it)
{
	struct alarm alarm, later;
	u64 begin_ns = time_uptime_ns();

	alarm_init(&alarm);
	alarm_init(&later);
	alarm.cancel_after = 5;
	timer_start_periodic(&alarm.timer, NSEC_PER_MSEC);
	KTEST_ASSERT(t, wait_for(&alarm, 5));
	KTEST_EXPECT_GE(t, alarm.ran_at_ns, begin_ns + 5 * NSEC_PER_MSEC);
	timer_start(&later.timer, time_uptime_ns() + 20 * NSEC_PER_MSEC);
	KTEST_EXPECT(t, wait_for(&later, 1));
	KTEST_EXPECT_EQ(t, alarm.calls, 5);
}

KTEST(timer, periods_missed_are_skipped)
{
	struct alarm alarm;

	alarm_init(&alarm);
	irq_disable();
	timer_start_periodic(&alarm.timer, NSEC_PER_MSEC);
	udelay(5500);
	irq_enable();
	KTEST_EXPECT(t, wait_for(&alarm, 1));
	irq_disable();
	KTEST_EXPECT_LE(t, alarm.calls, 2);
	KTEST_EXPECT(t, timer_cancel(&alarm.timer));
	irq_enable();
}

KTEST(timer, thousands_all_run)
{
	enum {
		COUNT = 2000
	};
	static struct alarm alarms[COUNT];
	unsigned int early = 0, missing = 0;
	u64 now = time_uptime_ns();

	for (unsigned int i = 0; i < COUNT; i++) {
		alarm_init(&alarms[i]);
		/* A prime stride: in no order, over 20 ms. */
		timer_start(&alarms[i].timer, now + i * 7919UL % COUNT * 10000);
	}
	for (unsigned int i = 0; i < COUNT; i++)
		missing += !wait_for(&alarms[i], 1);
	for (unsigned int i = 0; i < COUNT; i++)
		early += alarms[i].ran_at_ns < alarms[i].timer.expires_ns;
	KTEST_EXPECT_EQ(t, missing, 0);
	KTEST_EXPECT_EQ(t, early, 0);
}
