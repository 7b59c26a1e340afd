/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to kernel/bench.
 */
#ifndef BENCH_INTERNAL_H
#define BENCH_INTERNAL_H

#include <exo/bench.h>
#include <exo/types.h>

/* What one operation takes, in ticks of the processor's counter. */
struct bench_figures {
	u64 min, median, p99;
	unsigned int samples;
	unsigned int batch; /* operations in each sample */
};

/* Measure @bench for @size, between its setup and its teardown. */
void bench_measure(const struct bench_case *bench, unsigned long size,
		   struct bench_figures *figures);

struct bench_totals {
	unsigned int measured, failed;
};

/*
 * Measure and print the benchmarks that @pattern selects, see
 * <exo/name_pattern.h>. Process context, interrupts on.
 */
struct bench_totals bench_run(const char *pattern);

#endif
