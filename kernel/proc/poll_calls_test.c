// SPDX-License-Identifier: GPL-2.0-only
/*
 * poll(2) and select(2) of pipes, by a program in ring 3.
 */
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/ktest.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <uapi/errno.h>
#include <uapi/poll.h>
#include <uapi/signal.h>
#include <uapi/time.h>
#include <uapi/unistd.h>

#include "ring3_data.h"
#include "ring3_programs.h"

/* A pipe by descriptors 0, to read, and 1. */
static bool begin(struct ring3 *ring3)
{
	if (!ring3_create(ring3))
		return false;
	if (!ring3_call(ring3, __NR_pipe, RING3_DATA))
		return true;
	ring3_destroy(ring3);
	return false;
}

static struct pollfd *set_poll(struct ring3 *ring3, unsigned int i, s32 fd,
			       s16 events)
{
	struct pollfd *poll = (struct pollfd *)ring3_data(ring3) + i;

	*poll = (struct pollfd){.fd = fd, .events = events, .revents = -1};
	return poll;
}

KTEST(poll_calls, ready_descriptors_are_told_at_once)
{
	struct pollfd *polls;
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	polls = set_poll(&ring3, 0, 0, POLLIN);
	set_poll(&ring3, 1, 1, POLLOUT);
	set_poll(&ring3, 2, 9, POLLIN);
	set_poll(&ring3, 3, -1, POLLIN);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_poll, RING3_DATA, 4, -1UL),
			2);
	KTEST_EXPECT_EQ(t, polls[0].revents, 0);
	KTEST_EXPECT_EQ(t, polls[1].revents, POLLOUT);
	KTEST_EXPECT_EQ(t, polls[2].revents, POLLNVAL);
	KTEST_EXPECT_EQ(t, polls[3].revents, 0);
	ring3_destroy(&ring3);
}

KTEST(poll_calls, more_than_fit_on_the_stack_are_polled)
{
	enum {
		COUNT = 100,
	};
	struct pollfd *polls;
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	polls = ring3_data(&ring3);
	for (unsigned int i = 0; i < COUNT; i++)
		set_poll(&ring3, i, i % 2, POLLIN | POLLOUT);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_poll, RING3_DATA, COUNT, 5),
			COUNT / 2);
	KTEST_EXPECT_EQ(t, polls[COUNT - 1].revents, POLLOUT);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_poll, RING3_DATA, 1025, 0),
			-EINVAL);
	ring3_destroy(&ring3);
}

KTEST(poll_calls, time_passes_when_nothing_happens)
{
	struct ring3 ring3;
	u64 before;

	KTEST_ASSERT(t, begin(&ring3));
	set_poll(&ring3, 0, 0, POLLIN);
	before = time_uptime_ns();
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_poll, RING3_DATA, 1, 20), 0);
	KTEST_EXPECT_GE(t, time_uptime_ns() - before, 20 * NSEC_PER_MSEC);
	ring3_destroy(&ring3);
}

/* The program polls descriptor 0 for input, for ever. */
static struct task *start_polling(struct ring3 *ring3)
{
	struct task *thread;

	set_poll(ring3, 0, 0, POLLIN);
	ring3->start.rax = __NR_poll;
	ring3->start.rdi = RING3_DATA;
	ring3->start.rsi = 1;
	ring3->start.rdx = -1UL;
	thread = ring3_start(ring3, ring3_syscall);
	thread_sleep_ms(20);
	return thread;
}

KTEST(poll_calls, a_write_ends_the_wait)
{
	struct io_iter from = io_iter_buffer("x", 1);
	struct ring3 ring3;
	struct task *thread;
	struct file *end;

	KTEST_ASSERT(t, begin(&ring3));
	thread = start_polling(&ring3);
	KTEST_ASSERT(t, thread);
	end = fd_get(ring3.files, 1);
	KTEST_EXPECT_EQ(t, file_write(end, &from), 1);
	file_put(end);
	ring3_finish(&ring3, thread);
	KTEST_EXPECT_EQ(t, (s64)ring3.end.rax, 1);
	KTEST_EXPECT_EQ(t, ((struct pollfd *)ring3_data(&ring3))->revents,
			POLLIN);
	ring3_destroy(&ring3);
}

KTEST(poll_calls, a_signal_ends_the_wait_and_nothing_stays_attached)
{
	struct ring3 ring3;
	struct task *thread;

	KTEST_ASSERT(t, begin(&ring3));
	thread = start_polling(&ring3);
	KTEST_ASSERT(t, thread);
	task_raise_signal(thread, SIGKILL);
	ring3_finish(&ring3, thread);
	/* It looks for whom to tell. */
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_write, 1, RING3_DATA, 1), 1);
	ring3_destroy(&ring3);
}

KTEST(poll_calls, select_keeps_what_is_ready_and_counts_bits)
{
	u64 *in, *out;
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	in = ring3_data(&ring3);
	out = in + 1;
	*in = 1UL << 0 | 1UL << 1 | 1UL << 40;
	*out = 1UL << 1;
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_select, 2, RING3_DATA,
				   RING3_DATA + 8, 0, 0),
			1);
	KTEST_EXPECT_EQ(t, *in, 0);
	KTEST_EXPECT_EQ(t, *out, 1UL << 1);
	*in = 1UL << 9;
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_select, 10, RING3_DATA, 0, 0, 0),
		-EBADF);
	KTEST_EXPECT_EQ(t, *in, 1UL << 9);
	ring3_destroy(&ring3);
}

KTEST(poll_calls, select_tells_how_much_time_was_left)
{
	struct timeval *timeout;
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	timeout = ring3_data(&ring3);
	*timeout = (struct timeval){.tv_usec = 3000};
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_select, 0, 0, 0, 0, RING3_DATA), 0);
	KTEST_EXPECT_EQ(t, timeout->tv_sec, 0);
	KTEST_EXPECT_EQ(t, timeout->tv_usec, 0);
	*timeout = (struct timeval){.tv_sec = 100, .tv_usec = 2000000};
	*(u64 *)ring3_at(&ring3, RING3_NAME) = 1UL << 1;
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_select, 2, 0, RING3_NAME, 0,
				   RING3_DATA),
			1);
	KTEST_EXPECT_EQ(t, timeout->tv_sec, 101);
	ring3_destroy(&ring3);
}
