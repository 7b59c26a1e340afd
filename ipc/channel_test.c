// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channels: names, waiting, closing, polling.
 */
#include <exo/ktest.h>
#include <exo/poll.h>
#include <exo/printf.h>
#include <exo/task_signal.h>

#include "channel_test_tools.h"

static char text[TEST_MESSAGE_MAX];

KTEST(channel, is_found_by_its_name_until_it_is_unlinked)
{
	struct file *first, *second;

	KTEST_EXPECT_EQ(t, channel_open(TEST_NAME, O_WRONLY, NULL, &first),
			-ENOENT);
	KTEST_ASSERT_EQ(
		t, channel_open(TEST_NAME, O_RDONLY | O_CREAT, NULL, &first),
		0);
	KTEST_EXPECT_EQ(t,
			channel_open(TEST_NAME, O_RDONLY | O_CREAT | O_EXCL,
				     NULL, &second),
			-EEXIST);
	KTEST_ASSERT_EQ(t, channel_open(TEST_NAME, O_WRONLY, NULL, &second), 0);
	KTEST_EXPECT_EQ(t, channel_unlink(TEST_NAME), 0);
	KTEST_EXPECT_EQ(t, channel_unlink(TEST_NAME), -ENOENT);
	KTEST_EXPECT_EQ(t, send_text(second, "still there"), 0);
	file_put(second);
	KTEST_EXPECT_EQ(t, channel_open(TEST_NAME, O_WRONLY, NULL, &second),
			-ENOENT);
	file_put(first);
}

KTEST(channel, name_outlives_the_ends)
{
	struct file *end;

	KTEST_ASSERT_EQ(
		t, channel_open(TEST_NAME, O_RDWR | O_CREAT, NULL, &end), 0);
	file_put(end);
	KTEST_ASSERT_EQ(t, channel_open(TEST_NAME, O_RDWR, NULL, &end), 0);
	KTEST_EXPECT_EQ(t, channel_unlink(TEST_NAME), 0);
	file_put(end);
}

KTEST(channel, what_cannot_be_made_is_refused)
{
	static const struct channel_attributes wrong[] = {
		{.capacity = CHANNEL_CAPACITY_MAX + 1},
		{.message_max = CHANNEL_MESSAGE_MAX + 1},
		{.mode = 01000},
		{.reserved = 1},
	};
	struct file *end = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		KTEST_EXPECT_EQ(t,
				channel_open(TEST_NAME, O_RDWR | O_CREAT,
					     &wrong[i], &end),
				-EINVAL);
	KTEST_EXPECT_EQ(
		t, channel_open(TEST_NAME, O_ACCMODE | O_CREAT, NULL, &end),
		-EINVAL);
	KTEST_EXPECT_EQ(t,
			channel_open(TEST_NAME, O_RDWR | O_APPEND, NULL, &end),
			-EINVAL);
	KTEST_EXPECT_EQ(t, channel_open("test", O_RDWR | O_CREAT, NULL, &end),
			-EINVAL);
	KTEST_EXPECT_EQ(t, channel_unlink("test"), -EINVAL);
	KTEST_EXPECT_EQ(t, channel_open(TEST_NAME, O_RDWR, NULL, &end),
			-ENOENT);
	KTEST_EXPECT(t, !end);
}

static void count_tests(const struct channel_info *info, void *arg)
{
	unsigned int *count = arg;

	if (strstarts(info->name, "/many"))
		++*count;
}

enum {
	MANY = 100
};

KTEST(channel, many_names_are_found_and_listed)
{
	static struct file *ends[MANY];
	unsigned int opened = 0, listed = 0, found = 0;
	char name[16];

	for (unsigned int i = 0; i < MANY; i++) {
		scnprintf(name, sizeof(name), "/many%u", i);
		opened += !channel_open(name, O_RDWR | O_CREAT | O_EXCL, NULL,
					&ends[i]);
	}
	KTEST_ASSERT_EQ(t, opened, MANY);
	channel_for_each(count_tests, &listed);
	KTEST_EXPECT_EQ(t, listed, MANY);
	for (unsigned int i = 0; i < MANY; i++) {
		scnprintf(name, sizeof(name), "/many%u", i);
		found += !channel_unlink(name);
		file_put(ends[i]);
	}
	KTEST_EXPECT_EQ(t, found, MANY);
}

KTEST(channel, ends_go_the_way_they_were_opened)
{
	struct channel_pair pair;
	struct io_iter iter = io_iter_buffer(text, 1);

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	KTEST_EXPECT_EQ(t, send_text(pair.in, "a"), -EBADF);
	KTEST_EXPECT_EQ(t, receive_text(pair.out, text), -EBADF);
	KTEST_EXPECT_EQ(t, file_seek(pair.in, 0, SEEK_SET), -ESPIPE);
	KTEST_EXPECT_EQ(t, file_read(pair.in, &iter), -EINVAL);
	pair_close(&pair);
}

KTEST(channel, full_queue_makes_senders_wait_or_fail)
{
	struct channel_message message = text_message("one more");
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	for (int i = 0; i < TEST_CAPACITY; i++)
		KTEST_EXPECT_EQ(t, send_text(pair.out, "fits"), 0);
	KTEST_EXPECT_EQ(t, send_text(pair.out, "does not"), -EAGAIN);
	message.deadline_ns = soon();
	KTEST_EXPECT_EQ(t, channel_send(pair.out, &message), -ETIMEDOUT);
	KTEST_EXPECT_GE(t, time_uptime_ns(), message.deadline_ns);
	file_set_flags(pair.out, O_NONBLOCK);
	message.deadline_ns = 0;
	KTEST_EXPECT_EQ(t, channel_send(pair.out, &message), -EAGAIN);
	KTEST_EXPECT_EQ(t, receive_text(pair.in, text), 0);
	KTEST_EXPECT_EQ(t, channel_send(pair.out, &message), 0);
	pair_close(&pair);
}

KTEST(channel, receiver_waits_for_so_long_only)
{
	struct channel_message message = room_for_message(text, sizeof(text));
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	message.deadline_ns = soon();
	KTEST_EXPECT_EQ(t, channel_receive(pair.in, &message), -ETIMEDOUT);
	KTEST_EXPECT_GE(t, time_uptime_ns(), message.deadline_ns);
	/* Nobody is left in the list: the message is kept for the next. */
	KTEST_EXPECT_EQ(t, send_text(pair.out, "late"), 0);
	KTEST_EXPECT_EQ(t, receive_text(pair.in, text), 0);
	pair_close(&pair);
}

KTEST(channel, signal_ends_the_wait_of_a_receiver)
{
	struct reception reception;
	struct channel_pair pair;
	struct task *thread;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	thread = start_receiver(&reception, pair.in, text);
	KTEST_ASSERT(t, thread);
	task_raise_signal(thread, SIGTERM);
	thread_join(thread);
	KTEST_EXPECT_EQ(t, reception.result, -EINTR);
	KTEST_EXPECT_EQ(t, send_text(pair.out, "kept"), 0);
	KTEST_EXPECT_EQ(t, receive_text(pair.in, text), 0);
	pair_close(&pair);
}

static int send_three_more(void *arg)
{
	struct channel_message message = text_message("more");
	struct file *out = arg;
	int err = 0;

	for (int i = 0; i < 3 && !err; i++)
		err = channel_send(out, &message);
	return err;
}

KTEST(channel, waiting_senders_go_on_as_room_is_made)
{
	struct task *threads[3];
	struct channel_pair pair;
	int received = 0;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	for (int i = 0; i < 3; i++) {
		threads[i] = thread_create("sender", send_three_more, pair.out);
		KTEST_ASSERT(t, threads[i]);
	}
	thread_sleep_ms(5);
	for (int i = 0; i < 9; i++) {
		received += !receive_text(pair.in, text);
		thread_sleep_ms(1);
	}
	for (int i = 0; i < 3; i++)
		KTEST_EXPECT_EQ(t, thread_join(threads[i]), 0);
	KTEST_EXPECT_EQ(t, received, 9);
	pair_close(&pair);
}

KTEST(channel, last_receiver_that_leaves_wakes_senders)
{
	struct channel_pair pair;
	struct task *thread;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	for (int i = 0; i < TEST_CAPACITY; i++)
		KTEST_EXPECT_EQ(t, send_text(pair.out, "lost"), 0);
	thread = thread_create("sender", send_three_more, pair.out);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(5);
	file_put(pair.in);
	KTEST_EXPECT_EQ(t, thread_join(thread), -EPIPE);
	KTEST_EXPECT_EQ(t, send_text(pair.out, "nobody"), -EPIPE);
	file_put(pair.out);
}

KTEST(channel, last_sender_that_leaves_wakes_the_receiver)
{
	struct reception reception;
	struct channel_pair pair;
	struct task *thread;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	thread = start_receiver(&reception, pair.in, text);
	KTEST_ASSERT(t, thread);
	file_put(pair.out);
	thread_join(thread);
	KTEST_EXPECT_EQ(t, reception.result, -EPIPE);
	KTEST_EXPECT_EQ(t, receive_text(pair.in, text), -EPIPE);
	file_put(pair.in);
}

KTEST(channel, what_was_sent_is_received_after_the_sender_has_left)
{
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	KTEST_EXPECT_EQ(t, send_text(pair.out, "left behind"), 0);
	file_put(pair.out);
	KTEST_EXPECT_EQ(t, receive_text(pair.in, text), 0);
	KTEST_EXPECT_STREQ(t, text, "left behind");
	KTEST_EXPECT_EQ(t, receive_text(pair.in, text), -EPIPE);
	file_put(pair.in);
}

KTEST(channel, receiver_waits_for_the_first_sender)
{
	struct file *in, *out;

	KTEST_ASSERT_EQ(
		t, channel_open(TEST_NAME, O_RDONLY | O_CREAT, NULL, &in), 0);
	KTEST_EXPECT_EQ(t, receive_text(in, text), -EAGAIN);
	KTEST_ASSERT_EQ(t, channel_open(TEST_NAME, O_WRONLY, NULL, &out), 0);
	file_put(out);
	KTEST_EXPECT_EQ(t, receive_text(in, text), -EPIPE);
	file_put(in);
	/* A new server has not seen those of the old one. */
	KTEST_ASSERT_EQ(t, channel_open(TEST_NAME, O_RDONLY, NULL, &in), 0);
	KTEST_EXPECT_EQ(t, receive_text(in, text), -EAGAIN);
	file_put(in);
	channel_unlink(TEST_NAME);
}

struct listener {
	struct poll_entry entry;
	u32 news;
};

static bool hear(struct poll_entry *entry, u32 events)
{
	container_of(entry, struct listener, entry)->news |= events;
	return false;
}

KTEST(channel, poll_tells_what_can_be_done_and_when_that_changes)
{
	struct listener reader = {.entry.notify = hear};
	struct listener writer = {.entry.notify = hear};
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	KTEST_EXPECT_EQ(t, file_poll(pair.in, &reader.entry), 0);
	KTEST_EXPECT_EQ(t, file_poll(pair.out, &writer.entry),
			POLLOUT | POLLWRNORM);
	for (int i = 0; i < TEST_CAPACITY; i++)
		send_text(pair.out, "fits");
	KTEST_EXPECT(t, reader.news & POLLIN);
	KTEST_EXPECT_EQ(t, file_poll(pair.in, NULL), POLLIN | POLLRDNORM);
	KTEST_EXPECT_EQ(t, file_poll(pair.out, NULL), 0);
	writer.news = 0;
	receive_text(pair.in, text);
	KTEST_EXPECT(t, writer.news & POLLOUT);
	KTEST_EXPECT_EQ(t, file_poll(pair.out, NULL), POLLOUT | POLLWRNORM);
	file_poll_detach(pair.out, &writer.entry);
	file_put(pair.out);
	KTEST_EXPECT(t, reader.news & POLLHUP);
	KTEST_EXPECT_EQ(t, file_poll(pair.in, NULL),
			POLLIN | POLLRDNORM | POLLHUP);
	file_poll_detach(pair.in, &reader.entry);
	file_put(pair.in);
}

KTEST(channel, poll_tells_senders_that_nobody_receives)
{
	struct listener writer = {.entry.notify = hear};
	struct channel_pair pair;

	KTEST_ASSERT_EQ(t, pair_open(&pair), 0);
	file_poll(pair.out, &writer.entry);
	file_put(pair.in);
	KTEST_EXPECT(t, writer.news & POLLERR);
	KTEST_EXPECT_EQ(t, file_poll(pair.out, NULL), POLLERR);
	file_poll_detach(pair.out, &writer.entry);
	file_put(pair.out);
}
