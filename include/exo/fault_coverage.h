/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: mm. Which functions have run while an allocation was to fail; with
 * CONFIG_FAULT_COVERAGE.
 */
#ifndef EXO_FAULT_COVERAGE_H
#define EXO_FAULT_COVERAGE_H

#include <exo/compiler.h>

typedef void (*fault_coverage_print_fn)(const char *fmt, ...);

/* Print "# ran without memory: NAME" for each, in the order of the image. */
#ifdef CONFIG_FAULT_COVERAGE
void fault_coverage_print(fault_coverage_print_fn print);
#else
static inline void fault_coverage_print(fault_coverage_print_fn print)
{
	(void)print;
}
#endif

#endif
