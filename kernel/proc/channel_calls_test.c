// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls of channels, by programs in ring 3.
 */
#include <exo/channel.h>
#include <exo/channel_few.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/ktest.h>
#include <exo/thread.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>
#include <uapi/unistd.h>

#include "channel_calls_tools.h"
#include "ring3_programs.h"

KTEST(channel_calls, a_message_comes_back_out)
{
	struct channel_io *io;
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	ring3_text(&ring3, BYTES_AT, "hello");
	set_io(&ring3, REQUEST_AT, outgoing(6));
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_channel_send, 0, REQUEST_AT),
			0);
	ring3_text(&ring3, BYTES_AT, "other");
	/* Room is needed for the largest that may come. */
	io = set_io(&ring3, REPLY_AT, incoming(6));
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_channel_receive, 0, REPLY_AT),
			-EMSGSIZE);
	io->room = CHANNEL_SMALL_MAX;
	io->data = RING3_DATA;
	io = set_io(&ring3, REPLY_AT, *io);
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_channel_receive, 0, REPLY_AT), 0);
	KTEST_EXPECT_STREQ(t, (char *)ring3_data(&ring3), "hello");
	KTEST_EXPECT_EQ(t, io->size, 6);
	KTEST_EXPECT_EQ(t, io->token, 0);
	KTEST_EXPECT_EQ(t, io->fd, -1);
	end(t, &ring3);
}

KTEST(channel_calls, the_receiver_is_told_who_sent_it)
{
	struct channel_message message = {.sender = {7, 8, 9}};
	struct channel_io io = incoming(CHANNEL_SMALL_MAX), *got;
	struct ring3 ring3;
	struct file *end_file;

	KTEST_ASSERT(t, begin(&ring3));
	end_file = fd_get(ring3.files, 0);
	KTEST_EXPECT_EQ(t, channel_send(end_file, &message), 0);
	file_put(end_file);
	io.data = RING3_DATA;
	got = set_io(&ring3, REPLY_AT, io);
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_channel_receive, 0, REPLY_AT), 0);
	KTEST_EXPECT_EQ(t, got->process, 7);
	KTEST_EXPECT_EQ(t, got->uid, 8);
	KTEST_EXPECT_EQ(t, got->gid, 9);
	end(t, &ring3);
}

KTEST(channel_calls, a_descriptor_goes_along)
{
	struct channel_io io = outgoing(0);
	struct channel_io *got;
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_open, ring3_name(&ring3, "/"),
				   O_DIRECTORY),
			1);
	io.fd = 1;
	set_io(&ring3, REQUEST_AT, io);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_channel_send, 0, REQUEST_AT),
			0);
	io = incoming(CHANNEL_SMALL_MAX);
	io.data = RING3_DATA;
	io.flags = CHANNEL_FD;
	got = set_io(&ring3, REPLY_AT, io);
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_channel_receive, 0, REPLY_AT), 0);
	KTEST_EXPECT_EQ(t, got->fd, 2);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_fcntl, 2, F_GETFD),
			FD_CLOEXEC);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_fchdir, 2), 0);
	end(t, &ring3);
}

KTEST(channel_calls, bad_arguments_send_nothing)
{
	struct channel_io io = outgoing(1);
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_channel_send, 0, RING3_KERNEL),
			-EFAULT);
	io.data = RING3_NOWHERE;
	set_io(&ring3, REQUEST_AT, io);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_channel_send, 0, REQUEST_AT),
			-EFAULT);
	io.size = CHANNEL_MESSAGE_MAX + 1;
	set_io(&ring3, REQUEST_AT, io);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_channel_send, 0, REQUEST_AT),
			-EMSGSIZE);
	io = outgoing(1);
	io.fd = 77;
	set_io(&ring3, REQUEST_AT, io);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_channel_send, 0, REQUEST_AT),
			-EBADF);
	io.flags = ~0U;
	set_io(&ring3, REQUEST_AT, io);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_channel_send, 0, REQUEST_AT),
			-EINVAL);
	io = incoming(CHANNEL_SMALL_MAX);
	io.data = RING3_DATA;
	io.flags = CHANNEL_NONBLOCK;
	set_io(&ring3, REPLY_AT, io);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_channel_receive, 0, REPLY_AT),
			-EAGAIN);
	end(t, &ring3);
}

KTEST(channel_calls, a_call_brings_its_reply)
{
	struct channel_io *reply;
	struct ring3 ring3;
	struct task *server;
	struct file *file;

	KTEST_ASSERT(t, begin(&ring3));
	file = fd_get(ring3.files, 0);
	server = thread_create("server", serve, file);
	KTEST_ASSERT(t, server);
	memset(ring3_at(&ring3, BYTES_AT), 'a', BYTES);
	set_io(&ring3, REQUEST_AT, outgoing(BYTES));
	reply = set_io(&ring3, REPLY_AT, incoming(BYTES));
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_channel_call, 0, REQUEST_AT,
				   REPLY_AT),
			0);
	KTEST_EXPECT_EQ(t, reply->size, BYTES);
	KTEST_EXPECT_EQ(t, *(char *)ring3_at(&ring3, BYTES_AT + BYTES - 1),
			'b');
	KTEST_EXPECT_EQ(t, thread_join(server), 0);
	file_put(file);
	end(t, &ring3);
}

/* Descriptor 1 is sent; @in says how it is to be received. */
static void send_descriptor(struct ktest *t, struct ring3 *ring3,
			    struct channel_io in)
{
	struct channel_io out = outgoing(0);

	out.fd = 1;
	set_io(ring3, REQUEST_AT, out);
	KTEST_EXPECT_EQ(t, ring3_call(ring3, __NR_channel_send, 0, REQUEST_AT),
			0);
	in.data = RING3_DATA;
	set_io(ring3, REPLY_AT, in);
}

KTEST(channel_calls, a_descriptor_nobody_asked_for_is_closed)
{
	struct channel_io *got;
	struct ring3 ring3;
	struct file *file;
	u32 refs;

	KTEST_ASSERT(t, begin(&ring3));
	ring3_call(&ring3, __NR_open, ring3_name(&ring3, "/"), O_DIRECTORY);
	file = fd_get(ring3.files, 1);
	refs = file->refs;
	send_descriptor(t, &ring3, incoming(CHANNEL_SMALL_MAX));
	KTEST_EXPECT_EQ(t, file->refs, refs + 1);
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_channel_receive, 0, REPLY_AT), 0);
	got = ring3_at(&ring3, REPLY_AT);
	KTEST_EXPECT_EQ(t, got->fd, -1);
	KTEST_EXPECT_EQ(t, file->refs, refs);
	/* Who takes bytes only closes it as well. */
	send_descriptor(t, &ring3, incoming(CHANNEL_SMALL_MAX));
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_channel_get, 0, RING3_DATA,
				   CHANNEL_SMALL_MAX, 0),
			0);
	KTEST_EXPECT_EQ(t, file->refs, refs);
	file_put(file);
	end(t, &ring3);
}

KTEST(channel_calls, without_a_free_descriptor_nothing_is_lost)
{
	struct channel_io in = incoming(CHANNEL_SMALL_MAX), *got;
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	ring3_call(&ring3, __NR_open, ring3_name(&ring3, "/"), O_DIRECTORY);
	in.flags = CHANNEL_FD;
	send_descriptor(t, &ring3, in);
	file_table_set_limit(ring3.files, 2);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_channel_receive, 0, REPLY_AT),
			-EMFILE);
	file_table_set_limit(ring3.files, 3);
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_channel_receive, 0, REPLY_AT), 0);
	got = ring3_at(&ring3, REPLY_AT);
	KTEST_EXPECT_EQ(t, got->fd, 2);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_fchdir, 2), 0);
	end(t, &ring3);
}

KTEST(channel_calls, a_descriptor_that_was_not_needed_is_free_again)
{
	struct channel_io in = incoming(CHANNEL_SMALL_MAX);
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	in.flags = CHANNEL_FD | CHANNEL_NONBLOCK;
	in.data = RING3_DATA;
	set_io(&ring3, REPLY_AT, in);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_channel_receive, 0, REPLY_AT),
			-EAGAIN);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_dup, 0), 1);
	end(t, &ring3);
}

static void put_and_get(struct ktest *t, struct ring3 *ring3, size_t size,
			size_t room)
{
	memset(ring3_data(ring3), 0, 6);
	KTEST_EXPECT_EQ(
		t, ring3_call(ring3, __NR_channel_put, 0, BYTES_AT, size, 0),
		0);
	KTEST_EXPECT_EQ(
		t, ring3_call(ring3, __NR_channel_get, 0, RING3_DATA, room, 0),
		(long)size);
	KTEST_EXPECT_STREQ(t, (char *)ring3_data(ring3), size ? "hello" : "");
}

/* @serve adds 1 to each. */
static void ask_for_more(struct ktest *t, struct ring3 *ring3, size_t size,
			 size_t room)
{
	struct file *file = fd_get(ring3->files, 0);
	struct task *server = thread_create("server", serve, file);

	KTEST_ASSERT(t, server);
	memset(ring3_at(ring3, BYTES_AT), 'a', BYTES);
	KTEST_EXPECT_EQ(t,
			ring3_call(ring3, __NR_channel_ask, 0, BYTES_AT, size,
				   BYTES_AT, room),
			(long)size);
	KTEST_EXPECT_EQ(t, *(char *)ring3_at(ring3, BYTES_AT),
			size ? 'b' : 'a');
	KTEST_EXPECT_EQ(t, thread_join(server), 0);
	file_put(file);
}

/* On a channel of messages that may lie on a stack, and of larger ones. */
static const u32 message_maxes[] = {CHANNEL_FEW_MAX, BYTES};

KTEST(channel_calls, bytes_are_put_and_got)
{
	for (size_t i = 0; i < ARRAY_SIZE(message_maxes); i++) {
		u32 max = message_maxes[i];
		struct ring3 ring3;

		KTEST_ASSERT(t, begin_with(&ring3, max));
		ring3_text(&ring3, BYTES_AT, "hello");
		put_and_get(t, &ring3, 0, max);
		put_and_get(t, &ring3, 6, max);
		put_and_get(t, &ring3, max, max);
		KTEST_EXPECT_EQ(t,
				ring3_call(&ring3, __NR_channel_get, 0,
					   RING3_DATA, max, CHANNEL_NONBLOCK),
				-EAGAIN);
		KTEST_EXPECT_EQ(t,
				ring3_call(&ring3, __NR_channel_put, 0,
					   BYTES_AT, max + 1, 0),
				-EMSGSIZE);
		end(t, &ring3);
	}
}

KTEST(channel_calls, bytes_are_asked_for)
{
	for (size_t i = 0; i < ARRAY_SIZE(message_maxes); i++) {
		u32 max = message_maxes[i];
		struct ring3 ring3;

		KTEST_ASSERT(t, begin_with(&ring3, max));
		ask_for_more(t, &ring3, 0, max);
		ask_for_more(t, &ring3, 1, max);
		ask_for_more(t, &ring3, max, max);
		end(t, &ring3);
	}
}

KTEST(channel_calls, bad_arguments_put_and_get_nothing)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, begin_with(&ring3, CHANNEL_FEW_MAX));
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_channel_put, 0, RING3_NOWHERE, 1, 0),
		-EFAULT);
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_channel_put, 0, RING3_KERNEL, 1, 0),
		-EFAULT);
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_channel_put, 0, BYTES_AT, 1, ~0U),
		-EINVAL);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_channel_put, 9, BYTES_AT, 1, 0),
			-EBADF);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_channel_get, 0, BYTES_AT, 1, 0),
			-EMSGSIZE);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_channel_get, 0, BYTES_AT,
				   CHANNEL_FEW_MAX, CHANNEL_NONBLOCK),
			-EAGAIN);
	end(t, &ring3);
}

/* Calls with @arg, a file, once; the error, or what the reply begins with. */
static int ask(void *arg)
{
	u8 byte = 'q';
	struct channel_message request = {.data = &byte, .size = 1};
	struct channel_message reply = {.data = &byte, .room = 1};
	int err = channel_call(arg, &request, &reply);

	return err ? err : byte;
}

static long answer(struct ring3 *ring3, u64 token, u64 to, size_t room)
{
	return ring3_call(ring3, __NR_channel_answer, 0, token, BYTES_AT,
			  token ? 1 : 0, to, room);
}

static void answer_one(struct ktest *t, size_t room)
{
	struct channel_request *head;
	struct ring3 ring3;
	struct task *client;
	struct file *file;
	u64 token;

	KTEST_ASSERT(t, begin_with(&ring3, room));
	file = fd_get(ring3.files, 0);
	client = thread_create("client", ask, file);
	KTEST_ASSERT(t, client);
	KTEST_EXPECT_EQ(t, answer(&ring3, 0, RING3_DATA, room), 1);
	head = ring3_data(&ring3);
	KTEST_EXPECT_EQ(t, *(char *)(head + 1), 'q');
	token = head->token;
	KTEST_EXPECT_NE(t, token, 0);
	ring3_text(&ring3, BYTES_AT, "r");
	/* The next that comes has nobody who waits for a reply. */
	ring3_call(&ring3, __NR_channel_put, 0, BYTES_AT, 1, 0);
	KTEST_EXPECT_EQ(t, answer(&ring3, token, RING3_DATA, room), 1);
	KTEST_EXPECT_EQ(t, head->token, 0);
	KTEST_EXPECT_EQ(t, thread_join(client), 'r');
	KTEST_EXPECT_EQ(t, answer(&ring3, token, RING3_DATA, room), -ESRCH);
	file_put(file);
	end(t, &ring3);
}

KTEST(channel_calls, a_request_names_its_caller)
{
	for (size_t i = 0; i < ARRAY_SIZE(message_maxes); i++)
		answer_one(t, message_maxes[i]);
}

KTEST(channel_calls, a_call_that_cannot_be_stored_fails)
{
	struct ring3 ring3;
	struct task *client;
	struct file *file;

	KTEST_ASSERT(t, begin_with(&ring3, CHANNEL_FEW_MAX));
	file = fd_get(ring3.files, 0);
	client = thread_create("client", ask, file);
	KTEST_ASSERT(t, client);
	KTEST_EXPECT_EQ(t, answer(&ring3, 0, RING3_NOWHERE, CHANNEL_FEW_MAX),
			-EFAULT);
	KTEST_EXPECT_EQ(t, thread_join(client), -EPIPE);
	file_put(file);
	end(t, &ring3);
}
