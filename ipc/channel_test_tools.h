/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. What the tests of channels have in common.
 */
#ifndef IPC_CHANNEL_TEST_TOOLS_H
#define IPC_CHANNEL_TEST_TOOLS_H

#include <exo/channel.h>
#include <exo/file.h>
#include <exo/string.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <uapi/errno.h>

#define TEST_NAME "/test"

enum {
	TEST_CAPACITY = 4,
	TEST_MESSAGE_MAX = 3 * 4096,
};

/* The two ends of a channel without a name. */
struct channel_pair {
	struct file *in, *out;
};

static inline int pair_open(struct channel_pair *pair)
{
	static const struct channel_attributes attributes = {
		.capacity = TEST_CAPACITY,
		.message_max = TEST_MESSAGE_MAX,
		.mode = 0600,
	};
	int err = channel_open(TEST_NAME, O_RDONLY | O_CREAT | O_EXCL,
			       &attributes, &pair->in);

	if (err)
		return err;
	err = channel_open(TEST_NAME, O_WRONLY, NULL, &pair->out);
	channel_unlink(TEST_NAME);
	if (err)
		file_put(pair->in);
	return err;
}

static inline void pair_close(struct channel_pair *pair)
{
	file_put(pair->out);
	file_put(pair->in);
}

static inline struct channel_message text_message(const char *text)
{
	return (struct channel_message){.data = (void *)text,
					.size = strlen(text) + 1};
}

static inline struct channel_message room_for_message(void *data, size_t room)
{
	return (struct channel_message){.data = data, .room = room};
}

static inline int send_text(struct file *end, const char *text)
{
	struct channel_message message = text_message(text);

	message.flags = CHANNEL_NONBLOCK;
	return channel_send(end, &message);
}

/* Receive into @text, of TEST_MESSAGE_MAX bytes, without waiting. */
static inline int receive_text(struct file *end, char *text)
{
	struct channel_message message =
		room_for_message(text, TEST_MESSAGE_MAX);

	message.flags = CHANNEL_NONBLOCK;
	return channel_receive(end, &message);
}

/* A server's answer to all: the text "pong". */
static inline int serve_pongs(void *arg)
{
	static char text[TEST_MESSAGE_MAX];
	struct channel_message request = room_for_message(text, sizeof(text));
	struct channel_message reply = text_message("pong");
	struct file *in = arg;
	int err;

	while (!(err = channel_reply_and_receive(in, &reply, &request)))
		reply.token = request.token;
	return err;
}

struct reception {
	struct file *in;
	struct channel_message message;
	int result;
};

static inline int receive_one(void *arg)
{
	struct reception *reception = arg;

	reception->result = channel_receive(reception->in, &reception->message);
	return 0;
}

/* A thread that waits for a message, in @text of TEST_MESSAGE_MAX bytes. */
static inline struct task *start_receiver(struct reception *reception,
					  struct file *in, char *text)
{
	struct task *thread;

	*reception = (struct reception){
		.in = in,
		.message = room_for_message(text, TEST_MESSAGE_MAX),
		.result = 1,
	};
	thread = thread_create("receiver", receive_one, reception);
	if (thread)
		thread_sleep_ms(5);
	return thread;
}

static inline u64 soon(void)
{
	return time_uptime_ns() + 20 * NSEC_PER_MSEC;
}

#endif
