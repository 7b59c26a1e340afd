// SPDX-License-Identifier: GPL-2.0-only
/*
 * uptime: time since boot, and how much there was to do.
 */
#include <exo/compiler.h>
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/sched_totals.h>
#include <exo/time.h>
#include <uapi/errno.h>

static void print_loads(void)
{
	u64 averages[LOAD_AVERAGES];

	load_averages(averages);
	console_printf(", load average:");
	for (int i = 0; i < LOAD_AVERAGES; i++) {
		u64 hundredths = load_hundredths(averages[i]);

		console_printf("%s %lu.%02lu", i ? "," : "", hundredths / 100,
			       hundredths % 100);
	}
}

static int cmd_uptime(int argc, char **argv)
{
	unsigned long ms = time_uptime_ns() / NSEC_PER_MSEC;
	unsigned long seconds = ms / 1000;

	(void)argc;
	(void)argv;
	if (!time_clock_name())
		return -ENODEV;
	console_printf("up %lu days, %02lu:%02lu:%02lu.%03lu, %llu ticks",
		       seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60,
		       seconds % 60, ms % 1000,
		       (unsigned long long)time_ticks());
	if (IS_ENABLED(CONFIG_PROCFS))
		print_loads();
	console_printf("\n");
	return 0;
}

KMON_COMMAND(uptime, cmd_uptime, "", "time since boot");
