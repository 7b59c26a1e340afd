// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams, as programs will see them.
 */
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/thread.h>
#include <uapi/ioctl.h>

#include "test_unix.h"

static char big[300000];

KTEST(unix_stream, bytes_go_both_ways_and_have_no_bounds)
{
	struct file *ends[2];
	char text[16];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	KTEST_EXPECT_EQ(t, test_send(ends[0], "hello", 5), 5);
	KTEST_EXPECT_EQ(t, test_send(ends[0], " world", 6), 6);
	KTEST_EXPECT_EQ(t, file_control(ends[1], FIONREAD, 0), 11);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 3), 3);
	KTEST_EXPECT_MEMEQ(t, text, "hel", 3);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, sizeof(text)), 8);
	KTEST_EXPECT_MEMEQ(t, text, "lo world", 8);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 1), -EAGAIN);
	KTEST_EXPECT_EQ(t, test_send(ends[1], "back", 4), 4);
	KTEST_EXPECT_EQ(t, test_receive(ends[0], text, sizeof(text)), 4);
	test_close_pair(ends);
}

KTEST(unix_stream, a_look_leaves_what_it_saw)
{
	struct socket_message message = {.flags = MSG_PEEK};
	struct file *ends[2];
	char text[16];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	test_send(ends[0], "ab", 2);
	test_send(ends[0], "cd", 2);
	KTEST_EXPECT_EQ(t, test_receive_with(ends[1], text, 3, &message), 3);
	KTEST_EXPECT_MEMEQ(t, text, "abc", 3);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, sizeof(text)), 4);
	KTEST_EXPECT_MEMEQ(t, text, "abcd", 4);
	test_close_pair(ends);
}

static ssize_t look(struct file *file, void *bytes, size_t size)
{
	struct socket_message message = {.flags = MSG_PEEK};

	return test_receive_with(file, bytes, size, &message);
}

static int set_peek_offset(struct file *file, int offset)
{
	return socket_set_option(socket_of(file), SO_PEEK_OFF, &offset,
				 sizeof(offset));
}

KTEST(unix_stream, a_look_goes_on_where_the_last_one_ended)
{
	struct file *ends[2];
	char text[8];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	KTEST_EXPECT_EQ(t, set_peek_offset(ends[1], 1), 0);
	test_send(ends[0], "abc", 3);
	test_send(ends[0], "def", 3);
	KTEST_EXPECT_EQ(t, look(ends[1], text, 3), 3);
	KTEST_EXPECT_MEMEQ(t, text, "bcd", 3);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 2), 2);
	KTEST_EXPECT_EQ(t, look(ends[1], text, 8), 2);
	KTEST_EXPECT_MEMEQ(t, text, "ef", 2);
	KTEST_EXPECT_EQ(t, look(ends[1], text, 8), -EAGAIN);
	KTEST_EXPECT_EQ(t, set_peek_offset(ends[1], -1), 0);
	KTEST_EXPECT_EQ(t, look(ends[1], text, 8), 4);
	test_close_pair(ends);
}

KTEST(unix_stream, it_takes_no_more_than_there_is_room)
{
	struct file *ends[2];
	ssize_t sent;

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	sent = test_send(ends[0], big, sizeof(big));
	KTEST_EXPECT_GE(t, sent, 200000);
	KTEST_EXPECT_LT(t, sent, (ssize_t)sizeof(big));
	KTEST_EXPECT_EQ(t, test_send(ends[0], big, 1), -EAGAIN);
	KTEST_EXPECT_EQ(t, file_poll(ends[0], NULL) & POLLOUT, 0);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], big, sizeof(big)), sent);
	KTEST_EXPECT_EQ(t, file_poll(ends[0], NULL) & POLLOUT, POLLOUT);
	test_close_pair(ends);
}

KTEST(unix_stream, the_end_comes_after_the_last_byte)
{
	struct file *ends[2];
	char text[4];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	test_send(ends[0], "a", 1);
	file_put(ends[0]);
	KTEST_EXPECT_EQ(t, file_poll(ends[1], NULL),
			POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM |
				POLLWRBAND | POLLHUP | POLLRDHUP);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, sizeof(text)), 1);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, sizeof(text)), 0);
	KTEST_EXPECT_EQ(t, test_send(ends[1], "a", 1), -EPIPE);
	file_put(ends[1]);
}

KTEST(unix_stream, who_leaves_unread_bytes_resets_the_connection)
{
	struct file *ends[2];
	char text[4];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	test_send(ends[1], "a", 1);
	file_put(ends[0]);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 1), -ECONNRESET);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 1), 0);
	file_put(ends[1]);
}

KTEST(unix_stream, shutdown_is_heard_on_the_other_side)
{
	struct file *ends[2];
	struct socket *one;
	char text[4];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	one = socket_of(ends[0]);
	KTEST_EXPECT_EQ(t, one->ops->shutdown(one, SOCKET_SHUT_SEND), 0);
	KTEST_EXPECT_EQ(t, test_send(ends[0], "a", 1), -EPIPE);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 1), 0);
	KTEST_EXPECT_EQ(t, test_send(ends[1], "a", 1), 1);
	KTEST_EXPECT_EQ(t, test_receive(ends[0], text, 1), 1);
	test_close_pair(ends);
}

/* A thread that reads or writes by waiting. */
struct waiting {
	struct file *file;
	bool writes;
	u32 flags;
	size_t size;
	ssize_t result;
};

static int wait_for_it(void *arg)
{
	struct waiting *waiting = arg;
	struct io_iter iter = io_iter_buffer(big, waiting->size);
	struct socket *socket = socket_of(waiting->file);
	struct socket_message message = {
		.data = &iter,
		.flags = MSG_NOSIGNAL | waiting->flags,
	};

	waiting->result = waiting->writes
				  ? socket->ops->send(socket, &message)
				  : socket->ops->receive(socket, &message);
	return 0;
}

/* It waits at its end of a pair: a writer at the first, a reader at the second. */
static struct task *start_at(struct waiting *waiting, struct file *ends[2])
{
	struct task *thread;

	waiting->file = ends[waiting->writes ? 0 : 1];
	thread = thread_create("unix_stream", wait_for_it, waiting);
	if (thread)
		thread_sleep_ms(20);
	return thread;
}

/* The same at a new one. */
static struct task *start(struct waiting *waiting, struct file *ends[2])
{
	return test_pair(SOCK_STREAM, ends) ? NULL : start_at(waiting, ends);
}

KTEST(unix_stream, a_waiting_reader_gets_what_comes)
{
	struct waiting reader = {.size = 10};
	struct file *ends[2];
	struct task *thread = start(&reader, ends);

	KTEST_ASSERT(t, thread);
	KTEST_EXPECT_EQ(t, test_send(ends[0], "abc", 3), 3);
	thread_join(thread);
	KTEST_EXPECT_EQ(t, reader.result, 3);
	test_close_pair(ends);
}

KTEST(unix_stream, who_looks_for_more_keeps_no_reader_waiting)
{
	struct waiting peeker = {.flags = MSG_PEEK, .size = 10};
	struct waiting reader = {.size = 10};
	struct task *threads[2];
	struct file *ends[2];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	KTEST_EXPECT_EQ(t, set_peek_offset(ends[1], 2), 0);
	threads[0] = start_at(&peeker, ends);
	KTEST_ASSERT(t, threads[0]);
	threads[1] = start_at(&reader, ends);
	KTEST_ASSERT(t, threads[1]);
	test_send(ends[0], "a", 1);
	thread_sleep_ms(20);
	KTEST_EXPECT_EQ(t, reader.result, 1);
	KTEST_EXPECT_EQ(t, peeker.result, 0);
	test_send(ends[0], "bc", 2);
	thread_join(threads[0]);
	KTEST_EXPECT_EQ(t, peeker.result, 1);
	thread_join(threads[1]);
	test_close_pair(ends);
}

KTEST(unix_stream, a_waiting_reader_hears_of_the_end)
{
	struct waiting reader = {.size = 10};
	struct file *ends[2];
	struct task *thread = start(&reader, ends);

	KTEST_ASSERT(t, thread);
	file_put(ends[0]);
	thread_join(thread);
	KTEST_EXPECT_EQ(t, reader.result, 0);
	file_put(ends[1]);
}

KTEST(unix_stream, a_waiting_writer_goes_on_when_there_is_room)
{
	struct waiting writer = {.writes = true, .size = sizeof(big)};
	struct file *ends[2];
	struct task *thread = start(&writer, ends);
	ssize_t got = 0;

	KTEST_ASSERT(t, thread);
	while (got < (ssize_t)sizeof(big)) {
		ssize_t now = test_receive(ends[1], big, 70000);

		if (now == -EAGAIN)
			thread_sleep_ms(1);
		else if (now <= 0)
			break;
		else
			got += now;
	}
	thread_join(thread);
	KTEST_EXPECT_EQ(t, got, sizeof(big));
	KTEST_EXPECT_EQ(t, writer.result, sizeof(big));
	test_close_pair(ends);
}

KTEST(unix_stream, a_waiting_writer_hears_of_the_end)
{
	struct waiting writer = {.writes = true, .size = sizeof(big)};
	struct file *ends[2];
	struct task *thread = start(&writer, ends);

	KTEST_ASSERT(t, thread);
	file_put(ends[1]);
	thread_join(thread);
	KTEST_EXPECT_GE(t, writer.result, 200000);
	KTEST_EXPECT_LT(t, writer.result, (ssize_t)sizeof(big));
	file_put(ends[0]);
}

KTEST(unix_stream, a_timeout_ends_the_wait)
{
	struct timeval {
		s64 seconds, microseconds;
	} timeout = {.microseconds = 1000};
	struct file *ends[2];
	struct io_iter iter = io_iter_buffer(big, 1);

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	KTEST_EXPECT_EQ(t,
			socket_set_option(socket_of(ends[0]), SO_RCVTIMEO,
					  &timeout, sizeof(timeout)),
			0);
	KTEST_EXPECT_EQ(t, file_read(ends[0], &iter), -EAGAIN);
	test_close_pair(ends);
}
