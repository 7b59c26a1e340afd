// SPDX-License-Identifier: GPL-2.0-only
/*
 * uptime: time since boot.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/time.h>
#include <uapi/errno.h>

static int cmd_uptime(int argc, char **argv)
{
	unsigned long ms = time_uptime_ns() / NSEC_PER_MSEC;
	unsigned long seconds = ms / 1000;

	(void)argc;
	(void)argv;
	if (!time_clock_name())
		return -ENODEV;
	console_printf("up %lu days, %02lu:%02lu:%02lu.%03lu, %llu ticks\n",
		       seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60,
		       seconds % 60, ms % 1000,
		       (unsigned long long)time_ticks());
	return 0;
}

KMON_COMMAND(uptime, cmd_uptime, "", "time since boot");
