// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls of channels, by programs in ring 3.
 */
#include <exo/channel.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/ktest.h>
#include <exo/thread.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>
#include <uapi/unistd.h>

#include "ring3_data.h"
#include "ring3_programs.h"

#define NAME	   "/channel-calls"
#define REQUEST_AT RING3_DATA
#define REPLY_AT   (RING3_DATA + 128)
#define BYTES_AT   (RING3_DATA + 256)

enum {
	BYTES = 1024,
};

/* A channel by descriptor 0, both ways. */
static bool begin(struct ring3 *ring3)
{
	if (!ring3_create(ring3))
		return false;
	if (!ring3_call(ring3, __NR_channel_open, ring3_name(ring3, NAME),
			O_RDWR | O_CREAT | O_EXCL, 0))
		return true;
	ring3_destroy(ring3);
	return false;
}

static void end(struct ktest *t, struct ring3 *ring3)
{
	KTEST_EXPECT_EQ(t,
			ring3_call(ring3, __NR_channel_unlink,
				   ring3_name(ring3, NAME)),
			0);
	ring3_destroy(ring3);
}

static struct channel_io *set_io(const struct ring3 *ring3, u64 address,
				 struct channel_io io)
{
	struct channel_io *at = ring3_at(ring3, address);

	*at = io;
	return at;
}

static struct channel_io outgoing(u64 size)
{
	return (struct channel_io){.data = BYTES_AT, .size = size, .fd = -1};
}

static struct channel_io incoming(u64 room)
{
	return (struct channel_io){.data = BYTES_AT, .room = room, .fd = -1};
}

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
	got = set_io(&ring3, REPLY_AT, io);
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_channel_receive, 0, REPLY_AT), 0);
	KTEST_EXPECT_EQ(t, got->fd, 2);
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

/* Receives one call and gives back its bytes, each one more. */
static int serve(void *arg)
{
	struct channel_message message = {.room = CHANNEL_SMALL_MAX};
	static u8 bytes[CHANNEL_SMALL_MAX];
	struct file *end = arg;
	int err;

	message.data = bytes;
	err = channel_receive(end, &message);
	for (size_t i = 0; !err && i < message.size; i++)
		bytes[i]++;
	return err ? err : channel_reply(end, &message);
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
