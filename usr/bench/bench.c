// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench [--growth] [ROW...]: measure the rows, or the growth rows, whose names
 * begin with one of the arguments, or all.
 *
 * bench --once ROW: take one sample, after some to warm up, of the row of either
 * kind with this name: what the processor does between the last two readings of the
 * counter. Prints "once NAME OPERATIONS TICKS", the ticks an operation.
 */
#include "bench.h"

#include <string.h>

enum {
	SAMPLES = 101,
	WARM_UP = 3,
	LABEL_MAX = 64,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What is done to a row that is set up. @label: its name, its size if it has one. */
typedef void action(const struct row *row, const char *label);

static uint64_t overhead; /* of two readings of the counter */
static char **names; /* that are asked for, NULL behind them; none: all */
static bool whole_names; /* not only how they begin */

/* Processes come first: a fork costs what the program has touched before. */
static const struct rows *const all[] = {
	&process_rows, &call_rows,   &file_rows,    &name_rows,	 &pipe_rows,
	&memory_rows,  &signal_rows, &time_rows,    &event_rows, &sysv_rows,
	&mqueue_rows,  &socket_rows, &channel_rows, &futex_rows,
};

static const struct growths *const all_growths[] = {
	&memory_growths,
	&process_growths,
	&file_growths,
	&event_growths,
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

static double sample(const struct row *row)
{
	uint64_t ticks = row->run(row->operations);

	ticks = ticks > overhead ? ticks - overhead : 0;
	return (double)ticks / row->operations;
}

static void warm_up(const struct row *row)
{
	for (int i = 0; i < WARM_UP; i++)
		sample(row);
}

static void measure(const struct row *row, const char *label)
{
	double samples[SAMPLES];

	warm_up(row);
	for (int i = 0; i < SAMPLES; i++)
		samples[i] = sample(row);
	qsort(samples, SAMPLES, sizeof(samples[0]), compare);
	printf("bench %s %.1f %.1f %.1f\n", label, samples[0],
	       samples[SAMPLES / 2], samples[SAMPLES * 99 / 100]);
	fflush(stdout);
}

static void measure_once(const struct row *row, const char *label)
{
	double ticks;

	warm_up(row);
	ticks = sample(row);
	printf("once %s %u %.1f\n", label, row->operations, ticks);
}

static bool wanted(const char *label)
{
	if (!*names)
		return true;
	for (char **name = names; *name; name++) {
		if (!strncmp(label, *name,
			     whole_names ? LABEL_MAX : strlen(*name)))
			return true;
	}
	return false;
}

static void do_row(const struct row *row, action *act)
{
	if (!wanted(row->name))
		return;
	if (row->set_up && !row->set_up()) {
		printf("bench %s absent\n", row->name);
		return;
	}
	act(row, row->name);
	if (row->tear_down)
		row->tear_down();
}

static void do_growth(const struct growth *growth, unsigned int size,
		      action *act)
{
	char label[LABEL_MAX];

	snprintf(label, sizeof(label), "%s[%u]", growth->row.name, size);
	if (!wanted(label))
		return;
	growth->grow(size);
	act(&growth->row, label);
	growth->row.tear_down();
}

static void do_rows(action *act)
{
	for (size_t i = 0; i < COUNT(all); i++) {
		for (size_t j = 0; j < all[i]->count; j++)
			do_row(&all[i]->rows[j], act);
	}
}

static void do_growths(action *act)
{
	for (size_t i = 0; i < COUNT(all_growths); i++) {
		for (size_t j = 0; j < all_growths[i]->count; j++) {
			const struct growth *growth =
				&all_growths[i]->growths[j];

			do_growth(growth, growth->sizes[0], act);
			do_growth(growth, growth->sizes[1], act);
		}
	}
}

int main(int argc, char **argv)
{
	const char *option = argc > 1 ? argv[1] : "";

	overhead = reading_cost();
	names = argv + 2;
	if (argc == 3 && !strcmp(option, "--once")) {
		whole_names = true;
		do_rows(measure_once);
		do_growths(measure_once);
	} else if (!strcmp(option, "--growth")) {
		do_growths(measure);
	} else {
		names = argv + (argc > 0);
		do_rows(measure);
	}
	return 0;
}
