// SPDX-License-Identifier: GPL-2.0-only
/*
 * uptime: seconds since start-up, and those of them in which nothing ran.
 */
#include <exo/proc_file.h>
#include <exo/sched_totals.h>
#include <exo/time.h>

static void print_seconds(struct text_buffer *text, u64 ns, char end)
{
	u64 hundredths = ns / (NSEC_PER_SEC / 100);

	text_printf(text, "%llu.%02llu%c", (unsigned long long)hundredths / 100,
		    (unsigned long long)hundredths % 100, end);
}

static int show_uptime(struct text_buffer *text)
{
	struct sched_totals totals;

	sched_totals(&totals);
	print_seconds(text, time_uptime_ns(), ' ');
	print_seconds(text, totals.idle_ns, '\n');
	return 0;
}
PROC_FILE(uptime) = {.path = "uptime", .show = show_uptime};
