// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that wait in channels never keep the queue that they wait in.
 */
#include <exo/heap_statistics.h>
#include <exo/ktest.h>

#include "channel_test_tools.h"

static char text[TEST_MESSAGE_MAX];

static int send_file(struct file *end, struct file *file)
{
	struct channel_message message = {.file = file,
					  .flags = CHANNEL_NONBLOCK};

	return channel_send(end, &message);
}

static int call_with(struct file *end, struct file *file)
{
	struct channel_message request = {.file = file};
	struct channel_message reply = room_for_message(text, sizeof(text));

	return channel_call(end, &request, &reply);
}

/* The file is looked at before the token, which names nobody. */
static int reply_with(struct file *end, struct file *file)
{
	struct channel_message reply = {.file = file, .token = 1};

	return channel_reply(end, &reply);
}

static int reply_and_receive_with(struct file *end, struct file *file)
{
	struct channel_message reply = {.file = file, .token = 1};
	struct channel_message request = room_for_message(text, sizeof(text));

	return channel_reply_and_receive(end, &reply, &request);
}

KTEST(channel_cycle, receiving_end_goes_through_no_channel)
{
	struct channel_pair pair, other;
	struct file *both;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	KTEST_ASSERT_EQ(t, pair_open(&other), 0);
	KTEST_ASSERT_EQ(
		t, channel_open(TEST_NAME, O_RDWR | O_CREAT, NULL, &both), 0);
	channel_unlink(TEST_NAME);
	KTEST_EXPECT_EQ(t, send_file(pair.out, pair.in), -EINVAL);
	KTEST_EXPECT_EQ(t, send_file(pair.out, other.in), -EINVAL);
	KTEST_EXPECT_EQ(t, send_file(pair.out, both), -EINVAL);
	KTEST_EXPECT_EQ(t, call_with(pair.out, other.in), -EINVAL);
	KTEST_EXPECT_EQ(t, reply_with(pair.in, other.in), -EINVAL);
	KTEST_EXPECT_EQ(t, reply_and_receive_with(pair.in, both), -EINVAL);
	KTEST_EXPECT_EQ(t, other.in->refs, 1);
	file_put(both);
	pair_close(&other);
	pair_close(&pair);
}

/* They keep the channel, not what waits in it. */
KTEST(channel_cycle, sending_ends_in_each_others_queues_go_with_the_receivers)
{
	u64 blocks = heap_blocks_in_use();
	struct channel_pair pair, other;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	KTEST_ASSERT_EQ(t, pair_open(&other), 0);
	KTEST_EXPECT_EQ(t, send_file(pair.out, pair.out), 0);
	KTEST_EXPECT_EQ(t, send_file(pair.out, other.out), 0);
	KTEST_EXPECT_EQ(t, send_file(other.out, pair.out), 0);
	pair_close(&pair);
	KTEST_EXPECT_EQ(t, other.out->refs, 1);
	pair_close(&other);
	KTEST_EXPECT_EQ(t, heap_blocks_in_use(), blocks);
}
