// SPDX-License-Identifier: GPL-2.0-only
/*
 * date: the calendar clock, in the form of ISO 8601.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/time.h>

static int cmd_date(int argc, char **argv)
{
	struct calendar now;
	int error = time_read_calendar(&now);

	(void)argc;
	(void)argv;
	if (error)
		return error;
	console_printf("%04u-%02u-%02u %02u:%02u:%02u UTC\n", now.year,
		       now.month, now.day, now.hour, now.minute, now.second);
	return 0;
}

KMON_COMMAND(date, cmd_date, "", "date and time of day");
