/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. What the tests of channels' system calls have in
 * common: a program with one channel, and where its messages lie.
 */
#ifndef PROC_CHANNEL_CALLS_TOOLS_H
#define PROC_CHANNEL_CALLS_TOOLS_H

#include <exo/channel.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>
#include <uapi/unistd.h>

#include "ring3_data.h"

#define NAME	   "/channel-calls"
#define REQUEST_AT RING3_DATA
#define REPLY_AT   (RING3_DATA + 128)
#define BYTES_AT   (RING3_DATA + 256)

enum {
	BYTES = 1024,
};

/* A channel by descriptor 0, both ways, of messages of up to @message_max. */
static inline bool begin_with(struct ring3 *ring3, u32 message_max)
{
	if (!ring3_create(ring3))
		return false;
	*(struct channel_attributes *)ring3_data(ring3) =
		(struct channel_attributes){.message_max = message_max,
					    .mode = 0600};
	if (!ring3_call(ring3, __NR_channel_open, ring3_name(ring3, NAME),
			O_RDWR | O_CREAT | O_EXCL, RING3_DATA))
		return true;
	ring3_destroy(ring3);
	return false;
}

static inline bool begin(struct ring3 *ring3)
{
	return begin_with(ring3, CHANNEL_SMALL_MAX);
}

static inline void end(struct ktest *t, struct ring3 *ring3)
{
	KTEST_EXPECT_EQ(t,
			ring3_call(ring3, __NR_channel_unlink,
				   ring3_name(ring3, NAME)),
			0);
	ring3_destroy(ring3);
}

static inline struct channel_io *set_io(const struct ring3 *ring3, u64 address,
					struct channel_io io)
{
	struct channel_io *at = ring3_at(ring3, address);

	*at = io;
	return at;
}

static inline struct channel_io outgoing(u64 size)
{
	return (struct channel_io){.data = BYTES_AT, .size = size, .fd = -1};
}

static inline struct channel_io incoming(u64 room)
{
	return (struct channel_io){.data = BYTES_AT, .room = room, .fd = -1};
}

/* Receives one call and gives back its bytes, each one more. */
static inline int serve(void *arg)
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

#endif
