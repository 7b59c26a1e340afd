// SPDX-License-Identifier: GPL-2.0-only
/*
 * signalfd(2), by a process 1 that runs the tests.
 */
#include <exo/epoll.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/heap_statistics.h>
#include <exo/ktest.h>
#include <exo/poll.h>
#include <exo/process.h>
#include <exo/signalfd.h>
#include <uapi/epoll.h>
#include <uapi/errno.h>
#include <uapi/signalfd.h>

#include "test_process.h"

#define SET (SIGNAL_BIT(SIGUSR1) | SIGNAL_BIT(SIGUSR2))

static struct signalfd_siginfo got[3];

static ssize_t take(struct file *file)
{
	struct io_iter to = io_iter_buffer(got, sizeof(got));

	return file_read(file, &to);
}

static void send(unsigned int signal)
{
	const struct signal_info info = {
		.signal = signal,
		.code = SI_QUEUE,
		.process = 42,
		.user = 43,
		.value = 44,
	};

	(void)signal_send_process(current_process, &info);
}

static void read_them(struct ktest *t)
{
	struct file *file = signalfd_create(SET, SFD_NONBLOCK);

	KTEST_ASSERT(t, file);
	signal_set_blocked(SET);
	KTEST_EXPECT_EQ(t, take(file), -EAGAIN);
	KTEST_EXPECT_EQ(t, file_poll(file, NULL), 0);
	send(SIGUSR1);
	send(SIGUSR2);
	KTEST_EXPECT_EQ(t, file_poll(file, NULL), POLLIN);
	KTEST_EXPECT_EQ(t, take(file), 2 * (ssize_t)sizeof(got[0]));
	KTEST_EXPECT_EQ(t, got[0].ssi_signo + got[1].ssi_signo,
			SIGUSR1 + SIGUSR2);
	KTEST_EXPECT_EQ(t, got[0].ssi_pid, 42);
	KTEST_EXPECT_EQ(t, got[0].ssi_uid, 43);
	KTEST_EXPECT_EQ(t, got[0].ssi_int, 44);
	KTEST_EXPECT_EQ(t, take(file), -EAGAIN);
	file_put(file);
}

KTEST(signalfd, pending_signals_are_read)
{
	KTEST_ASSERT(t, test_process_run(t, read_them));
}

static void change_the_set(struct ktest *t)
{
	struct file *file = signalfd_create(SIGNAL_BIT(SIGUSR1), SFD_NONBLOCK);

	KTEST_ASSERT(t, file);
	signal_set_blocked(SET);
	send(SIGUSR2);
	KTEST_EXPECT_EQ(t, take(file), -EAGAIN);
	signalfd_change(file, ~0UL);
	KTEST_EXPECT_EQ(t, take(file), sizeof(got[0]));
	KTEST_EXPECT_EQ(t, got[0].ssi_signo, SIGUSR2);
	file_put(file);
}

KTEST(signalfd, only_those_of_the_set_are_read)
{
	KTEST_ASSERT(t, test_process_run(t, change_the_set));
}

static int look(struct file *epoll)
{
	struct epoll_event event;
	struct io_iter to = io_iter_buffer(&event, sizeof(event));

	return epoll_wait(epoll, &to, 1, 0);
}

static void watch_them(struct ktest *t)
{
	const struct epoll_event event = {POLLIN, 0};
	struct file *file = signalfd_create(SET, SFD_NONBLOCK);
	struct file *epoll = epoll_create();

	KTEST_ASSERT(t, file && epoll);
	signal_set_blocked(SET);
	KTEST_EXPECT_EQ(t, epoll_control(epoll, EPOLL_CTL_ADD, file, 3, &event),
			0);
	KTEST_EXPECT_EQ(t, look(epoll), 0);
	send(SIGUSR1);
	KTEST_EXPECT_EQ(t, look(epoll), 1);
	KTEST_EXPECT_EQ(t, take(file), sizeof(got[0]));
	KTEST_EXPECT_EQ(t, look(epoll), 0);
	file_put(file);
	file_put(epoll);
}

KTEST(signalfd, an_epoll_hears_of_signals)
{
	KTEST_ASSERT(t, test_process_run(t, watch_them));
}

static struct file *left_file, *left_epoll;

/* The epoll outlives the process into which its entry hangs. */
static void leave_them(struct ktest *t)
{
	const struct epoll_event event = {POLLIN, 0};

	KTEST_EXPECT_EQ(t,
			epoll_control(left_epoll, EPOLL_CTL_ADD, left_file, 3,
				      &event),
			0);
}

KTEST(signalfd, the_process_may_end_before_the_file)
{
	left_file = signalfd_create(SET, 0);
	left_epoll = epoll_create();
	KTEST_ASSERT(t, left_file && left_epoll);
	KTEST_ASSERT(t, test_process_run(t, leave_them));
	KTEST_EXPECT_EQ(t, look(left_epoll), 0);
	file_put(left_file);
	file_put(left_epoll);
}

KTEST(signalfd, the_allocation_may_fail)
{
	u64 blocks = heap_blocks_in_use();
	struct file *file = NULL;

	fault_inject_each(nth)
	{
		if (file)
			file_put(file);
		file = signalfd_create(SET, 0);
	}
	KTEST_ASSERT(t, file);
	file_put(file);
	KTEST_EXPECT_EQ(t, heap_blocks_in_use(), blocks);
}
