// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files on their way: they arrive, or they are closed; rings of sockets too. What
 * tells is a pipe's end: once it is gone, the other one hangs up.
 */
#include <exo/fault_inject.h>
#include <exo/ktest.h>
#include <exo/pipe.h>

#include "test_unix.h"

/* Has the writing end been closed, of which nobody has a reference but messages? */
static bool hung_up(struct file *reader)
{
	return file_poll(reader, NULL) & POLLHUP;
}

KTEST(unix_flight, a_file_arrives)
{
	struct socket_message message = {};
	struct file *ends[2], *pipe[2];
	char text[4];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	KTEST_ASSERT_EQ(t, pipe_create(pipe, 0), 0);
	KTEST_EXPECT_EQ(t, test_send_file(ends[0], pipe[1]), 1);
	KTEST_EXPECT_EQ(t, test_receive_with(ends[1], text, 4, &message), 1);
	KTEST_ASSERT(t, message.rights);
	KTEST_EXPECT_EQ(t, message.rights->count, 1);
	KTEST_EXPECT_EQ(t, message.rights->files[0], pipe[1]);
	file_put(pipe[1]);
	KTEST_EXPECT(t, !hung_up(pipe[0]));
	socket_rights_free(message.rights);
	KTEST_EXPECT(t, hung_up(pipe[0]));
	file_put(pipe[0]);
	test_close_pair(ends);
}

KTEST(unix_flight, a_read_does_not_go_on_behind_a_file)
{
	struct file *ends[2];
	char text[8];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	test_send(ends[0], "a", 1);
	test_send_file(ends[0], ends[0]);
	test_send(ends[0], "b", 1);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 8), 2);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 8), 1);
	test_close_pair(ends);
}

KTEST(unix_flight, a_look_gives_files_of_its_own)
{
	struct socket_message look = {.flags = MSG_PEEK}, message = {};
	struct file *ends[2], *pipe[2];
	char text[4];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_DGRAM, ends), 0);
	KTEST_ASSERT_EQ(t, pipe_create(pipe, 0), 0);
	test_send_file(ends[0], pipe[1]);
	file_put(pipe[1]);
	KTEST_EXPECT_EQ(t, test_receive_with(ends[1], text, 4, &look), 1);
	KTEST_EXPECT_EQ(t, test_receive_with(ends[1], text, 4, &message), 1);
	socket_rights_free(look.rights);
	KTEST_EXPECT(t, !hung_up(pipe[0]));
	socket_rights_free(message.rights);
	KTEST_EXPECT(t, hung_up(pipe[0]));
	file_put(pipe[0]);
	test_close_pair(ends);
}

KTEST(unix_flight, what_was_not_received_is_closed)
{
	struct file *ends[2], *pipe[2];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	KTEST_ASSERT_EQ(t, pipe_create(pipe, 0), 0);
	test_send_file(ends[0], pipe[1]);
	file_put(pipe[1]);
	test_close_pair(ends);
	KTEST_EXPECT(t, hung_up(pipe[0]));
	file_put(pipe[0]);
}

/* Sockets in their own queues, which lead to @pipe; nobody has them any more. */
static int lose_ring(struct file *pipe)
{
	struct file *ends[2];
	int err = test_pair(SOCK_STREAM, ends);

	if (err)
		return err;
	test_send_file(ends[0], pipe);
	test_send_file(ends[0], ends[0]);
	test_send_file(ends[0], ends[1]);
	test_send_file(ends[1], ends[0]);
	test_close_pair(ends);
	return 0;
}

KTEST(unix_flight, a_ring_goes_when_the_next_socket_is_closed)
{
	struct file *pipe[2], *other;

	KTEST_ASSERT_EQ(t, test_socket(SOCK_DGRAM, &other), 0);
	KTEST_ASSERT_EQ(t, pipe_create(pipe, 0), 0);
	KTEST_EXPECT_EQ(t, lose_ring(pipe[1]), 0);
	file_put(pipe[1]);
	KTEST_EXPECT(t, !hung_up(pipe[0]));
	file_put(other);
	KTEST_EXPECT(t, hung_up(pipe[0]));
	file_put(pipe[0]);
}

enum {
	RINGS = 300,
};

KTEST(unix_flight, many_rings_go_though_no_socket_is_closed)
{
	struct file *pipe[2], *other;
	u32 most = 0;

	KTEST_ASSERT_EQ(t, test_socket(SOCK_DGRAM, &other), 0);
	KTEST_ASSERT_EQ(t, pipe_create(pipe, 0), 0);
	for (unsigned int i = 0; i < RINGS; i++) {
		if (lose_ring(pipe[1]))
			break;
		most = max(most, READ_ONCE(pipe[1]->refs));
	}
	KTEST_EXPECT_LT(t, most, RINGS / 2);
	/* One pays for some, and not for all. */
	for (unsigned int i = 0; i < RINGS && pipe[1]->refs > 1; i++) {
		file_put(other);
		KTEST_ASSERT_EQ(t, test_socket(SOCK_DGRAM, &other), 0);
	}
	KTEST_EXPECT_EQ(t, pipe[1]->refs, 1);
	file_put(other);
	file_put(pipe[1]);
	file_put(pipe[0]);
}

KTEST(unix_flight, what_can_be_reached_stays)
{
	struct socket_message message = {};
	struct file *ends[2], *inner[2], *other[2];
	char text[4];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, inner), 0);
	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, other), 0);
	test_send_file(inner[0], inner[1]);
	test_send_file(ends[0], inner[1]);
	test_close_pair(inner);
	test_close_pair(other); /* looks for garbage */
	KTEST_EXPECT_EQ(t, test_receive_with(ends[1], text, 4, &message), 1);
	KTEST_ASSERT(t, message.rights);
	KTEST_EXPECT_EQ(t, test_receive(message.rights->files[0], text, 4), 1);
	socket_rights_free(message.rights);
	test_close_pair(ends);
}

KTEST(unix_flight, a_listener_in_the_queue_of_its_client_is_closed)
{
	struct file *listener, *client, *pipe[2];

	KTEST_ASSERT_EQ(t, test_socket(SOCK_STREAM, &listener), 0);
	KTEST_ASSERT_EQ(t, test_socket(SOCK_STREAM, &client), 0);
	KTEST_ASSERT_EQ(t, pipe_create(pipe, 0), 0);
	KTEST_EXPECT_EQ(t, test_bind(listener, "@flight"), 0);
	KTEST_EXPECT_EQ(t, test_listen(listener, 1), 0);
	KTEST_EXPECT_EQ(t, test_connect(client, "@flight"), 0);
	test_send_file(client, listener);
	test_send_file(client, pipe[1]);
	file_put(pipe[1]);
	file_put(listener);
	file_put(client);
	KTEST_EXPECT(t, hung_up(pipe[0]));
	file_put(pipe[0]);
}

enum {
	CHAIN = 600, /* above FILES_MANY; as recursion too deep for any stack */
};

/* Each waits in the queue of the one before: closing them takes no stack. */
KTEST(unix_flight, a_long_chain_is_closed)
{
	struct file *ends[2], *next[2], *pipe[2], *first;

	KTEST_ASSERT_EQ(t, pipe_create(pipe, 0), 0);
	KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, ends), 0);
	test_send_file(ends[0], pipe[1]);
	file_put(pipe[1]);
	file_put(ends[0]);
	first = ends[1];
	for (unsigned int i = 0; i < CHAIN; i++) {
		KTEST_ASSERT_EQ(t, test_pair(SOCK_STREAM, next), 0);
		test_send_file(next[0], first);
		file_put(first);
		file_put(next[0]);
		first = next[1];
	}
	KTEST_EXPECT(t, !hung_up(pipe[0]));
	file_put(first);
	KTEST_EXPECT(t, hung_up(pipe[0]));
	file_put(pipe[0]);
}

KTEST(unix_flight, no_allocation_may_fail_unnoticed)
{
	struct file *ends[2];
	ssize_t done;
	int err, untold = 0;

	KTEST_ASSERT_EQ(t, test_pair(SOCK_DGRAM, ends), 0);
	fault_inject_each(nth)
	{
		struct socket_message look = {.flags = MSG_PEEK};
		char text[4];

		err = -ENOMEM;
		done = test_send_file(ends[0], ends[0]);
		if (done == 1) {
			done = test_receive_with(ends[1], text, 4, &look);
			err = done == 1 && look.rights ? 0 : -ENOMEM;
			untold += done == 1 && !look.rights &&
				  !(look.flags_out & MSG_CTRUNC);
			socket_rights_free(look.rights);
			test_receive(ends[1], text, 4);
		}
	}
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, untold, 0);
	test_close_pair(ends);
}
