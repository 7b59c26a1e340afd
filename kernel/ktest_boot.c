// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests at boot: ktest and ktest=PATTERN on the command line.
 */
#include <exo/boot_option.h>
#include <exo/console.h>
#include <exo/fault_coverage.h>
#include <exo/heap_debug.h>
#include <exo/ktest.h>
#include <exo/ktest_run.h>
#include <exo/machine.h>
#include <exo/string.h>
#include <uapi/errno.h>

static char pattern[64]; /* empty: run nothing */

static int parse_ktest_all(const char *value)
{
	(void)value;
	strscpy(pattern, "*", sizeof(pattern));
	return 0;
}
BOOT_OPTION("ktest", parse_ktest_all, "run every self-test, then stop");

static int parse_ktest_pattern(const char *value)
{
	ssize_t len = strscpy(pattern, value, sizeof(pattern));

	if (len > 0)
		return 0;
	pattern[0] = '\0';
	return len ? (int)len : -EINVAL;
}
BOOT_OPTION("ktest=", parse_ktest_pattern,
	    "run the self-tests that match SUITE or SUITE.TEST ('*' stands "
	    "for any text), then stop");

void ktest_run_from_cmdline(void)
{
	struct ktest_totals totals;

	if (!pattern[0])
		return;
	totals = ktest_run(pattern, console_printf);
	fault_coverage_print(console_printf);
	heap_report_leaks();
	machine_exit(totals.failed || !(totals.passed + totals.skipped));
}
