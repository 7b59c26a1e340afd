// SPDX-License-Identifier: GPL-2.0-only
/*
 * From an operation to three figures.
 *
 * A sample is the time of a batch of operations between two readings of the
 * time stamp counter. What the readings, the loop and the call cost is found
 * by sampling an empty operation in the same way, and taken off. Quantiles
 * are of samples: with a batch of 64, p99 is of the averages of 64.
 *
 * What a tick is, the kernel cannot know: about a cycle at the processor's
 * nominal clock on a machine, one instruction under QEMU's -icount shift=0.
 */
#include <asm/irqflags.h>
#include <asm/msr.h>
#include <exo/compiler.h>
#include <exo/quantile.h>

#include "internal.h"

enum {
	SAMPLES_MAX = 1000,
	SAMPLES_MIN = 25,
	WARM_UP_SAMPLES = 8,
	ENOUGH_TICKS = 10000000, /* then SAMPLES_MIN samples will do */
};

static u64 samples[SAMPLES_MAX];
static u64 sample_start; /* of the present one */

void bench_begin_now(void)
{
	sample_start = rdtsc_ordered();
}

static void empty_operation(unsigned long size)
{
	(void)size;
}

/*
 * The ticks of @batch operations. Neither inlined nor knowing whom it calls,
 * so that the empty operation meets the very same instructions.
 */
static __noinline u64 take_sample(const struct bench_case *bench,
				  unsigned long size, unsigned int batch)
{
	void (*run)(unsigned long) = READ_ONCE(bench->run);
	unsigned long flags = irq_flags();
	u64 end;

	if (!bench->irqs_on)
		irq_disable();
	bench_begin_now();
	for (unsigned int i = batch; i; i--)
		run(size);
	end = rdtsc_ordered();
	irq_restore(flags);
	return end - sample_start;
}

/* Fill samples[], sorted. Returns how many they are. */
static unsigned int take_samples(const struct bench_case *bench,
				 unsigned long size, unsigned int batch)
{
	unsigned int nr = 0;
	u64 total = 0;

	for (unsigned int i = 0; i < WARM_UP_SAMPLES; i++)
		take_sample(bench, size, batch);
	while (nr < SAMPLES_MIN || (nr < SAMPLES_MAX && total < ENOUGH_TICKS)) {
		samples[nr] = take_sample(bench, size, batch);
		total += samples[nr++];
	}
	sort_u64(samples, nr);
	return nr;
}

static u64 measure_overhead(unsigned int batch)
{
	static const struct bench_case empty = {.run = empty_operation};
	unsigned int nr = take_samples(&empty, 0, batch);

	return sorted_quantile(samples, nr, 500);
}

/* Of one operation, rounded to the nearest tick. */
static u64 per_operation(u64 ticks, u64 overhead, unsigned long operations)
{
	if (ticks <= overhead)
		return 0;
	return (ticks - overhead + operations / 2) / operations;
}

void bench_measure(const struct bench_case *bench, unsigned long size,
		   struct bench_figures *figures)
{
	unsigned int batch = bench->batch ? bench->batch : 1;
	u64 overhead = measure_overhead(batch);
	unsigned int nr = take_samples(bench, size, batch);
	unsigned long operations = batch * (bench->per_object ? size : 1);

	figures->min = per_operation(samples[0], overhead, operations);
	figures->median = per_operation(sorted_quantile(samples, nr, 500),
					overhead, operations);
	figures->p99 = per_operation(sorted_quantile(samples, nr, 990),
				     overhead, operations);
	figures->samples = nr;
	figures->batch = batch;
}
