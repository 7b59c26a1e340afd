// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench: the monitor's way to the benchmarks.
 */
#include <exo/kmon.h>
#include <uapi/errno.h>

#include "internal.h"

static int cmd_bench(int argc, char **argv)
{
	struct bench_totals totals;

	if (argc > 2)
		return -EINVAL;
	totals = bench_run(argc == 2 ? argv[1] : "*");
	return totals.measured + totals.failed ? 0 : -ENOENT;
}

KMON_COMMAND(bench, cmd_bench, "[PATTERN]",
	     "measure what matches SUITE or SUITE.NAME, or everything");
