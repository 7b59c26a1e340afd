// SPDX-License-Identifier: GPL-2.0-only
/*
 * timers: what time is read from, what interrupts, and what waits for it.
 */
#include <asm/irqflags.h>
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/time.h>
#include <exo/timer.h>

static void print_next(void)
{
	unsigned long flags = irq_save();
	u64 next = timer_next_ns(), now = time_uptime_ns();

	irq_restore(flags);
	if (timers_pending() == 0)
		return;
	console_printf("next at   %llu us from now\n",
		       (unsigned long long)(next > now ? next - now : 0) /
			       NSEC_PER_USEC);
}

static int cmd_timers(int argc, char **argv)
{
	const char *clock = time_clock_name(), *event = time_event_name();

	(void)argc;
	(void)argv;
	console_printf("clock     %s\n", clock ? clock : "-");
	console_printf("event     %s%s\n", event ? event : "-",
		       time_ticks_pause() ? ", no ticks while idle" : "");
	console_printf("ticks     %llu\n", (unsigned long long)time_ticks());
	console_printf("pending   %u\n", timers_pending());
	print_next();
	return 0;
}

KMON_COMMAND(timers, cmd_timers, "", "clock, ticks and pending timers");
