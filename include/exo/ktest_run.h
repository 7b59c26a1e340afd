/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Running the tests that <exo/ktest.h> declares.
 */
#ifndef EXO_KTEST_RUN_H
#define EXO_KTEST_RUN_H

#include <exo/compiler.h>
#include <exo/types.h>

/* How the runner prints; @fmt holds whole lines. */
typedef __printf(1, 2) void (*ktest_print_fn)(const char *fmt, ...);

struct ktest_totals {
	unsigned int passed, failed, skipped;
};

/*
 * Run the tests whose "suite.name" matches @pattern, see
 * <exo/name_pattern.h>. Prints KTAP version 1. Returns how they went: nothing
 * matched when all three are 0.
 */
struct ktest_totals ktest_run(const char *pattern, ktest_print_fn print);

#endif
