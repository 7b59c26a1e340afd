// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <exo/time.h>

KTEST(real_time, what_is_set_goes_on_from_there)
{
	u64 was = time_real_ns(), set = 1735689600 * NSEC_PER_SEC;
	u64 uptime = time_uptime_ns(), now, passed;

	time_set_real_ns(set);
	now = time_real_ns();
	passed = time_uptime_ns() - uptime;
	time_set_real_ns(was + passed);
	KTEST_EXPECT_GE(t, now, set);
	KTEST_EXPECT_LE(t, now - set, passed);
}

KTEST(real_time, setting_it_leaves_uptime_alone)
{
	u64 was = time_real_ns(), before = time_uptime_ns(), after;

	time_set_real_ns(0);
	after = time_uptime_ns();
	KTEST_EXPECT_GE(t, after, before);
	KTEST_EXPECT_LT(t, after - before, NSEC_PER_SEC);
	time_set_real_ns(was + time_uptime_ns() - before);
}
