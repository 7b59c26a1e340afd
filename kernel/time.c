// SPDX-License-Identifier: GPL-2.0-only
/*
 * The monotonic clock. With a clock source
 *
 *	uptime = (count * scale >> 32) + offset
 *
 * whose product has 128 bits and cannot overflow in the life of a machine.
 * Nothing changes after the registration, so a reading needs neither lock
 * nor retry, even in an NMI. Without a source the ticks are the clock.
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

static const struct clock_source *source;
static bool source_is_tsc; /* saves the common case a call */
static u64 tsc_hz; /* 0 unless source_is_tsc */
static u64 scale; /* nanoseconds a count, 32 fraction bits */
static u64 offset_ns;

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

static __always_inline u64 counts_to_ns(u64 counts)
{
	return (u64)((unsigned __int128)counts * scale >> 32);
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
	scale = ((NSEC_PER_SEC << 32) + hz / 2) / hz;
	offset_ns = now - counts_to_ns(new_source->read());
	tsc_hz = new_source->is_tsc ? hz : 0;
	barrier();
	WRITE_ONCE(source_is_tsc, new_source->is_tsc);
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

	if (likely(READ_ONCE(source_is_tsc)))
		return counts_to_ns(rdtsc()) + offset_ns;
	from = READ_ONCE(source);
	return from ? counts_to_ns(from->read()) + offset_ns : tick_uptime_ns();
}
