// SPDX-License-Identifier: GPL-2.0-only
/*
 * The monotonic clock. <exo/time_page.h> says how it is made of a clock source's
 * counter. Nothing of that changes after the registration, so a reading needs
 * neither lock nor retry, even in an NMI. Without a source the ticks are the clock.
 */
#define pr_fmt(fmt) "time: " fmt

#include "tick.h"

#include <asm/irqflags.h>
#include <asm/msr.h>
#include <exo/boot_option.h>
#include <exo/clock_source.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <exo/time.h>
#include <exo/time_page.h>

union time_page_room time_room __aligned(sizeof(union time_page_room));

static const struct clock_source *source;
static u64 tsc_hz; /* 0 unless time_room.page.by_tsc */

static bool ticks_only;

static int parse_clocksource(const char *value)
{
	if (strcmp(value, "tick") != 0 && strcmp(value, "tsc") != 0)
		return -EINVAL;
	ticks_only = strcmp(value, "tick") == 0;
	return 0;
}
BOOT_OPTION("clocksource=", parse_clocksource,
	    "tsc or tick: the processor's counter as the clock (the default), "
	    "or the timer's ticks alone");

bool clock_source_wanted(void)
{
	return !ticks_only;
}

int clock_source_register(const struct clock_source *new_source, u64 hz)
{
	unsigned long flags;
	u64 now;

	if (!clock_hz_plausible(hz))
		return -EINVAL;
	if (source)
		return -EBUSY;
	flags = irq_save();
	now = time_uptime_ns();
	time_room.page.scale = ((NSEC_PER_SEC << 32) + hz / 2) / hz;
	time_room.page.offset_ns =
		now - time_page_ns(&time_room.page, new_source->read());
	tsc_hz = new_source->is_tsc ? hz : 0;
	barrier();
	WRITE_ONCE(time_room.page.by_tsc, new_source->is_tsc);
	WRITE_ONCE(source, new_source);
	irq_restore(flags);
	printk_set_clock(time_uptime_ns);
	return 0;
}

bool time_is_exact(void)
{
	return source;
}

u64 time_tsc_hz(void)
{
	return tsc_hz;
}

const char *time_clock_name(void)
{
	if (source)
		return source->name;
	return time_event_name() ? "tick" : NULL;
}

u64 time_uptime_ns(void)
{
	const struct clock_source *from;

	if (likely(READ_ONCE(time_room.page.by_tsc)))
		return time_page_ns(&time_room.page, rdtsc());
	from = READ_ONCE(source);
	return from ? time_page_ns(&time_room.page, from->read())
		    : tick_uptime_ns();
}
