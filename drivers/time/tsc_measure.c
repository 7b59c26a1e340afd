// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measuring the time-stamp counter against another counter.
 *
 * A single pair of readings is as wrong as the coarse counter's step, nearly
 * a microsecond of the 8254, and a reading of it takes as long. So two groups
 * of many readings are averaged, some time apart, which leaves little of
 * either: in the groups' difference all that they have in common cancels.
 *
 *	early group            gap               late group
 *	|x x x x x x x|                        |x x x x x x x|   readings
 *	       ^------------- distance -------------^            of averages
 *
 * A reading that takes long was interrupted, by firmware or by the host of a
 * virtual machine, and is left out. An interruption between readings does no
 * harm, unless the counter goes round meanwhile; the result then is far too
 * high to be believed.
 */
#include "reference_counter.h"
#include "tsc_calibration.h"

#include <asm/msr.h>
#include <exo/clock_source.h>
#include <exo/compiler.h>

enum {
	WARM_UP_READINGS = 16,
	STUCK_READINGS = 1000, /* in a row without progress: no counter */
	FEW_READINGS = 250, /* in a group: give it a longer distance */
	TRIES = 2,

	/* Microseconds. */
	GROUP_US = 125,
	LONG_GAP_US = 400,

	MEAN_SHIFT = 12, /* fraction bits of averages */
};

struct reading {
	u64 tsc; /* in the middle of the access */
	u64 latency; /* in counts of the TSC */
	u32 count;
};

struct group {
	u64 tsc_sum, count_sum; /* since the origin */
	unsigned int readings;
};

struct measurement {
	const struct reference_counter *counter;
	u64 origin_tsc;
	u64 latency_max;
	u64 elapsed; /* counts since the origin */
	u32 last_count;
	unsigned int unchanged; /* readings in a row of the same count */
};

static struct reading take_reading(const struct reference_counter *counter)
{
	u64 before = rdtsc();
	u32 count = counter->read();
	u64 latency = rdtsc() - before;

	return (struct reading){
		.tsc = before + latency / 2,
		.latency = latency,
		.count = count,
	};
}

/* Find out how fast a reading may be. */
static void begin(struct measurement *m,
		  const struct reference_counter *counter)
{
	u64 least = ~0UL;
	struct reading origin;

	for (unsigned int i = 0; i < WARM_UP_READINGS; i++) {
		origin = take_reading(counter);
		least = min(least, origin.latency);
	}
	*m = (struct measurement){
		.counter = counter,
		.origin_tsc = origin.tsc,
		.last_count = origin.count,
		.latency_max = 2 * least,
	};
}

/* False when the counter stands still. */
static bool counts_on(struct measurement *m, u32 count)
{
	m->unchanged = count == m->last_count ? m->unchanged + 1 : 0;
	m->elapsed += (count - m->last_count) & m->counter->mask;
	m->last_count = count;
	return m->unchanged < STUCK_READINGS;
}

/* Read for @us; the good readings go to @group unless it is NULL. */
static bool read_for(struct measurement *m, u64 us, struct group *group)
{
	u64 end = m->elapsed + us * m->counter->hz / 1000000;

	while (m->elapsed < end) {
		struct reading now = take_reading(m->counter);

		if (!counts_on(m, now.count))
			return false;
		if (!group || now.latency > m->latency_max)
			continue;
		group->tsc_sum += now.tsc - m->origin_tsc;
		group->count_sum += m->elapsed;
		group->readings++;
	}
	return true;
}

static u64 mean(u64 sum, unsigned int readings)
{
	return (sum << MEAN_SHIFT) / readings;
}

static u64 rate(const struct measurement *m, const struct group *early,
		const struct group *late)
{
	u64 tsc, counts;

	if (!early->readings || !late->readings)
		return 0;
	tsc = mean(late->tsc_sum, late->readings) -
	      mean(early->tsc_sum, early->readings);
	counts = mean(late->count_sum, late->readings) -
		 mean(early->count_sum, early->readings);
	/* Beyond belief already, and the product would overflow. */
	if (!counts || tsc > ~0UL / m->counter->hz)
		return 0;
	return tsc * m->counter->hz / counts;
}

static u64 measure_once(const struct reference_counter *counter, bool long_gap)
{
	struct group early = {0}, late = {0};
	struct measurement m;
	u64 gap_us = 0;

	begin(&m, counter);
	if (!read_for(&m, GROUP_US, &early))
		return 0;
	if (long_gap && early.readings < FEW_READINGS)
		gap_us = LONG_GAP_US;
	if (!read_for(&m, gap_us, NULL) || !read_for(&m, GROUP_US, &late))
		return 0;
	return rate(&m, &early, &late);
}

u64 tsc_measure_hz(const struct reference_counter *counter)
{
	if (counter->start() != 0)
		return 0;
	for (unsigned int i = 0; i < TRIES; i++) {
		u64 hz = measure_once(counter, i == 0);

		if (clock_hz_plausible(hz))
			return hz;
	}
	return 0;
}
