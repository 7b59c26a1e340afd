/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: base. How many processors the machine has. The kernel runs on the
 * one that booted; the others stay where firmware parked them.
 */
#ifndef EXO_CPU_COUNT_H
#define EXO_CPU_COUNT_H

#include <exo/types.h>

/* "256 found, 256 in use, 255 parked, 255 pluggable", with NUL. */
enum {
	CPU_COUNT_TEXT_MAX = 64
};

#ifdef CONFIG_ACPI
/*
 * Firmware lists @found processors, this one included, and @pluggable that may
 * be added while running. Once, at start-up; logged.
 */
void cpus_counted(unsigned int found, unsigned int pluggable);

/* The most that can ever run; 1 when nobody could tell. */
unsigned int cpus_possible(void);

/* "4 found, 1 in use, 3 parked". False when nobody could tell. */
bool cpus_describe(char text[CPU_COUNT_TEXT_MAX]);
#else
static inline void cpus_counted(unsigned int found, unsigned int pluggable)
{
	(void)found;
	(void)pluggable;
}

static inline unsigned int cpus_possible(void)
{
	return 1;
}

static inline bool cpus_describe(char text[CPU_COUNT_TEXT_MAX])
{
	text[0] = '\0';
	return false;
}
#endif

#endif
