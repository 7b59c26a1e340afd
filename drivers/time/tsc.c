// SPDX-License-Identifier: GPL-2.0-only
/*
 * The time-stamp counter as the clock. Processors that do not promise a
 * constant rate are trusted all the same: all that are still met in practice
 * keep it, as do emulators, which promise nothing. clocksource=tick is for
 * the others.
 */
#define pr_fmt(fmt) "tsc: " fmt

#include "tsc_calibration.h"

#include <asm/cpu_features.h>
#include <asm/msr.h>
#include <exo/clock_source.h>
#include <exo/initcall.h>
#include <exo/printk.h>
#include <uapi/errno.h>

static u64 tsc_read(void)
{
	return rdtsc();
}

static const struct clock_source tsc_source = {
	.name = "tsc",
	.read = tsc_read,
	.is_tsc = true,
};

static int tsc_init(void)
{
	const char *method;
	u64 hz;

	if (!clock_source_wanted() || !cpu_has(CPU_TSC))
		return 0;
	hz = tsc_calibrate(&method);
	if (!hz) {
		pr_warn("nobody knows its rate; the ticks are the clock\n");
		return 0;
	}
	pr_info("%llu.%03llu MHz by %s\n", (unsigned long long)hz / 1000000,
		(unsigned long long)hz / 1000 % 1000, method);
	return clock_source_register(&tsc_source, hz);
}
INITCALL(clock, tsc_init);
