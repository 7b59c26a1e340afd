// SPDX-License-Identifier: GPL-2.0-only
/*
 * irq: how often each interrupt line fired. Lines nobody asked for and that
 * never fired are left out.
 */
#include <exo/console.h>
#include <exo/irq.h>
#include <exo/kmon.h>

static int cmd_irq(int argc, char **argv)
{
	struct irq_statistics stats;

	(void)argc;
	(void)argv;
	console_printf("line      count  unhandled   spurious  handler\n");
	for (unsigned int line = 0; irq_statistics(line, &stats); line++) {
		if (!stats.name && !stats.count && !stats.spurious)
			continue;
		console_printf("%4u %10llu %10llu %10llu  %s\n", line,
			       (unsigned long long)stats.count,
			       (unsigned long long)stats.unhandled,
			       (unsigned long long)stats.spurious,
			       stats.name ? stats.name : "-");
	}
	return 0;
}

KMON_COMMAND(irq, cmd_irq, "", "interrupt counts by line");
