// SPDX-License-Identifier: GPL-2.0-only
/*
 * loadavg: the averages over 1, 5 and 15 minutes, how many tasks are runnable and
 * how many there are, and the id that was given last.
 */
#include <exo/proc_file.h>
#include <exo/sched_totals.h>

static int show_loadavg(struct text_buffer *text)
{
	struct sched_totals totals;
	u64 averages[LOAD_AVERAGES];

	sched_totals(&totals);
	load_averages(averages);
	for (int i = 0; i < LOAD_AVERAGES; i++) {
		u64 hundredths = load_hundredths(averages[i]);

		text_printf(text, "%llu.%02llu ",
			    (unsigned long long)hundredths / 100,
			    (unsigned long long)hundredths % 100);
	}
	text_printf(text, "%u/%u %u\n", totals.runnable, totals.tasks,
		    totals.last_id);
	return 0;
}
PROC_FILE(loadavg) = {.path = "loadavg", .show = show_loadavg};
