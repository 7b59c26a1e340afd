// SPDX-License-Identifier: GPL-2.0-only

#include "load_average.h"

#include <exo/compiler.h>
#include <exo/ktest.h>

KTEST(load_average, one_task_for_a_minute_makes_two_thirds)
{
	u64 load = 0;

	for (int i = 0; i < 12; i++)
		load = load_sample(load, load_decay[0], 1);
	/* 1 - 1/e = 0.632 */
	KTEST_EXPECT_GE(t, load * 1000 >> LOAD_SHIFT, 630);
	KTEST_EXPECT_LE(t, load * 1000 >> LOAD_SHIFT, 640);
}

KTEST(load_average, a_steady_load_is_reached_exactly)
{
	for (int i = 0; i < LOAD_AVERAGES; i++) {
		u64 load = 0;

		for (int n = 0; n < 3000; n++)
			load = load_sample(load, load_decay[i], 7);
		KTEST_EXPECT_EQ(t, load, 7 * LOAD_ONE);
	}
}

KTEST(load_average, idleness_brings_it_to_zero)
{
	for (int i = 0; i < LOAD_AVERAGES; i++) {
		u64 load = 1000 * LOAD_ONE;

		for (int n = 0; n < 10000; n++)
			load = load_sample(load, load_decay[i], 0);
		KTEST_EXPECT_EQ(t, load, 0);
	}
}

KTEST(load_average, missed_samples_count_as_if_taken)
{
	for (int i = 0; i < LOAD_AVERAGES; i++) {
		u64 stepwise = 50 * LOAD_ONE;

		for (u64 n = 0; n < 40; n++) {
			u64 at_once = load_idle_samples(50 * LOAD_ONE,
							load_decay[i], n);
			u64 error = at_once > stepwise ? at_once - stepwise
						       : stepwise - at_once;

			/* Of rounding: one per cent of where it began. */
			KTEST_EXPECT_LE(t, error, LOAD_ONE / 2);
			stepwise = load_sample(stepwise, load_decay[i], 0);
		}
	}
	KTEST_EXPECT_EQ(t, load_idle_samples(~0U, load_decay[2], ~0UL), 0);
	KTEST_EXPECT_EQ(t, load_idle_samples(1234, load_decay[0], 0), 1234);
}
