// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls: requests, tokens, replies, and either side going away.
 */
#include <exo/fault_inject.h>
#include <exo/heap_statistics.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/task_signal.h>

#include "channel_test_tools.h"

static char text[TEST_MESSAGE_MAX];

/* A client: one call, from a thread of its own. */
struct client {
	struct file *out;
	struct channel_message request, reply;
	char answer[TEST_MESSAGE_MAX];
	int result;
	struct task *thread;
};

static struct client client; /* too large for a stack */

static int call_once(void *arg)
{
	struct client *c = arg;

	c->result = channel_call(c->out, &c->request, &c->reply);
	return 0;
}

static void client_prepare(struct channel_pair *pair)
{
	client.out = pair->out;
	client.request = text_message("ping");
	client.reply = room_for_message(client.answer, sizeof(client.answer));
	client.result = 1;
}

static bool client_start(void)
{
	client.thread = thread_create("client", call_once, &client);
	if (client.thread)
		thread_sleep_ms(5);
	return client.thread;
}

static int client_join(void)
{
	thread_join(client.thread);
	return client.result;
}

/* Receive the request that waits. Returns its token, 0 if there is none. */
static u64 take_request(struct file *in)
{
	struct channel_message request = room_for_message(text, sizeof(text));

	request.flags = CHANNEL_NONBLOCK;
	return channel_receive(in, &request) ? 0 : request.token;
}

static int reply_text(struct file *in, u64 token, const char *answer)
{
	struct channel_message reply = text_message(answer);

	reply.token = token;
	return channel_reply(in, &reply);
}

KTEST(channel_call, request_is_answered)
{
	struct channel_pair pair;
	u64 token;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client_prepare(&pair);
	KTEST_ASSERT(t, client_start());
	token = take_request(pair.in);
	KTEST_EXPECT_NE(t, token, 0);
	KTEST_EXPECT_STREQ(t, text, "ping");
	KTEST_EXPECT_EQ(t, client.result, 1); /* waits */
	KTEST_EXPECT_EQ(t, reply_text(pair.in, token, "pong"), 0);
	KTEST_EXPECT_EQ(t, client_join(), 0);
	KTEST_EXPECT_STREQ(t, client.answer, "pong");
	KTEST_EXPECT_EQ(t, client.reply.size, 5);
	pair_close(&pair);
}

KTEST(channel_call, server_replies_and_waits_in_one_step)
{
	struct channel_message request = text_message("ping"), reply;
	struct channel_pair pair;
	struct task *server;
	unsigned int wrong = 0;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	server = thread_create("server", serve_pongs, pair.in);
	KTEST_ASSERT(t, server);
	for (int i = 0; i < 1000; i++) {
		reply = room_for_message(text, sizeof(text));
		wrong += channel_call(pair.out, &request, &reply) != 0 ||
			 strcmp(text, "pong") != 0;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	file_put(pair.out);
	KTEST_EXPECT_EQ(t, thread_join(server), -EPIPE);
	file_put(pair.in);
}

KTEST(channel_call, token_is_valid_once_and_for_its_end_only)
{
	struct channel_pair pair;
	struct file *other;
	u64 token;

	KTEST_ASSERT_EQ(
		t, channel_open(TEST_NAME, O_RDONLY | O_CREAT, NULL, &pair.in),
		0);
	KTEST_ASSERT_EQ(t, channel_open(TEST_NAME, O_WRONLY, NULL, &pair.out),
			0);
	KTEST_ASSERT_EQ(t, channel_open(TEST_NAME, O_RDONLY, NULL, &other), 0);
	client_prepare(&pair);
	KTEST_ASSERT(t, client_start());
	token = take_request(pair.in);
	KTEST_ASSERT_NE(t, token, 0);
	KTEST_EXPECT_EQ(t, reply_text(other, token, "forged"), -ESRCH);
	KTEST_EXPECT_EQ(t, reply_text(pair.out, token, "forged"), -EBADF);
	for (u64 bit = 1; bit; bit <<= 1)
		KTEST_EXPECT_EQ(t, reply_text(pair.in, token ^ bit, "forged"),
				-ESRCH);
	KTEST_EXPECT_EQ(t, reply_text(pair.in, token, "right"), 0);
	KTEST_EXPECT_EQ(t, reply_text(pair.in, token, "twice"), -ESRCH);
	KTEST_EXPECT_EQ(t, client_join(), 0);
	KTEST_EXPECT_STREQ(t, client.answer, "right");
	channel_unlink(TEST_NAME);
	file_put(other);
	pair_close(&pair);
}

KTEST(channel_call, call_that_nobody_has_received_cannot_be_answered)
{
	struct channel_pair pair;
	u64 token;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client_prepare(&pair);
	KTEST_ASSERT(t, client_start());
	token = take_request(pair.in);
	KTEST_EXPECT_EQ(t, reply_text(pair.in, token, "first"), 0);
	KTEST_EXPECT_EQ(t, client_join(), 0);
	client_prepare(&pair);
	KTEST_ASSERT(t, client_start()); /* in the same slot, not received */
	KTEST_EXPECT_EQ(t, reply_text(pair.in, token, "guessed"), -ESRCH);
	KTEST_EXPECT_EQ(t, reply_text(pair.in, token + 0x10000, "guessed"),
			-ESRCH);
	token = take_request(pair.in);
	KTEST_EXPECT_EQ(t, reply_text(pair.in, token, "second"), 0);
	KTEST_EXPECT_EQ(t, client_join(), 0);
	pair_close(&pair);
}

KTEST(channel_call, token_of_a_caller_that_has_gone_is_an_error)
{
	struct channel_message request = room_for_message(text, sizeof(text));
	struct channel_message reply = text_message("late");
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client_prepare(&pair);
	client.reply.deadline_ns = soon();
	KTEST_ASSERT(t, client_start());
	reply.token = take_request(pair.in);
	KTEST_EXPECT_EQ(t, client_join(), -ETIMEDOUT);
	KTEST_EXPECT_EQ(t, channel_reply(pair.in, &reply), -ESRCH);
	KTEST_EXPECT_EQ(t, channel_reply_and_receive(pair.in, &reply, &request),
			-ESRCH);
	pair_close(&pair);
}

KTEST(channel_call, caller_that_gives_up_takes_its_request_back)
{
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client_prepare(&pair);
	client.reply.deadline_ns = soon();
	KTEST_ASSERT(t, client_start());
	KTEST_EXPECT_EQ(t, client_join(), -ETIMEDOUT);
	KTEST_EXPECT_EQ(t, take_request(pair.in), 0);
	pair_close(&pair);
}

KTEST(channel_call, signal_ends_a_call_before_and_after_it_was_received)
{
	struct channel_pair pair;
	u64 token;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client_prepare(&pair);
	KTEST_ASSERT(t, client_start());
	task_raise_signal(client.thread, SIGTERM);
	KTEST_EXPECT_EQ(t, client_join(), -EINTR);
	KTEST_EXPECT_EQ(t, take_request(pair.in), 0);
	client_prepare(&pair);
	KTEST_ASSERT(t, client_start());
	token = take_request(pair.in);
	task_raise_signal(client.thread, SIGTERM);
	KTEST_EXPECT_EQ(t, client_join(), -EINTR);
	KTEST_EXPECT_EQ(t, reply_text(pair.in, token, "late"), -ESRCH);
	pair_close(&pair);
}

KTEST(channel_call, signal_ends_a_call_to_a_server_that_waited)
{
	struct channel_message request = room_for_message(text, sizeof(text));
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client_prepare(&pair);
	client.thread = thread_create("client", call_once, &client);
	KTEST_ASSERT(t, client.thread);
	KTEST_EXPECT_EQ(t, channel_receive(pair.in, &request), 0);
	KTEST_EXPECT_NE(t, request.token, 0);
	task_raise_signal(client.thread, SIGTERM);
	KTEST_EXPECT_EQ(t, client_join(), -EINTR);
	KTEST_EXPECT_EQ(t, reply_text(pair.in, request.token, "late"), -ESRCH);
	pair_close(&pair);
}

KTEST(channel_call, server_that_leaves_wakes_its_callers)
{
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client_prepare(&pair);
	KTEST_ASSERT(t, client_start()); /* in the queue */
	file_put(pair.in);
	KTEST_EXPECT_EQ(t, client_join(), -EPIPE);
	KTEST_EXPECT_EQ(t,
			channel_call(pair.out, &client.request, &client.reply),
			-EPIPE);
	file_put(pair.out);
}

KTEST(channel_call, server_that_leaves_wakes_those_it_owes_a_reply)
{
	struct channel_pair pair;
	struct file *other;

	KTEST_ASSERT_EQ(
		t, channel_open(TEST_NAME, O_RDONLY | O_CREAT, NULL, &pair.in),
		0);
	KTEST_ASSERT_EQ(t, channel_open(TEST_NAME, O_WRONLY, NULL, &pair.out),
			0);
	KTEST_ASSERT_EQ(t, channel_open(TEST_NAME, O_RDONLY, NULL, &other), 0);
	channel_unlink(TEST_NAME);
	client_prepare(&pair);
	KTEST_ASSERT(t, client_start());
	KTEST_EXPECT_NE(t, take_request(pair.in), 0);
	file_put(pair.in); /* another is still open */
	KTEST_EXPECT_EQ(t, client_join(), -EPIPE);
	file_put(other);
	file_put(pair.out);
}

KTEST(channel_call, reply_without_room_for_it_is_refused_and_may_be_repeated)
{
	struct channel_pair pair;
	u64 token;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client_prepare(&pair);
	client.reply.room = 4;
	KTEST_ASSERT(t, client_start());
	token = take_request(pair.in);
	KTEST_EXPECT_EQ(t, reply_text(pair.in, token, "12345"), -EMSGSIZE);
	KTEST_EXPECT_EQ(t, reply_text(pair.in, token, "123"), 0);
	KTEST_EXPECT_EQ(t, client_join(), 0);
	KTEST_EXPECT_STREQ(t, client.answer, "123");
	pair_close(&pair);
}

KTEST(channel_call, large_requests_and_replies_go_by_pages)
{
	struct channel_message reply = {.data = text, .size = 3 * 4096};
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client_prepare(&pair);
	memset(client.answer, 'q', sizeof(client.answer));
	client.request.data = client.answer;
	client.request.size = 2 * 4096 + 1;
	KTEST_ASSERT(t, client_start());
	memset(text, 0, sizeof(text));
	reply.token = take_request(pair.in);
	KTEST_EXPECT_NE(t, reply.token, 0);
	KTEST_EXPECT(t, text[0] == 'q' && text[2 * 4096] == 'q');
	KTEST_EXPECT_EQ(t, text[2 * 4096 + 1], 0);
	memset(text, 'a', sizeof(text));
	KTEST_EXPECT_EQ(t, channel_reply(pair.in, &reply), 0);
	KTEST_EXPECT_EQ(t, client_join(), 0);
	KTEST_EXPECT_EQ(t, client.reply.size, 3 * 4096);
	KTEST_EXPECT_MEMEQ(t, client.answer, text, 3 * 4096);
	pair_close(&pair);
}

KTEST(channel_call, large_reply_is_sent_by_reply_and_receive)
{
	struct channel_message reply = {.data = text, .size = 2 * 4096};
	struct channel_message next = room_for_message(text, sizeof(text));
	struct channel_pair pair;
	unsigned int wrong = 0;
	int err = 0;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client_prepare(&pair);
	KTEST_ASSERT(t, client_start());
	reply.token = take_request(pair.in);
	next.flags = CHANNEL_NONBLOCK;
	fault_inject_each(nth)
	{
		wrong += err && err != -ENOMEM;
		err = channel_reply_and_receive(pair.in, &reply, &next);
	}
	KTEST_EXPECT_EQ(t, err, -EAGAIN); /* it has replied */
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, client_join(), 0);
	KTEST_EXPECT_EQ(t, client.reply.size, 2 * 4096);
	pair_close(&pair);
}

KTEST(channel_call, reply_comes_in_pages_if_they_are_welcome)
{
	struct channel_message reply = {.data = text, .size = 2 * 4096};
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client_prepare(&pair);
	client.reply.room = 0;
	client.reply.flags = CHANNEL_PAGES;
	KTEST_ASSERT(t, client_start());
	reply.token = take_request(pair.in);
	KTEST_EXPECT_EQ(t, channel_reply(pair.in, &reply), 0);
	KTEST_EXPECT_EQ(t, client_join(), 0);
	KTEST_ASSERT(t, client.reply.pages);
	KTEST_EXPECT_EQ(t, client.reply.pages->size, 2 * 4096);
	channel_pages_free(client.reply.pages);
	pair_close(&pair);
}

KTEST(channel_call, files_go_both_ways)
{
	struct channel_message reply = text_message("take this");
	struct channel_message request = room_for_message(text, sizeof(text));
	struct channel_pair pair, sent;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	KTEST_ASSERT_EQ(t, pair_open(&sent), 0);
	client_prepare(&pair);
	client.request.file = sent.out;
	KTEST_ASSERT(t, client_start());
	KTEST_EXPECT_EQ(t, channel_receive(pair.in, &request), 0);
	KTEST_EXPECT(t, request.file == sent.out);
	file_put(request.file);
	reply.token = request.token;
	reply.file = sent.out;
	KTEST_EXPECT_EQ(t, channel_reply(pair.in, &reply), 0);
	KTEST_EXPECT_EQ(t, client_join(), 0);
	KTEST_EXPECT(t, client.reply.file == sent.out);
	file_put(client.reply.file);
	KTEST_EXPECT_EQ(t, sent.out->refs, 1);
	pair_close(&sent);
	pair_close(&pair);
}

enum {
	CALLERS = 3 * TEST_CAPACITY
};

struct caller {
	struct file *out;
	char answer[8];
};

static int call_for_pong(void *arg)
{
	struct caller *caller = arg;
	struct channel_message request = text_message("ping");
	struct channel_message reply =
		room_for_message(caller->answer, sizeof(caller->answer));

	return channel_call(caller->out, &request, &reply);
}

KTEST(channel_call, more_callers_than_slots_wait_their_turn)
{
	struct caller callers[CALLERS];
	struct task *threads[CALLERS], *server;
	struct channel_message request = text_message("ping");
	struct channel_message reply = room_for_message(text, sizeof(text));
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	for (int i = 0; i < CALLERS; i++) {
		callers[i].out = pair.out;
		threads[i] =
			thread_create("caller", call_for_pong, &callers[i]);
		KTEST_ASSERT(t, threads[i]);
	}
	thread_sleep_ms(5);
	request.flags = CHANNEL_NONBLOCK;
	KTEST_EXPECT_EQ(t, channel_call(pair.out, &request, &reply), -EAGAIN);
	server = thread_create("server", serve_pongs, pair.in);
	KTEST_ASSERT(t, server);
	for (int i = 0; i < CALLERS; i++) {
		KTEST_EXPECT_EQ(t, thread_join(threads[i]), 0);
		KTEST_EXPECT_STREQ(t, callers[i].answer, "pong");
	}
	file_put(pair.out);
	KTEST_EXPECT_EQ(t, thread_join(server), -EPIPE);
	file_put(pair.in);
}

/* One large call and reply; the first error of either side. */
static int use_call(void)
{
	struct channel_message request = {.data = text, .size = 2 * 4096};
	struct channel_message reply = room_for_message(text, sizeof(text));

	return channel_call(client.out, &request, &reply);
}

KTEST(channel_call, failing_allocation_is_reported_and_nothing_is_lost)
{
	struct channel_pair pair;
	unsigned int wrong = 0;
	struct task *server;
	u64 blocks;
	int err = 0;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client.out = pair.out;
	server = thread_create("server", serve_pongs, pair.in);
	KTEST_ASSERT(t, server);
	KTEST_EXPECT_EQ(t, use_call(), 0);
	blocks = heap_blocks_in_use();
	fault_inject_each(nth)
	{
		wrong += err && err != -ENOMEM;
		err = use_call();
		wrong += heap_blocks_in_use() != blocks;
	}
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, wrong, 0);
	file_put(pair.out);
	thread_join(server);
	file_put(pair.in);
}

KTEST(channel_call, reply_without_memory_for_it_may_be_repeated)
{
	struct channel_message reply = {.data = text, .size = 2 * 4096};
	struct channel_pair pair;
	unsigned int wrong = 0;
	bool replied = false;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	client_prepare(&pair);
	KTEST_ASSERT(t, client_start());
	reply.token = take_request(pair.in);
	/* A failure of what a reply can do without is none of the reply. */
	fault_inject_each(nth)
	{
		int err = replied ? 0 : channel_reply(pair.in, &reply);

		wrong += err && err != -ENOMEM;
		replied = !err;
	}
	KTEST_EXPECT(t, replied);
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, client_join(), 0);
	pair_close(&pair);
}
