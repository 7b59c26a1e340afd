// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench [ROW...]: measure the rows whose names begin with one of the arguments,
 * or all.
 */
#include "bench.h"

#include <string.h>

enum {
	SAMPLES = 101,
	WARM_UP = 3,
};

static const struct rows *const all[] = {
	&call_rows,   &file_rows,   &name_rows,	   &pipe_rows,
	&memory_rows, &signal_rows, &process_rows, &time_rows,
};

void bench_fail(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: %s does not hold\n", file, line, condition);
	exit(1);
}

static int compare(const void *a, const void *b)
{
	const double *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

/* Of two readings with nothing in between. */
static uint64_t reading_cost(void)
{
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < SAMPLES; i++) {
		uint64_t start = tick_read();
		uint64_t cost = tick_read() - start;

		if (cost < least)
			least = cost;
	}
	return least;
}

static double sample(const struct row *row, uint64_t overhead)
{
	uint64_t ticks = row->run(row->operations);

	ticks = ticks > overhead ? ticks - overhead : 0;
	return (double)ticks / row->operations;
}

static void measure(const struct row *row, uint64_t overhead)
{
	double samples[SAMPLES];

	for (int i = 0; i < WARM_UP; i++)
		sample(row, overhead);
	for (int i = 0; i < SAMPLES; i++)
		samples[i] = sample(row, overhead);
	qsort(samples, SAMPLES, sizeof(samples[0]), compare);
	printf("bench %s %.1f %.1f %.1f\n", row->name, samples[0],
	       samples[SAMPLES / 2], samples[SAMPLES * 99 / 100]);
	fflush(stdout);
}

static void run_row(const struct row *row, uint64_t overhead)
{
	if (row->set_up && !row->set_up()) {
		printf("bench %s absent\n", row->name);
		return;
	}
	measure(row, overhead);
	if (row->tear_down)
		row->tear_down();
}

static bool wanted(const char *name, char **patterns)
{
	if (!*patterns)
		return true;
	for (; *patterns; patterns++) {
		if (!strncmp(name, *patterns, strlen(*patterns)))
			return true;
	}
	return false;
}

int main(int argc, char **argv)
{
	uint64_t overhead = reading_cost();

	(void)argc;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		for (size_t j = 0; j < all[i]->count; j++) {
			const struct row *row = &all[i]->rows[j];

			if (wanted(row->name, argv + 1))
				run_row(row, overhead);
		}
	}
	return 0;
}
