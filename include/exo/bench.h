/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Benchmarks beside the code they measure, in NAME_bench.c. The
 * body is one operation:
 *
 *	BENCH(ring, push_and_pop, .batch = 64)
 *	{
 *		ring_push(&ring, 1);
 *		ring_pop(&ring, &byte);
 *	}
 *
 * Behind the name stand, if wanted, members of struct bench_case. One bench
 * gives a row of figures, or one for each of its sizes:
 *
 *	BENCH(frame, alloc_and_free, BENCH_SIZES(0, 50, 95),
 *	      .setup = fill_percent, .teardown = free_all)
 *
 * The body knows its size as @size. What the compiler must compute although
 * nobody looks at it goes to bench_keep().
 */
#ifndef EXO_BENCH_H
#define EXO_BENCH_H

#include <exo/compiler.h>
#include <exo/types.h>

enum {
	BENCH_SIZES_MAX = 4
};

struct bench_case {
	const char *suite;
	const char *name;
	void (*run)(unsigned long size); /* the operation, once */

	/* What the rows are about: bytes, objects, percent. None is one 0. */
	unsigned long sizes[BENCH_SIZES_MAX];
	unsigned int nr_sizes;

	/*
	 * Operations between two readings of the clock, 1 unless given. Take
	 * more for what is shorter than some hundred ticks, unless it cannot
	 * be repeated without a pause.
	 */
	unsigned int batch;

	/*
	 * The body makes every one of @size objects do the operation once: the
	 * figures are divided by @size.
	 */
	bool per_object;

	/*
	 * Around each row, not measured; optional. An error of setup, negative,
	 * stands in place of the figures, and teardown is left out.
	 */
	int (*setup)(unsigned long size);
	void (*teardown)(void);

	/*
	 * Measure with interrupts on: for what sleeps, switches threads or
	 * waits for an interrupt. All else runs with interrupts off, so that
	 * no timer tick gets into its figures.
	 */
	bool irqs_on;
};

/*
 * The linker sorts the sections by name, which the order of the rows, like
 * their figures, then depends on and nothing else.
 */
#define BENCH(suite_name, bench_name, ...)                                 \
	static void bench_##suite_name##_##bench_name(unsigned long size); \
	static const struct bench_case __bench_##suite_name##_##bench_name \
		__used __section(".benches." #suite_name "." #bench_name)  \
			__aligned(8) = {                                   \
				.suite = #suite_name,                      \
				.name = #bench_name,                       \
				.run = bench_##suite_name##_##bench_name,  \
				__VA_ARGS__};                              \
	static void bench_##suite_name##_##bench_name(                     \
		__maybe_unused unsigned long size)

#define BENCH_SIZES(...)        \
	.sizes = {__VA_ARGS__}, \
	.nr_sizes = sizeof((unsigned long[]){__VA_ARGS__}) / sizeof(long)

/* Use @value, and forget what memory held. */
#define bench_keep(value) __asm__ volatile("" : : "g"(value) : "memory")

/*
 * The operation begins now: for a body that waits for another thread to begin
 * it. With a batch of 1 only.
 */
void bench_begin_now(void);

/*
 * Carry out bench or bench=PATTERN of the command line: print the rows on the
 * console, then machine_exit(): 0 when there were any and all could be
 * measured, else 1. Returns when no benchmark was asked for. Process context.
 */
#ifdef CONFIG_BENCH
void bench_run_from_cmdline(void);
#else
static inline void bench_run_from_cmdline(void)
{
}
#endif

#endif
