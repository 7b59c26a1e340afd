// SPDX-License-Identifier: GPL-2.0-only
/*
 * Datagrams and messages of connections.
 */
#include <exo/ktest.h>
#include <exo/thread.h>
#include <uapi/ioctl.h>

#include "test_unix.h"

#define NAME "@unix_datagram_test"

static int bound(const char *name, struct file **file)
{
	int err = test_socket(SOCK_DGRAM, file);

	if (err)
		return err;
	err = test_bind(*file, name);
	if (err)
		file_put(*file);
	return err;
}

KTEST(unix_datagram, messages_stay_whole_or_are_cut)
{
	struct socket_message message = {};
	struct file *ends[2];
	char text[16];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_DGRAM, ends), 0);
	KTEST_EXPECT_EQ(t, test_send(ends[0], "first", 5), 5);
	KTEST_EXPECT_EQ(t, test_send(ends[0], "", 0), 0);
	KTEST_EXPECT_EQ(t, test_send(ends[0], "third", 5), 5);
	KTEST_EXPECT_EQ(t, file_control(ends[1], FIONREAD, 0), 5);
	KTEST_EXPECT_EQ(t, test_receive_with(ends[1], text, 2, &message), 2);
	KTEST_EXPECT_EQ(t, message.flags_out, MSG_TRUNC);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 16), 0);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 16), 5);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 16), -EAGAIN);
	test_close_pair(ends);
}

KTEST(unix_datagram, a_look_goes_on_in_the_next_message)
{
	static const ssize_t expected[] = {2, 1, 0, 3, -EAGAIN};
	const int begin = 1;
	struct file *ends[2];
	char text[16];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_DGRAM, ends), 0);
	KTEST_EXPECT_EQ(t,
			socket_set_option(socket_of(ends[1]), SO_PEEK_OFF,
					  &begin, sizeof(begin)),
			0);
	test_send(ends[0], "abcd", 4);
	test_send(ends[0], "", 0);
	test_send(ends[0], "efg", 3);
	for (unsigned int i = 0; i < ARRAY_SIZE(expected); i++) {
		struct socket_message look = {.flags = MSG_PEEK};
		size_t size = i ? 16 : 2;

		KTEST_EXPECT_EQ(t,
				test_receive_with(ends[1], text, size, &look),
				expected[i]);
	}
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 2), 2);
	test_close_pair(ends);
}

KTEST(unix_datagram, who_sent_is_told)
{
	struct socket_address from = {};
	struct socket_message message = {.address = &from};
	struct socket_address expected = test_address("@sender");
	struct file *here, *there;
	char text[4];

	KTEST_ASSERT_EQ(t, bound(NAME, &here), 0);
	KTEST_ASSERT_EQ(t, bound("@sender", &there), 0);
	KTEST_EXPECT_EQ(t, test_send_to(there, NAME, "ab", 2), 2);
	KTEST_EXPECT_EQ(t, test_receive_with(here, text, 4, &message), 2);
	KTEST_EXPECT_EQ(t, from.length, expected.length);
	KTEST_EXPECT_MEMEQ(t, from.bytes, expected.bytes, expected.length);
	file_put(there);
	file_put(here);
}

KTEST(unix_datagram, a_queue_has_an_end)
{
	struct file *here, *there;
	unsigned int sent = 0;
	char text[4];

	KTEST_ASSERT_EQ(t, bound(NAME, &here), 0);
	KTEST_ASSERT_EQ(t, test_socket(SOCK_DGRAM, &there), 0);
	KTEST_EXPECT_EQ(t, test_connect(there, NAME), 0);
	while (sent < 100 && test_send(there, "a", 1) == 1)
		sent++;
	KTEST_EXPECT_EQ(t, sent, 11);
	KTEST_EXPECT_EQ(t, test_send(there, "a", 1), -EAGAIN);
	KTEST_EXPECT_EQ(t, file_poll(there, NULL) & POLLOUT, 0);
	KTEST_EXPECT_EQ(t, test_receive(here, text, 4), 1);
	KTEST_EXPECT_EQ(t, file_poll(there, NULL) & POLLOUT, POLLOUT);
	file_put(there);
	file_put(here);
}

KTEST(unix_datagram, who_is_gone_refuses_once)
{
	struct file *here, *there;

	KTEST_ASSERT_EQ(t, bound(NAME, &here), 0);
	KTEST_ASSERT_EQ(t, test_socket(SOCK_DGRAM, &there), 0);
	KTEST_EXPECT_EQ(t, test_connect(there, NAME), 0);
	file_put(here);
	KTEST_EXPECT_EQ(t, test_send(there, "a", 1), -ECONNREFUSED);
	KTEST_EXPECT_EQ(t, test_send(there, "a", 1), -ENOTCONN);
	file_put(there);
}

KTEST(unix_datagram, who_has_a_peer_hears_nobody_else)
{
	struct file *here, *there, *stranger;

	KTEST_ASSERT_EQ(t, bound(NAME, &here), 0);
	KTEST_ASSERT_EQ(t, bound("@friend", &there), 0);
	KTEST_ASSERT_EQ(t, test_socket(SOCK_DGRAM, &stranger), 0);
	KTEST_EXPECT_EQ(t, test_connect(here, "@friend"), 0);
	KTEST_EXPECT_EQ(t, test_send_to(stranger, NAME, "a", 1), -EPERM);
	KTEST_EXPECT_EQ(t, test_connect(stranger, NAME), -EPERM);
	KTEST_EXPECT_EQ(t, test_send_to(there, NAME, "a", 1), 1);
	file_put(stranger);
	file_put(there);
	file_put(here);
}

KTEST(unix_datagram, one_may_send_to_itself)
{
	struct file *here;
	char text[4];

	KTEST_ASSERT_EQ(t, bound(NAME, &here), 0);
	KTEST_EXPECT_EQ(t, test_connect(here, NAME), 0);
	KTEST_EXPECT_EQ(t, test_send(here, "a", 1), 1);
	KTEST_EXPECT_EQ(t, test_receive(here, text, 4), 1);
	file_put(here);
}

KTEST(unix_datagram, messages_of_a_connection_have_an_end)
{
	struct file *ends[2];
	char text[4];

	KTEST_ASSERT_EQ(t, test_pair(SOCK_SEQPACKET, ends), 0);
	KTEST_EXPECT_EQ(t, test_send(ends[0], "ab", 2), 2);
	KTEST_EXPECT_EQ(t, test_send(ends[0], "cd", 2), 2);
	file_put(ends[0]);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 4), 2);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 4), 2);
	KTEST_EXPECT_EQ(t, test_receive(ends[1], text, 4), 0);
	KTEST_EXPECT_EQ(t, test_send(ends[1], "a", 1), -EPIPE);
	file_put(ends[1]);
}

struct sender {
	struct file *from;
	ssize_t result;
};

/* Send "x" to NAME, or to whom it is connected, and wait for room. */
static int send_waiting(struct sender *sender,
			const struct socket_address *address)
{
	struct socket_address copy = address ? *address
					     : (struct socket_address){};
	struct io_iter iter = io_iter_buffer("x", 1);
	struct socket_message message = {
		.data = &iter,
		.flags = MSG_NOSIGNAL,
		.address = address ? &copy : NULL,
	};
	struct socket *socket = socket_of(sender->from);

	sender->result = socket->ops->send(socket, &message);
	return 0;
}

static int send_to_name(void *arg)
{
	const struct socket_address address = test_address(NAME);

	return send_waiting(arg, &address);
}

static int send_to_peer(void *arg)
{
	return send_waiting(arg, NULL);
}

/* Both wait, and the first may no more: the room is not lost on it. */
KTEST(unix_datagram, room_is_for_who_may_use_it)
{
	struct sender stranger = {}, friend = {};
	struct task *threads[2];
	struct file *here;
	char text[4];

	KTEST_ASSERT_EQ(t, bound(NAME, &here), 0);
	KTEST_ASSERT_EQ(t, test_socket(SOCK_DGRAM, &stranger.from), 0);
	KTEST_ASSERT_EQ(t, bound("@friend", &friend.from), 0);
	KTEST_EXPECT_EQ(t, test_connect(friend.from, NAME), 0);
	while (test_send_to(stranger.from, NAME, "x", 1) == 1)
		;
	threads[0] = thread_create("stranger", send_to_name, &stranger);
	KTEST_ASSERT(t, threads[0]);
	thread_sleep_ms(20);
	threads[1] = thread_create("friend", send_to_peer, &friend);
	KTEST_ASSERT(t, threads[1]);
	thread_sleep_ms(20);
	KTEST_EXPECT_EQ(t, test_connect(here, "@friend"), 0);
	KTEST_EXPECT_EQ(t, test_receive(here, text, 4), 1);
	thread_sleep_ms(20);
	KTEST_EXPECT_EQ(t, stranger.result, -EPERM);
	KTEST_EXPECT_EQ(t, friend.result, 1);
	file_put(here); /* who still waits is told */
	thread_join(threads[0]);
	thread_join(threads[1]);
	file_put(stranger.from);
	file_put(friend.from);
}

struct witness {
	struct poll_entry entry;
	u32 told;
};

static bool note(struct poll_entry *entry, u32 events)
{
	container_of(entry, struct witness, entry)->told |= events;
	return false;
}

/* @file, connected to NAME, and @witness of its news. */
static int connected(struct file **file, struct witness *witness)
{
	int err = test_socket(SOCK_DGRAM, file);

	if (err)
		return err;
	err = test_connect(*file, NAME);
	*witness = (struct witness){.entry.notify = note};
	file_poll(*file, &witness->entry);
	return err;
}

static void fill(struct file *from)
{
	while (test_send(from, "x", 1) == 1)
		;
}

static void let_go(struct file *file, struct witness *witness)
{
	file_poll_detach(file, &witness->entry);
	file_put(file);
}

KTEST(unix_datagram, who_found_no_room_is_told_when_there_is_some)
{
	struct witness sending, polling, idle;
	struct file *here, *sender, *poller, *other;
	char text[4];

	KTEST_ASSERT_EQ(t, bound(NAME, &here), 0);
	KTEST_ASSERT_EQ(t, connected(&sender, &sending), 0);
	KTEST_ASSERT_EQ(t, connected(&poller, &polling), 0);
	KTEST_ASSERT_EQ(t, connected(&other, &idle), 0);
	fill(sender);
	KTEST_EXPECT_EQ(t, file_poll(poller, NULL) & POLLOUT, 0);
	KTEST_EXPECT_EQ(t, test_receive(here, text, 4), 1);
	KTEST_EXPECT_EQ(t, sending.told & POLLOUT, POLLOUT);
	KTEST_EXPECT_EQ(t, polling.told & POLLOUT, POLLOUT);
	KTEST_EXPECT_EQ(t, idle.told, 0);
	/* They are told once, and the end of it too. */
	sending.told = polling.told = 0;
	KTEST_EXPECT_EQ(t, test_receive(here, text, 4), 1);
	KTEST_EXPECT_EQ(t, sending.told | polling.told, 0);
	fill(sender);
	file_put(here);
	KTEST_EXPECT_EQ(t, sending.told & POLLOUT, POLLOUT);
	let_go(sender, &sending);
	let_go(poller, &polling);
	let_go(other, &idle);
}

KTEST(unix_datagram, who_sends_elsewhere_waits_for_room_no_longer)
{
	struct witness witness;
	struct file *here, *there, *sender;
	char text[4];

	KTEST_ASSERT_EQ(t, bound(NAME, &here), 0);
	KTEST_ASSERT_EQ(t, bound("@elsewhere", &there), 0);
	KTEST_ASSERT_EQ(t, connected(&sender, &witness), 0);
	fill(sender);
	KTEST_EXPECT_EQ(t, test_connect(sender, "@elsewhere"), 0);
	KTEST_EXPECT_EQ(t, witness.told & POLLOUT, POLLOUT);
	witness.told = 0;
	KTEST_EXPECT_EQ(t, test_receive(here, text, 4), 1);
	KTEST_EXPECT_EQ(t, witness.told, 0);
	/* No room for a datagram that names its receiver is no matter of the peer. */
	while (test_send_to(sender, NAME, "x", 1) == 1)
		;
	KTEST_EXPECT_EQ(t, test_receive(here, text, 4), 1);
	KTEST_EXPECT_EQ(t, witness.told, 0);
	let_go(sender, &witness);
	file_put(there);
	file_put(here);
}
