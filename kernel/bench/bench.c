// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of benchmarks. A row is one line, for people and for programs;
 * tests/bench/measure.py reads it:
 *
 *	bench: suite.name[size]  min median p99 ticks SAMPLES x BATCH
 *	bench: suite.name[size]  error NUMBER
 */
#include <exo/console.h>
#include <exo/name_pattern.h>
#include <exo/printf.h>
#include <exo/version.h>

#include "internal.h"

enum {
	ROW_NAME_MAX = 64
};

/* Bounds made by the linker script. */
extern const struct bench_case __benches_start[];
extern const struct bench_case __benches_end[];

static void print_head(void)
{
	console_printf("bench: %s\n", kernel_banner);
	console_printf("bench: %-30s %8s %8s %8s unit  samples\n", "row", "min",
		       "median", "p99");
}

static void print_figures(const char *row, const struct bench_figures *figures)
{
	console_printf("bench: %-30s %8llu %8llu %8llu ticks %u x %u\n", row,
		       (unsigned long long)figures->min,
		       (unsigned long long)figures->median,
		       (unsigned long long)figures->p99, figures->samples,
		       figures->batch);
}

/* "suite.name", or "suite.name[size]" when the benchmark has sizes. */
static void name_row(char *name, const struct bench_case *bench,
		     unsigned long size)
{
	int len = scnprintf(name, ROW_NAME_MAX, "%s.%s", bench->suite,
			    bench->name);

	if (bench->nr_sizes)
		scnprintf(name + len, ROW_NAME_MAX - (size_t)len, "[%lu]",
			  size);
}

static int measure_row(const struct bench_case *bench, unsigned long size,
		       struct bench_figures *figures)
{
	int err = bench->setup ? bench->setup(size) : 0;

	if (err)
		return err;
	bench_measure(bench, size, figures);
	if (bench->teardown)
		bench->teardown();
	return 0;
}

static void run_row(const struct bench_case *bench, unsigned long size,
		    struct bench_totals *totals)
{
	struct bench_figures figures;
	char name[ROW_NAME_MAX];
	int err = measure_row(bench, size, &figures);

	name_row(name, bench, size);
	if (err) {
		console_printf("bench: %-30s error %d\n", name, -err);
		totals->failed++;
	} else {
		print_figures(name, &figures);
		totals->measured++;
	}
}

static void run_case(const struct bench_case *bench,
		     struct bench_totals *totals)
{
	if (!bench->nr_sizes)
		run_row(bench, 0, totals);
	for (unsigned int i = 0; i < bench->nr_sizes; i++)
		run_row(bench, bench->sizes[i], totals);
}

struct bench_totals bench_run(const char *pattern)
{
	struct bench_totals totals = {0};

	print_head();
	for (const struct bench_case *bench = __benches_start;
	     bench < __benches_end; bench++) {
		if (pattern_selects(pattern, bench->suite, bench->name))
			run_case(bench, &totals);
	}
	console_printf("bench: %u rows, %u errors\n", totals.measured,
		       totals.failed);
	return totals;
}
