// SPDX-License-Identifier: GPL-2.0-only

#include <exo/compiler.h>
#include <exo/ema.h>
#include <exo/ktest.h>

KTEST(ema, first_sample_becomes_the_average)
{
	KTEST_EXPECT_EQ(t, ema_value(EMA_UNSET), 0);
	KTEST_EXPECT_EQ(t, ema_value(ema_update(EMA_UNSET, 1234, 1)), 1234);
}

KTEST(ema, alpha_of_an_eighth_follows_the_worked_example)
{
	static const u64 samples[] = {500, 800, 600, 2000, 15000};
	static const u64 averages[] = {500, 537, 545, 727, 2511};
	u64 average = EMA_UNSET;

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		average = ema_update(average, samples[i], 3);
		KTEST_EXPECT_EQ(t, ema_value(average), averages[i]);
	}
}

KTEST(ema, constant_sample_is_reached_exactly_from_both_sides)
{
	static const u64 starts[] = {0, 1, 999, 1001, 1000000};

	for (unsigned int shift = 1; shift <= 4; shift++) {
		for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
			u64 average = ema_update(EMA_UNSET, starts[i], shift);

			for (int step = 0; step < 400; step++)
				average = ema_update(average, 1000, shift);
			KTEST_EXPECT_EQ(t, average, 1000 << EMA_FRACTION_BITS);
		}
	}
}

KTEST(ema, average_stays_between_old_average_and_sample)
{
	u64 average = ema_update(EMA_UNSET, 1UL << 54, 1);

	for (u64 sample = 1UL << 54; sample; sample /= 3) {
		u64 next = ema_update(average, sample, 2);

		KTEST_EXPECT_LE(t, next, average);
		KTEST_EXPECT_GE(t, next, sample << EMA_FRACTION_BITS);
		average = next;
	}
}

KTEST(ema, half_of_the_way_is_gone_at_each_step_with_alpha_one_half)
{
	u64 average = ema_update(EMA_UNSET, 0, 1);

	average = ema_update(average, 1024, 1);
	KTEST_EXPECT_EQ(t, ema_value(average), 512);
	average = ema_update(average, 1024, 1);
	KTEST_EXPECT_EQ(t, ema_value(average), 768);
}
