// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many clients and servers of one channel, at once and at random: calls of all
 * sizes, some with files, some with little time; ends closed with calls under
 * way and replies owed; signals at any moment. Whatever a call returns must be
 * its own reply or an error that fits, and afterwards nothing is left.
 */
#include <exo/completion.h>
#include <exo/heap_statistics.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/task_signal.h>

#include "channel_test_tools.h"

enum {
	CLIENTS = 8,
	SERVERS = 4,
	OPERATIONS = 400, /* of each client */
	ATTEMPTS = 10 * OPERATIONS, /* with those that met no server */
	LARGEST = 2 * 4096 + 100,
	ENOUGH_NS = 200000000, /* for most waits */
	LITTLE_NS = 200000,
	AWAY_NS = 5000000,
	PAUSE_NS = 1000000, /* from one signal to the next */
};

struct stress {
	bool stop;
	u32 calls, answered, wrong; /* atomic */
};

struct stressed {
	struct stress *stress;
	u64 random;
	u8 *out, *in; /* of LARGEST bytes */
};

static u32 next_random(struct stressed *self, u32 below)
{
	self->random =
		self->random * 6364136223846793005UL + 1442695040888963407UL;
	return (u32)(self->random >> 33) % below;
}

static void count(u32 *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

/* @err is one of those that closing, signals and time limits lead to. */
static int expect_plausible(struct stressed *self, int err)
{
	task_take_signal(current, SIGUSR1);
	if (err == -EPIPE)
		thread_sleep_ns(AWAY_NS); /* until somebody else comes */
	if (err && err != -EPIPE && err != -EINTR && err != -ETIMEDOUT &&
	    err != -ESRCH)
		count(&self->stress->wrong);
	return err;
}

static size_t random_size(struct stressed *self)
{
	static const u32 bounds[] = {17, 200, 1500, 5000, LARGEST};

	return next_random(self, bounds[next_random(self, ARRAY_SIZE(bounds))]);
}

static u64 random_deadline(struct stressed *self)
{
	u64 ns = next_random(self, 4) ? ENOUGH_NS
				      : next_random(self, LITTLE_NS);

	return time_uptime_ns() + ns;
}

/* All bytes of a request are the same; those of its reply are their inverse. */
static bool is_reply(const u8 *reply, const u8 *request, size_t size)
{
	for (size_t i = 0; i < size; i += max(size / 4, 1UL)) {
		if (reply[i] + request[i] != 0xff)
			return false;
	}
	return true;
}

static void check_reply(struct stressed *self,
			const struct channel_message *request,
			const struct channel_message *reply)
{
	count(&self->stress->answered);
	if (reply->size != request->size ||
	    !is_reply(self->in, self->out, reply->size) ||
	    !reply->file != !request->file)
		count(&self->stress->wrong);
	if (reply->file)
		file_put(reply->file);
}

static int make_call(struct stressed *self, struct file *end)
{
	struct channel_message request = {.data = self->out,
					  .size = random_size(self)};
	struct channel_message reply = room_for_message(self->in, LARGEST);
	int err;

	memset(self->out, (int)next_random(self, 256), request.size);
	request.file = next_random(self, 4) ? NULL : end;
	reply.deadline_ns = random_deadline(self);
	count(&self->stress->calls);
	err = expect_plausible(self, channel_call(end, &request, &reply));
	if (!err)
		check_reply(self, &request, &reply);
	return err;
}

static int send_one(struct stressed *self, struct file *end)
{
	struct channel_message message = {
		.data = self->out,
		.size = random_size(self),
		.file = next_random(self, 2) ? NULL : end,
		.deadline_ns = random_deadline(self),
		.flags = next_random(self, 2) ? CHANNEL_HAND_OVER : 0,
	};

	return expect_plausible(self, channel_send(end, &message));
}

static int run_client(void *arg)
{
	struct stressed *self = arg;
	struct file *end = NULL;
	int done = 0;

	for (int i = 0; i < ATTEMPTS && done < OPERATIONS; i++) {
		int err;

		if (!end && channel_open(TEST_NAME, O_WRONLY, NULL, &end))
			break;
		err = next_random(self, 4) ? make_call(self, end)
					   : send_one(self, end);
		done += err != -EPIPE; /* else there was no server */
		if (!next_random(self, 16)) {
			file_put(end);
			end = NULL;
		}
	}
	if (end)
		file_put(end);
	return 0;
}

static void make_reply(struct stressed *self, struct channel_message *reply,
		       const struct channel_message *request)
{
	memset(self->out, self->in[0] ^ 0xff, request->size);
	*reply = (struct channel_message){
		.data = self->out,
		.size = request->size,
		.file = request->file,
		.token = request->token,
	};
}

/* Receive and reply for a while on an end of its own, and leave anyhow. */
static void serve_a_while(struct stressed *self, struct file *end)
{
	struct channel_message request, reply = {0};
	u32 rounds = next_random(self, 40);
	int err;

	while (rounds--) {
		struct file *file = reply.file;

		request = room_for_message(self->in, LARGEST);
		request.deadline_ns = random_deadline(self);
		if (next_random(self, 4)) {
			err = channel_reply_and_receive(end, &reply, &request);
		} else {
			if (reply.token && next_random(self, 8))
				expect_plausible(self,
						 channel_reply(end, &reply));
			err = channel_receive(end, &request);
		}
		if (file)
			file_put(file);
		expect_plausible(self, err);
		reply = (struct channel_message){0};
		if (!err)
			make_reply(self, &reply, &request);
	}
	if (reply.file)
		file_put(reply.file);
}

static int run_server(void *arg)
{
	struct stressed *self = arg;

	while (!READ_ONCE(self->stress->stop)) {
		struct file *end;

		if (channel_open(TEST_NAME, O_RDONLY, NULL, &end)) {
			count(&self->stress->wrong);
			return 0;
		}
		serve_a_while(self, end);
		file_put(end);
		thread_yield();
	}
	return 0;
}

static bool stressed_start(struct stressed *self, struct stress *stress,
			   u64 number)
{
	*self = (struct stressed){
		.stress = stress,
		.random = number * 7919,
		.out = kmalloc(LARGEST),
		.in = kmalloc(LARGEST),
	};
	return self->out && self->in;
}

static void stressed_free(struct stressed *self)
{
	kfree(self->out);
	kfree(self->in);
}

static bool all_exited(struct task *const threads[CLIENTS])
{
	for (int i = 0; i < CLIENTS; i++) {
		if (!completion_done(&threads[i]->exited))
			return false;
	}
	return true;
}

/* Signals now and then, to one after the other, until the clients are done. */
static void disturb(struct task *const threads[CLIENTS + SERVERS])
{
	for (unsigned int i = 0; !all_exited(threads); i++) {
		thread_sleep_ns(PAUSE_NS);
		task_raise_signal(threads[i % (CLIENTS + SERVERS)], SIGUSR1);
	}
}

static void run_all(struct ktest *t, struct stress *stress)
{
	static struct stressed stressed[CLIENTS + SERVERS];
	struct task *threads[CLIENTS + SERVERS];

	for (u64 i = 0; i < CLIENTS + SERVERS; i++) {
		KTEST_ASSERT(t, stressed_start(&stressed[i], stress, i + 1));
		threads[i] = thread_create(
			i < CLIENTS ? "client" : "server",
			i < CLIENTS ? run_client : run_server, &stressed[i]);
		KTEST_ASSERT(t, threads[i]);
	}
	disturb(threads);
	WRITE_ONCE(stress->stop, true);
	for (int i = 0; i < CLIENTS + SERVERS; i++) {
		thread_join(threads[i]);
		stressed_free(&stressed[i]);
	}
}

static void count_test_channels(const struct channel_info *info, void *arg)
{
	unsigned int *found = arg;

	if (strcmp(info->name, TEST_NAME) == 0)
		*found += 1 + info->senders + info->receivers + info->messages +
			  info->calls;
}

/* Those of threads that have ended are freed when the CPU is idle. */
static u64 blocks_in_the_end(u64 expected)
{
	for (int i = 0; i < 20 && heap_blocks_in_use() != expected; i++)
		thread_sleep_ms(50);
	return heap_blocks_in_use();
}

KTEST(channel_stress, every_call_has_its_own_reply_and_nothing_is_left)
{
	static const struct channel_attributes attributes = {
		.capacity = TEST_CAPACITY, .message_max = LARGEST};
	struct stress stress = {.stop = false};
	unsigned int left = 0;
	u64 blocks = blocks_in_the_end(0);
	struct file *end;

	KTEST_ASSERT_EQ(t,
			channel_open(TEST_NAME, O_WRONLY | O_CREAT | O_EXCL,
				     &attributes, &end),
			0);
	file_put(end);
	run_all(t, &stress);
	KTEST_EXPECT_EQ(t, stress.wrong, 0);
	KTEST_EXPECT_GT(t, stress.answered, CLIENTS);
	KTEST_EXPECT_LT(t, stress.answered, stress.calls);
	channel_for_each(count_test_channels, &left);
	KTEST_EXPECT_EQ(t, left, 1);
	KTEST_EXPECT_EQ(t, channel_unlink(TEST_NAME), 0);
	KTEST_EXPECT_EQ(t, blocks_in_the_end(blocks), blocks);
}
