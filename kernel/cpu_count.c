// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) "cpus: " fmt

#include <exo/compiler.h>
#include <exo/cpu_count.h>
#include <exo/printf.h>
#include <exo/printk.h>

enum {
	CPUS_IN_USE = 1
};

static unsigned int cpus_found, cpus_pluggable;

void cpus_counted(unsigned int found, unsigned int pluggable)
{
	char text[CPU_COUNT_TEXT_MAX];

	/* This one runs, whatever the tables say. */
	cpus_found = max(found, (unsigned int)CPUS_IN_USE);
	cpus_pluggable = pluggable;
	if (cpus_describe(text))
		pr_info("%s\n", text);
}

unsigned int cpus_possible(void)
{
	return max(cpus_found, (unsigned int)CPUS_IN_USE) + cpus_pluggable;
}

bool cpus_describe(char text[CPU_COUNT_TEXT_MAX])
{
	int len = snprintf(text, CPU_COUNT_TEXT_MAX,
			   "%u found, %u in use, %u parked", cpus_found,
			   CPUS_IN_USE, cpus_found - CPUS_IN_USE);

	if (cpus_pluggable)
		snprintf(text + len, CPU_COUNT_TEXT_MAX - (size_t)len,
			 ", %u pluggable", cpus_pluggable);
	return cpus_found;
}
