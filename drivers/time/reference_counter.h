/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. Counters of known rate, by which others are calibrated.
 */
#ifndef DRIVERS_REFERENCE_COUNTER_H
#define DRIVERS_REFERENCE_COUNTER_H

#include <exo/compiler.h>
#include <exo/types.h>

struct reference_counter {
	const char *name;
	u32 hz;
	u32 mask; /* counts up, modulo this plus one */
	int (*start)(void); /* 0, or -ENODEV when it is not there */
	u32 (*read)(void);
};

/* The 8254, which counts until its first tick is set up; NULL without it. */
#ifdef CONFIG_PIT
extern const struct reference_counter pit_counter;

static inline const struct reference_counter *reference_pit(void)
{
	return &pit_counter;
}
#else
static inline const struct reference_counter *reference_pit(void)
{
	return NULL;
}
#endif

#endif
