// SPDX-License-Identifier: GPL-2.0-only
/*
 * The time, as programs ask for it: by the vDSO where there is one.
 */
#include "bench.h"

#include <time.h>

static struct timespec now;

DEFINE_RUN(run_clock, clock_gettime(CLOCK_MONOTONIC, &now))

static const struct row rows[] = {
	{"clock_gettime", 1000, NULL, run_clock, NULL},
};
ROWS(time_rows, rows);
