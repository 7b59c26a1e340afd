// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls of channels while memory is short: each allocation of each fails in
 * turn. The call then says so, and nothing has been sent, received or replied.
 */
#include <exo/channel_few.h>
#include <exo/fault_inject.h>
#include <exo/file_table.h>
#include <exo/thread.h>
#include <uapi/ioctl.h>

#include "channel_calls_tools.h"
#include "test_blocks.h"

#define OTHER_NAME \
	"/a name that is longer than what names have on the stack of a call"

/* What a call does to the channel; messages have the largest size that it takes. */
enum {
	SENDS = 1,
	RECEIVES = 2, /* a message that waits */
	CALLS = 4, /* a server that waits */
	REPLIES = 8, /* to a client that waits */
	OPENS = 16, /* the channel OTHER_NAME */
};

struct failing_call {
	s64 (*run)(struct ring3 *ring3, u64 size, u64 token);
	u32 does;
};

static s64 run_open(struct ring3 *ring3, u64 size, u64 token)
{
	(void)size;
	(void)token;
	ring3_text(ring3, RING3_OTHER_NAME, OTHER_NAME);
	return ring3_call(ring3, __NR_channel_open, RING3_OTHER_NAME,
			  O_RDWR | O_CREAT | O_EXCL, 0);
}

static s64 run_send(struct ring3 *ring3, u64 size, u64 token)
{
	(void)token;
	set_io(ring3, REQUEST_AT, outgoing(size));
	return ring3_call(ring3, __NR_channel_send, 0, REQUEST_AT);
}

static s64 run_receive(struct ring3 *ring3, u64 size, u64 token)
{
	struct channel_io io = incoming(size);

	(void)token;
	io.flags = CHANNEL_FD;
	set_io(ring3, REPLY_AT, io);
	return ring3_call(ring3, __NR_channel_receive, 0, REPLY_AT);
}

static s64 run_call(struct ring3 *ring3, u64 size, u64 token)
{
	(void)token;
	set_io(ring3, REQUEST_AT, outgoing(size));
	set_io(ring3, REPLY_AT, incoming(size));
	return ring3_call(ring3, __NR_channel_call, 0, REQUEST_AT, REPLY_AT);
}

static void set_reply(struct ring3 *ring3, u64 size, u64 token)
{
	struct channel_io io = outgoing(size);

	io.token = token;
	set_io(ring3, REQUEST_AT, io);
}

static s64 run_reply(struct ring3 *ring3, u64 size, u64 token)
{
	set_reply(ring3, size, token);
	return ring3_call(ring3, __NR_channel_reply, 0, REQUEST_AT);
}

static s64 run_reply_and_receive(struct ring3 *ring3, u64 size, u64 token)
{
	set_reply(ring3, size, token);
	set_io(ring3, REPLY_AT, incoming(size));
	return ring3_call(ring3, __NR_channel_reply_and_receive, 0, REQUEST_AT,
			  REPLY_AT);
}

static s64 run_put(struct ring3 *ring3, u64 size, u64 token)
{
	(void)token;
	return ring3_call(ring3, __NR_channel_put, 0, BYTES_AT, size, 0);
}

static s64 run_get(struct ring3 *ring3, u64 size, u64 token)
{
	(void)token;
	return ring3_call(ring3, __NR_channel_get, 0, BYTES_AT, size, 0);
}

static s64 run_ask(struct ring3 *ring3, u64 size, u64 token)
{
	(void)token;
	return ring3_call(ring3, __NR_channel_ask, 0, BYTES_AT, size, BYTES_AT,
			  size);
}

static s64 run_answer(struct ring3 *ring3, u64 size, u64 token)
{
	return ring3_call(ring3, __NR_channel_answer, 0, token, BYTES_AT, size,
			  RING3_DATA, size);
}

static const struct failing_call calls[] = {
	{run_open, OPENS},	 {run_send, SENDS},
	{run_receive, RECEIVES}, {run_call, CALLS},
	{run_reply, REPLIES},	 {run_reply_and_receive, REPLIES | RECEIVES},
	{run_put, SENDS},	 {run_get, RECEIVES},
	{run_ask, CALLS},	 {run_answer, REPLIES | RECEIVES},
};

static u8 bytes[BYTES];

static int send_bytes(struct file *end, u64 size)
{
	struct channel_message message = {.data = bytes, .size = size};

	return channel_send(end, &message);
}

/* A client with room for any reply. */
static int be_client(void *end)
{
	static u8 reply_bytes[BYTES];
	struct channel_message request = {.size = 0};
	struct channel_message reply = {.data = reply_bytes, .room = BYTES};

	return channel_call(end, &request, &reply);
}

static u64 take_request(struct file *end)
{
	struct channel_message request = {.data = bytes, .room = BYTES};

	return channel_receive(end, &request) ? 0 : request.token;
}

/* One call, and whom it deals with. */
struct trial {
	const struct failing_call *call;
	u64 size; /* of the largest message */
	struct ring3 ring3;
	struct file *end; /* its descriptor 0 */
	struct task *peer; /* a thread that waits, or NULL */
	u64 token; /* of the peer, if it is a client */
};

static bool prepare(struct trial *trial)
{
	u32 does = trial->call->does;

	trial->peer = NULL;
	trial->token = 0;
	if (!begin_with(&trial->ring3, (u32)trial->size))
		return false;
	trial->end = fd_get(trial->ring3.files, 0);
	if (does & CALLS)
		trial->peer = thread_create("server", serve, trial->end);
	if (does & REPLIES) {
		trial->peer = thread_create("client", be_client, trial->end);
		trial->token = take_request(trial->end);
	}
	return !(does & RECEIVES) || !send_bytes(trial->end, trial->size);
}

/* The message is where it was, unless @done says that it has moved. */
static void check_queue(struct ktest *t, struct trial *trial, bool done)
{
	bool waits = trial->call->does & (done ? SENDS : RECEIVES);

	KTEST_EXPECT_EQ(t, file_control(trial->end, FIONREAD, 0),
			waits ? (long)trial->size : 0);
}

/* The peer of a call that has failed waits still. */
static void check_peer(struct ktest *t, struct trial *trial, bool done)
{
	struct channel_message reply = {.token = trial->token};
	u32 does = trial->call->does;

	if (!done && does & CALLS)
		KTEST_EXPECT_EQ(t, send_bytes(trial->end, 1), 0);
	if (!done && does & REPLIES)
		KTEST_EXPECT_EQ(t, channel_reply(trial->end, &reply), 0);
	if (trial->peer)
		KTEST_EXPECT_EQ(t, thread_join(trial->peer),
				done || does & REPLIES ? 0 : -ESRCH);
}

static void finish(struct ktest *t, struct trial *trial, bool done)
{
	check_queue(t, trial, done);
	check_peer(t, trial, done);
	if (trial->call->does & OPENS)
		KTEST_EXPECT_EQ(t, channel_unlink(OTHER_NAME),
				done ? 0 : -ENOENT);
	file_put(trial->end);
	end(t, &trial->ring3);
}

/* The @nth allocation of the call fails; *@failed: there is one. */
static void fail(struct ktest *t, struct trial *trial, unsigned int nth,
		 bool *failed)
{
	s64 result;

	KTEST_ASSERT(t, prepare(trial));
	trial->ring3.fails = nth;
	trial->ring3.end.rax = (u64)-ENOMEM; /* should its thread not begin */
	result = trial->call->run(&trial->ring3, trial->size, trial->token);
	*failed = fault_inject_stop();
	trial->ring3.fails = 0;
	KTEST_EXPECT(t, result >= 0 || result == -ENOMEM);
	finish(t, trial, result >= 0);
}

static void fail_each(struct ktest *t, const struct failing_call *call,
		      u64 size)
{
	static struct trial trial;
	bool failed;
	u64 blocks;

	trial.call = call;
	trial.size = size;
	fail(t, &trial, 0, &failed);
	blocks = heap_blocks_in_use();
	failed = true;
	for (unsigned int nth = 1; failed; nth++) {
		failed = false;
		fail(t, &trial, nth, &failed);
	}
	wait_for_blocks(blocks);
	KTEST_EXPECT_LE(t, heap_blocks_in_use(), blocks);
}

KTEST(channel_failing, each_allocation_of_each_call_may_fail)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(calls); i++) {
		fail_each(t, &calls[i], CHANNEL_FEW_MAX);
		fail_each(t, &calls[i], BYTES);
	}
}
