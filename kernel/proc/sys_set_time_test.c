// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/time.h>
#include <uapi/timex.h>

#include "test_memory.h"

#define A_DATE 1700000000L /* in November 2023 */

static void check_set(struct ktest *t)
{
	struct timespec __user *at =
		(struct timespec __user *)test_memory_map(4096, false);
	const u64 before_ns = time_real_ns(), begin_ns = time_uptime_ns();
	struct timespec now = {.tv_sec = A_DATE};

	KTEST_ASSERT_EQ(t, user_copy_to(at, &now, sizeof(now)), 0);
	KTEST_EXPECT_EQ(t, sys_clock_settime(CLOCK_REALTIME, at), 0);
	KTEST_EXPECT_EQ(t, time_real_ns() / NSEC_PER_SEC, A_DATE);
	KTEST_EXPECT_EQ(t, sys_clock_settime(CLOCK_MONOTONIC, at), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_clock_settime(99, at), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_clock_settime(CLOCK_REALTIME, NULL), -EFAULT);
	KTEST_EXPECT_EQ(t, sys_settimeofday((struct timeval __user *)at, NULL),
			0);
	now = (struct timespec){.tv_sec = A_DATE, .tv_nsec = 2000000000};
	KTEST_ASSERT_EQ(t, user_copy_to(at, &now, sizeof(now)), 0);
	KTEST_EXPECT_EQ(t, sys_clock_settime(CLOCK_REALTIME, at), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_settimeofday((struct timeval __user *)at, NULL),
			-EINVAL);
	now = (struct timespec){.tv_sec = -1};
	KTEST_ASSERT_EQ(t, user_copy_to(at, &now, sizeof(now)), 0);
	KTEST_EXPECT_EQ(t, sys_clock_settime(CLOCK_REALTIME, at), -EINVAL);
	KTEST_EXPECT_EQ(t, sys_settimeofday(NULL, NULL), 0);
	time_set_real_ns(before_ns + (time_uptime_ns() - begin_ns));
}

KTEST(sys_set_time, the_clock_is_what_was_set)
{
	KTEST_EXPECT(t, test_memory_run(t, check_set));
}

static void check_adjust(struct ktest *t)
{
	struct timex __user *at =
		(struct timex __user *)test_memory_map(4096, false);
	s64 seconds;

	KTEST_EXPECT_EQ(t, sys_adjtimex(at), TIME_ERROR);
	KTEST_ASSERT_EQ(t, user_get(seconds, &at->time.tv_sec), 0);
	KTEST_EXPECT_LE(t, (u64)seconds, time_real_ns() / NSEC_PER_SEC);
	KTEST_ASSERT_EQ(t, user_put(&at->modes, 1), 0);
	KTEST_EXPECT_EQ(t, sys_adjtimex(at), -EPERM);
	KTEST_EXPECT_EQ(t, sys_adjtimex(NULL), -EFAULT);
	KTEST_EXPECT_EQ(t, sys_clock_adjtime(CLOCK_MONOTONIC, at), -EOPNOTSUPP);
	KTEST_EXPECT_EQ(t, sys_clock_adjtime(99, at), -EINVAL);
}

KTEST(sys_set_time, nobody_adjusts_the_clock)
{
	KTEST_EXPECT(t, test_memory_run(t, check_adjust));
}
