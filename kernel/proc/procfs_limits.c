// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID/limits: getrlimit(2) of another process, as a table.
 */
#include <exo/process.h>
#include <exo/text_buffer.h>

#include "procfs_process.h"

static const struct {
	const char *name, *unit;
} limits[RLIM_NLIMITS] = {
	[RLIMIT_CPU] = {"Max cpu time", "seconds"},
	[RLIMIT_FSIZE] = {"Max file size", "bytes"},
	[RLIMIT_DATA] = {"Max data size", "bytes"},
	[RLIMIT_STACK] = {"Max stack size", "bytes"},
	[RLIMIT_CORE] = {"Max core file size", "bytes"},
	[RLIMIT_RSS] = {"Max resident set", "bytes"},
	[RLIMIT_NPROC] = {"Max processes", "processes"},
	[RLIMIT_NOFILE] = {"Max open files", "files"},
	[RLIMIT_MEMLOCK] = {"Max locked memory", "bytes"},
	[RLIMIT_AS] = {"Max address space", "bytes"},
	[RLIMIT_LOCKS] = {"Max file locks", "locks"},
	[RLIMIT_SIGPENDING] = {"Max pending signals", "signals"},
	[RLIMIT_MSGQUEUE] = {"Max msgqueue size", "bytes"},
	[RLIMIT_NICE] = {"Max nice priority", NULL},
	[RLIMIT_RTPRIO] = {"Max realtime priority", NULL},
	[RLIMIT_RTTIME] = {"Max realtime timeout", "us"},
};

static void print_value(struct text_buffer *text, u64 value)
{
	if (value == RLIM_INFINITY)
		text_printf(text, "%-20s ", "unlimited");
	else
		text_printf(text, "%-20llu ", (unsigned long long)value);
}

int process_show_limits(struct text_buffer *text)
{
	struct subject subject;
	int err = subject_of_text(text, &subject);

	if (err)
		return err;
	text_printf(text, "%-25s %-20s %-20s %-10s\n", "Limit", "Soft Limit",
		    "Hard Limit", "Units");
	for (unsigned int i = 0; i < RLIM_NLIMITS; i++) {
		const struct rlimit *limit = &subject.process->limits[i];

		text_printf(text, "%-25s ", limits[i].name);
		print_value(text, limit->rlim_cur);
		print_value(text, limit->rlim_max);
		if (limits[i].unit)
			text_printf(text, "%-10s", limits[i].unit);
		text_append(text, "\n", 1);
	}
	subject_put(&subject);
	return 0;
}
