// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channels: what arrives of messages of all sizes and kinds.
 */
#include <exo/fault_inject.h>
#include <exo/frame.h>
#include <exo/heap_statistics.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>

#include "channel_test_tools.h"

static char text[TEST_MESSAGE_MAX];

KTEST(channel_message, messages_arrive_whole_and_in_order)
{
	struct channel_message message = room_for_message(text, sizeof(text));
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	KTEST_EXPECT_EQ(t, send_text(pair.out, "one"), 0);
	KTEST_EXPECT_EQ(t, send_text(pair.out, "three"), 0);
	KTEST_EXPECT_EQ(t, channel_receive(pair.in, &message), 0);
	KTEST_EXPECT_EQ(t, message.size, 4);
	KTEST_EXPECT_EQ(t, message.token, 0);
	KTEST_EXPECT_STREQ(t, text, "one");
	KTEST_EXPECT_EQ(t, channel_receive(pair.in, &message), 0);
	KTEST_EXPECT_EQ(t, message.size, 6);
	KTEST_EXPECT_STREQ(t, text, "three");
	KTEST_EXPECT_EQ(t, receive_text(pair.in, text), -EAGAIN);
	pair_close(&pair);
}

KTEST(channel_message, message_may_be_empty)
{
	struct channel_message message = {.size = 0};
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	KTEST_EXPECT_EQ(t, channel_send(pair.out, &message), 0);
	message = room_for_message(text, sizeof(text));
	KTEST_EXPECT_EQ(t, channel_receive(pair.in, &message), 0);
	KTEST_EXPECT_EQ(t, message.size, 0);
	pair_close(&pair);
}

static bool is_pattern(const u8 *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (bytes[i] != (u8)(i * 7 + i / 251))
			return false;
	}
	return true;
}

static u8 *pattern(size_t size)
{
	u8 *bytes = kmalloc(size);

	for (size_t i = 0; bytes && i < size; i++)
		bytes[i] = (u8)(i * 7 + i / 251);
	return bytes;
}

/* Of each way that a message may take, the largest, and one byte more. */
static const size_t sizes[] = {1,    7,	   8,	 16,   17,
			       1024, 1025, 4096, 4097, TEST_MESSAGE_MAX};

KTEST(channel_message, message_of_any_size_waits_and_is_received)
{
	struct channel_message message;
	struct channel_pair pair;
	u8 *bytes = pattern(TEST_MESSAGE_MAX);

	KTEST_ASSERT(t, bytes);
	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		message = (struct channel_message){.data = bytes,
						   .size = sizes[i]};
		KTEST_EXPECT_EQ(t, channel_send(pair.out, &message), 0);
		memset(text, 0, sizeof(text));
		message = room_for_message(text, sizeof(text));
		KTEST_EXPECT_EQ(t, channel_receive(pair.in, &message), 0);
		KTEST_EXPECT_EQ(t, message.size, sizes[i]);
		KTEST_EXPECT(t, is_pattern((u8 *)text, sizes[i]));
		KTEST_EXPECT(t, !message.pages);
	}
	pair_close(&pair);
	kfree(bytes);
}

KTEST(channel_message, waiting_receiver_gets_a_message_of_any_size)
{
	struct channel_message message;
	struct reception reception;
	struct channel_pair pair;
	struct task *thread;
	u8 *bytes = pattern(TEST_MESSAGE_MAX);

	KTEST_ASSERT(t, bytes);
	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	for (size_t i = 0; i < 2 * ARRAY_SIZE(sizes); i++) {
		memset(text, 0, sizeof(text));
		thread = start_receiver(&reception, pair.in, text);
		KTEST_ASSERT(t, thread);
		KTEST_EXPECT_EQ(t, reception.result, 1);
		message = (struct channel_message){
			.data = bytes,
			.size = sizes[i / 2],
			.flags = i % 2 ? CHANNEL_HAND_OVER : 0,
		};
		KTEST_EXPECT_EQ(t, channel_send(pair.out, &message), 0);
		thread_join(thread);
		KTEST_EXPECT_EQ(t, reception.result, 0);
		KTEST_EXPECT_EQ(t, reception.message.size, sizes[i / 2]);
		KTEST_EXPECT(t, is_pattern((u8 *)text, sizes[i / 2]));
	}
	pair_close(&pair);
	kfree(bytes);
}

KTEST(channel_message, message_larger_than_agreed_is_refused_and_small_room_too)
{
	struct channel_message message = {.data = text,
					  .size = TEST_MESSAGE_MAX + 1};
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	KTEST_EXPECT_EQ(t, channel_send(pair.out, &message), -EMSGSIZE);
	KTEST_EXPECT_EQ(t, send_text(pair.out, "kept"), 0);
	message = room_for_message(text, TEST_MESSAGE_MAX - 1);
	KTEST_EXPECT_EQ(t, channel_receive(pair.in, &message), -EMSGSIZE);
	KTEST_EXPECT_EQ(t, receive_text(pair.in, text), 0);
	KTEST_EXPECT_STREQ(t, text, "kept");
	pair_close(&pair);
}

KTEST(channel_message, pages_change_hands_without_being_copied)
{
	struct channel_message message = {0};
	struct channel_pages *pages = channel_pages_alloc(2 * 4096 + 5);
	struct frame *first, *last;
	struct channel_pair pair;
	u8 *end;

	KTEST_ASSERT(t, pages);
	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	first = pages->frames[0];
	last = pages->frames[2];
	end = frame_to_virt(last);
	KTEST_EXPECT_EQ(t, end[5] | end[4095], 0); /* tells nothing */
	message.pages = pages;
	KTEST_EXPECT_EQ(t, channel_send(pair.out, &message), 0);
	KTEST_EXPECT(t, !message.pages);
	message = room_for_message(text, CHANNEL_SMALL_MAX);
	message.flags = CHANNEL_PAGES;
	KTEST_EXPECT_EQ(t, channel_receive(pair.in, &message), 0);
	KTEST_EXPECT_EQ(t, message.size, 2 * 4096 + 5);
	KTEST_ASSERT(t, message.pages == pages);
	KTEST_EXPECT(t, pages->frames[0] == first && pages->frames[2] == last);
	channel_pages_free(pages);
	pair_close(&pair);
}

KTEST(channel_message, pages_that_are_not_taken_stay_the_senders)
{
	struct channel_message message = {
		.pages = channel_pages_alloc(TEST_MESSAGE_MAX + 1)};
	struct channel_pair pair;

	KTEST_ASSERT(t, message.pages);
	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	KTEST_EXPECT_EQ(t, channel_send(pair.out, &message), -EMSGSIZE);
	KTEST_EXPECT(t, message.pages);
	message.pages->size = TEST_MESSAGE_MAX;
	message.flags = CHANNEL_NONBLOCK;
	for (int i = 0; i < TEST_CAPACITY; i++)
		send_text(pair.out, "full");
	KTEST_EXPECT_EQ(t, channel_send(pair.out, &message), -EAGAIN);
	KTEST_EXPECT(t, message.pages);
	channel_pages_free(message.pages);
	pair_close(&pair);
}

KTEST(channel_message,
      file_goes_with_a_message_and_is_closed_if_nobody_takes_it)
{
	struct channel_message message = text_message("here");
	struct channel_pair pair, sent;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	KTEST_ASSERT_EQ(t, pair_open(&sent), 0);
	message.file = sent.out;
	KTEST_EXPECT_EQ(t, channel_send(pair.out, &message), 0);
	KTEST_EXPECT_EQ(t, channel_send(pair.out, &message), 0);
	KTEST_EXPECT_EQ(t, sent.out->refs, 3);
	message = room_for_message(text, sizeof(text));
	KTEST_EXPECT_EQ(t, channel_receive(pair.in, &message), 0);
	KTEST_EXPECT(t, message.file == sent.out);
	KTEST_EXPECT_EQ(t, send_text(message.file, "through it"), 0);
	KTEST_EXPECT_EQ(t, receive_text(sent.in, text), 0);
	KTEST_EXPECT_STREQ(t, text, "through it");
	file_put(message.file);
	pair_close(&pair);
	KTEST_EXPECT_EQ(t, sent.out->refs, 1);
	pair_close(&sent);
}

/* Open, send each kind of message, receive, close; the first error. */
static int use_channel(struct channel_pair *sent)
{
	struct channel_message message;
	struct channel_pair pair;
	int err = pair_open(&pair);

	if (err)
		return err;
	for (size_t i = 0; i < ARRAY_SIZE(sizes) && !err; i++) {
		message = (struct channel_message){
			.data = text, .size = sizes[i], .file = sent->out};
		err = channel_send(pair.out, &message);
		if (err)
			break;
		message = room_for_message(text, sizeof(text));
		err = channel_receive(pair.in, &message);
		if (!err)
			file_put(message.file);
	}
	if (!err)
		err = send_text(pair.out, "left behind");
	pair_close(&pair);
	return err;
}

KTEST(channel_message, failing_allocation_is_reported_and_nothing_is_lost)
{
	struct channel_pair sent;
	unsigned int wrong = 0, rounds = 0;
	u64 blocks;
	int err = 0;

	KTEST_ASSERT_EQ(t, pair_open(&sent), 0);
	KTEST_EXPECT_EQ(t, use_channel(&sent), 0); /* caches are warm */
	blocks = heap_blocks_in_use();
	fault_inject_each(nth)
	{
		wrong += err && err != -ENOMEM;
		err = use_channel(&sent);
		wrong += heap_blocks_in_use() != blocks;
		rounds++;
	}
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, sent.out->refs, 1);
	if (IS_ENABLED(CONFIG_FAULT_INJECTION))
		KTEST_EXPECT_GT(t, rounds, 20);
	pair_close(&sent);
}
