/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. What time is read from: a counter of 64 bits that runs at a
 * constant rate from before its registration until power-off. Drivers of
 * clock sources come before those of clock events in link order, as ticks
 * are the clock when none has registered.
 */
#ifndef EXO_CLOCK_SOURCE_H
#define EXO_CLOCK_SOURCE_H

#include <exo/types.h>

struct clock_source {
	const char *name;
	u64 (*read)(void); /* any context, NMI too */
	bool is_tsc; /* read() is RDTSC, which readers may execute instead */
};

/*
 * Make @source, which counts @hz times a second, the clock. Time begins here.
 * 0, -EINVAL for a rate beyond belief, -EBUSY when there is a clock already.
 */
int clock_source_register(const struct clock_source *source, u64 hz);

/* False when clocksource= on the command line rules all sources out. */
bool clock_source_wanted(void);

/* The range of rates that clock_source_register() believes. */
#define CLOCK_HZ_MIN 1000000ULL
#define CLOCK_HZ_MAX 16000000000ULL

static inline bool clock_hz_plausible(u64 hz)
{
	return hz >= CLOCK_HZ_MIN && hz <= CLOCK_HZ_MAX;
}

#endif
