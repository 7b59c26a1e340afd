// SPDX-License-Identifier: GPL-2.0-only
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/heap_statistics.h>
#include <exo/interval_timer.h>
#include <exo/ktest.h>
#include <exo/poll.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <exo/timer.h>
#include <exo/timerfd.h>
#include <uapi/errno.h>
#include <uapi/signal.h>
#include <uapi/timerfd.h>

#define HOUR_NS (3600 * NSEC_PER_SEC)

/* How often the time has come, or a negative errno. */
static s64 take(struct file *timer)
{
	u64 count = 0;
	struct io_iter to = io_iter_buffer(&count, sizeof(count));
	ssize_t got = file_read(timer, &to);

	return got == sizeof(count) ? (s64)count : got;
}

static int set(struct file *timer, u32 flags, u64 ns, u64 period_ns)
{
	const struct interval_time new = {ns, period_ns};
	struct interval_time old;

	return timerfd_set(timer, flags, &new, &old);
}

KTEST(timerfd, read_waits_until_the_time_has_come)
{
	struct file *timer = timerfd_create(false, 0);
	u64 begin_ns = time_uptime_ns();

	KTEST_ASSERT(t, timer);
	KTEST_EXPECT_EQ(t, file_poll(timer, NULL), 0);
	KTEST_EXPECT_EQ(t, set(timer, 0, 3 * NSEC_PER_MSEC, 0), 0);
	KTEST_EXPECT_EQ(t, take(timer), 1);
	KTEST_EXPECT_GE(t, time_uptime_ns() - begin_ns, 3 * NSEC_PER_MSEC);
	KTEST_EXPECT_EQ(t, file_poll(timer, NULL), 0);
	file_put(timer);
}

KTEST(timerfd, what_nobody_read_is_counted)
{
	struct file *timer = timerfd_create(false, TFD_NONBLOCK);

	KTEST_ASSERT(t, timer);
	KTEST_EXPECT_EQ(t, take(timer), -EAGAIN);
	KTEST_EXPECT_EQ(t, set(timer, 0, 1, NSEC_PER_MSEC), 0);
	thread_sleep_ms(10);
	KTEST_EXPECT_EQ(t, file_poll(timer, NULL), POLLIN);
	KTEST_EXPECT_GE(t, take(timer), 10);
	thread_sleep_ms(3);
	KTEST_EXPECT_GE(t, take(timer), 2);
	file_put(timer);
}

KTEST(timerfd, it_rests_until_what_has_come_is_read)
{
	struct file *timer = timerfd_create(false, TFD_NONBLOCK);
	unsigned int resting;

	KTEST_ASSERT(t, timer);
	KTEST_EXPECT_EQ(t, set(timer, 0, 1, HOUR_NS), 0);
	thread_sleep_ms(2);
	resting = timers_pending();
	KTEST_EXPECT_EQ(t, take(timer), 1);
	KTEST_EXPECT_EQ(t, timers_pending(), resting + 1);
	file_put(timer);
}

KTEST(timerfd, absolute_times_are_those_of_the_clock)
{
	struct file *timer = timerfd_create(false, 0);
	struct file *real = timerfd_create(true, 0);
	u64 then_ns = time_uptime_ns() + 2 * NSEC_PER_MSEC;

	KTEST_ASSERT(t, timer && real);
	KTEST_EXPECT_EQ(t, set(timer, TFD_TIMER_ABSTIME, then_ns, 0), 0);
	KTEST_EXPECT_EQ(t, take(timer), 1);
	KTEST_EXPECT_GE(t, time_uptime_ns(), then_ns);
	/* That is past. */
	KTEST_EXPECT_EQ(t, set(timer, TFD_TIMER_ABSTIME, 1, 0), 0);
	KTEST_EXPECT_EQ(t, take(timer), 1);
	KTEST_EXPECT_EQ(t, set(real, TFD_TIMER_ABSTIME, 1, 0), 0);
	KTEST_EXPECT_EQ(t, take(real), 1);
	file_put(timer);
	file_put(real);
}

KTEST(timerfd, what_is_left_is_told)
{
	struct file *timer = timerfd_create(false, TFD_NONBLOCK);
	const struct interval_time off = {0, 5};
	struct interval_time left;

	KTEST_ASSERT(t, timer);
	timerfd_get(timer, &left);
	KTEST_EXPECT_EQ(t, left.left_ns, 0);
	KTEST_EXPECT_EQ(t, set(timer, 0, HOUR_NS, 7), 0);
	KTEST_EXPECT_EQ(t, timerfd_set(timer, 0, &off, &left), 0);
	KTEST_EXPECT_GT(t, left.left_ns, HOUR_NS / 2);
	KTEST_EXPECT_LE(t, left.left_ns, HOUR_NS);
	KTEST_EXPECT_EQ(t, left.period_ns, 7);
	timerfd_get(timer, &left);
	KTEST_EXPECT_EQ(t, left.left_ns, 0);
	KTEST_EXPECT_EQ(t, left.period_ns, 5);
	file_put(timer);
}

KTEST(timerfd, setting_it_again_forgets_what_has_come)
{
	struct file *timer = timerfd_create(false, TFD_NONBLOCK);

	KTEST_ASSERT(t, timer);
	KTEST_EXPECT_EQ(t, set(timer, 0, 1, 0), 0);
	thread_sleep_ms(2);
	KTEST_EXPECT_EQ(t, set(timer, 0, HOUR_NS, 0), 0);
	KTEST_EXPECT_EQ(t, take(timer), -EAGAIN);
	file_put(timer);
}

KTEST(timerfd, absolute_timers_follow_a_clock_that_is_set)
{
	struct file *absolute = timerfd_create(true, TFD_NONBLOCK);
	struct file *relative = timerfd_create(true, TFD_NONBLOCK);
	u64 now_ns = time_real_ns();

	KTEST_ASSERT(t, absolute && relative);
	KTEST_EXPECT_EQ(
		t, set(absolute, TFD_TIMER_ABSTIME, now_ns + HOUR_NS, 0), 0);
	KTEST_EXPECT_EQ(t, set(relative, 0, HOUR_NS, 0), 0);
	time_set_real_ns(now_ns + 2 * HOUR_NS);
	thread_sleep_ms(2);
	KTEST_EXPECT_EQ(t, take(absolute), 1);
	KTEST_EXPECT_EQ(t, take(relative), -EAGAIN);
	time_set_real_ns(time_real_ns() - 2 * HOUR_NS);
	file_put(absolute);
	file_put(relative);
}

KTEST(timerfd, who_asks_is_told_that_the_clock_was_set)
{
	struct file *timer = timerfd_create(true, TFD_NONBLOCK);
	const u32 flags = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
	const u64 far_ns = time_real_ns() + HOUR_NS;

	KTEST_ASSERT(t, timer);
	KTEST_EXPECT_EQ(t, set(timer, flags, far_ns, 0), 0);
	time_set_real_ns(time_real_ns());
	KTEST_EXPECT_EQ(t, file_poll(timer, NULL), POLLIN);
	KTEST_EXPECT_EQ(t, take(timer), -ECANCELED);
	KTEST_EXPECT_EQ(t, take(timer), -EAGAIN);
	time_set_real_ns(time_real_ns());
	KTEST_EXPECT_EQ(t, set(timer, flags, far_ns, 0), -ECANCELED);
	KTEST_EXPECT_EQ(t, set(timer, flags, far_ns, 0), 0);
	time_set_real_ns(time_real_ns());
	KTEST_EXPECT_EQ(t, set(timer, TFD_TIMER_ABSTIME, far_ns, 0), 0);
	KTEST_EXPECT_EQ(t, take(timer), -EAGAIN);
	file_put(timer);
}

static int take_in_thread(void *timer)
{
	return (int)take(timer);
}

KTEST(timerfd, signal_ends_the_wait)
{
	struct file *timer = timerfd_create(false, 0);
	struct task *thread;

	KTEST_ASSERT(t, timer);
	thread = thread_create("timerfd", take_in_thread, timer);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(5);
	task_raise_signal(thread, SIGINT);
	KTEST_EXPECT_EQ(t, thread_join(thread), -EINTR);
	file_put(timer);
}

KTEST(timerfd, a_timer_that_runs_may_be_closed)
{
	unsigned int pending = timers_pending();
	struct file *timer = timerfd_create(true, 0);

	KTEST_ASSERT(t, timer);
	KTEST_EXPECT_EQ(t, set(timer, 0, HOUR_NS, 0), 0);
	file_put(timer);
	KTEST_EXPECT_LE(t, timers_pending(), pending);
	time_set_real_ns(time_real_ns());
}

KTEST(timerfd, any_allocation_may_fail)
{
	u64 blocks = heap_blocks_in_use();
	struct file *timer = NULL;

	fault_inject_each(nth)
	{
		if (timer)
			file_put(timer);
		timer = timerfd_create(true, 0);
	}
	KTEST_ASSERT(t, timer);
	file_put(timer);
	KTEST_EXPECT_EQ(t, heap_blocks_in_use(), blocks);
	time_set_real_ns(time_real_ns());
}
