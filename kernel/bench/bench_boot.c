// SPDX-License-Identifier: GPL-2.0-only
/*
 * Benchmarks at boot: bench and bench=PATTERN on the command line.
 */
#include <exo/boot_option.h>
#include <exo/machine.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "internal.h"

static char pattern[64]; /* empty: run nothing */

static int parse_bench_all(const char *value)
{
	(void)value;
	strscpy(pattern, "*", sizeof(pattern));
	return 0;
}
BOOT_OPTION("bench", parse_bench_all, "run every benchmark, then stop");

static int parse_bench_pattern(const char *value)
{
	ssize_t len = strscpy(pattern, value, sizeof(pattern));

	if (len > 0)
		return 0;
	pattern[0] = '\0';
	return len ? (int)len : -EINVAL;
}
BOOT_OPTION("bench=", parse_bench_pattern,
	    "run the benchmarks that match SUITE or SUITE.NAME ('*' stands "
	    "for any text), then stop");

void bench_run_from_cmdline(void)
{
	struct bench_totals totals;

	if (!pattern[0])
		return;
	totals = bench_run(pattern);
	machine_exit(totals.failed || !totals.measured);
}
