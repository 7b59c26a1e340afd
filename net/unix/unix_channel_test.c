// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ends of named channels in the queues of sockets. They lead to no socket, so whatever
 * cycle there is has sockets only, and is found as any other.
 */
#include <exo/channel.h>
#include <exo/ktest.h>
#include <exo/pipe.h>

#include "test_unix.h"

#define NAME "/unix-channel"

/* A channel with @file in its queue, and nobody else's. */
static int open_with(struct file *file, struct file **in, struct file **out)
{
	struct channel_message message = {.file = file};
	int err = channel_open(NAME, O_RDONLY | O_CREAT | O_EXCL, NULL, in);

	if (err)
		return err;
	err = channel_open(NAME, O_WRONLY, NULL, out);
	channel_unlink(NAME);
	if (err) {
		file_put(*in);
		return err;
	}
	return channel_send(*out, &message);
}

static int send_nothing(struct file *out)
{
	struct channel_message message = {.flags = CHANNEL_NONBLOCK};

	return channel_send(out, &message);
}

static bool hung_up(struct file *reader)
{
	return file_poll(reader, NULL) & POLLHUP;
}

KTEST(unix_channel, a_socket_goes_through_no_channel)
{
	struct channel_message message = {};
	struct file *ends[2], *in, *out, *pipe[2];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	KTEST_ASSERT_EQ(t, pipe_create(pipe, 0), 0);
	KTEST_ASSERT_EQ(t, open_with(pipe[1], &in, &out), 0);
	message.file = ends[0];
	KTEST_EXPECT_EQ(t, channel_send(out, &message), -EINVAL);
	KTEST_EXPECT_EQ(t, channel_call(out, &message, &message), -EINVAL);
	message.token = 1;
	KTEST_EXPECT_EQ(t, channel_reply(in, &message), -EINVAL);
	file_put(in);
	file_put(out);
	file_put(pipe[0]);
	file_put(pipe[1]);
	test_close_pair(ends);
}

KTEST(unix_channel, a_receiving_end_goes_with_the_socket_it_waits_in)
{
	struct file *ends[2], *in, *out, *pipe[2];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	KTEST_ASSERT_EQ(t, pipe_create(pipe, 0), 0);
	KTEST_ASSERT_EQ(t, open_with(pipe[1], &in, &out), 0);
	file_put(pipe[1]);
	KTEST_EXPECT_EQ(t, test_send_file(ends[0], in), 1);
	file_put(in);
	KTEST_EXPECT_EQ(t, send_nothing(out), 0);
	KTEST_EXPECT(t, !hung_up(pipe[0]));
	test_close_pair(ends);
	KTEST_EXPECT_EQ(t, send_nothing(out), -EPIPE);
	KTEST_EXPECT(t, hung_up(pipe[0]));
	file_put(out);
	file_put(pipe[0]);
}

KTEST(unix_channel, a_ring_of_sockets_takes_a_receiving_end_along)
{
	struct file *ends[2], *in, *out, *pipe[2], *other;

	KTEST_ASSERT_EQ(t, test_socket(SOCK_DGRAM, &other), 0);
	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	KTEST_ASSERT_EQ(t, pipe_create(pipe, 0), 0);
	KTEST_ASSERT_EQ(t, open_with(pipe[1], &in, &out), 0);
	file_put(pipe[1]);
	KTEST_EXPECT_EQ(t, test_send_file(ends[0], in), 1);
	KTEST_EXPECT_EQ(t, test_send_file(ends[0], out), 1);
	KTEST_EXPECT_EQ(t, test_send_file(ends[0], ends[1]), 1);
	KTEST_EXPECT_EQ(t, test_send_file(ends[1], ends[0]), 1);
	file_put(in);
	test_close_pair(ends);
	KTEST_EXPECT_EQ(t, send_nothing(out), 0);
	file_put(other);
	KTEST_EXPECT_EQ(t, send_nothing(out), -EPIPE);
	KTEST_EXPECT(t, hung_up(pipe[0]));
	file_put(out);
	file_put(pipe[0]);
}
