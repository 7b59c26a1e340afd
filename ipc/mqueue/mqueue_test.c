// SPDX-License-Identifier: GPL-2.0-only
/*
 * Message queues of POSIX: order, waiting, names, and short of memory.
 */
#include "mqueue.h"

#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/string.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <uapi/errno.h>

static const struct mq_attr small = {.mq_maxmsg = 2, .mq_msgsize = 16};
static struct file *file;

static bool begin(struct ktest *t)
{
	return KTEST_EXPECT_EQ(
		t, mqueue_open("q", O_CREAT | O_RDWR, 0600, &small, &file), 0);
}

static void end(struct ktest *t)
{
	KTEST_EXPECT_EQ(t, mqueue_unlink("q"), 0);
	file_put(file);
}

static int send(s64 priority, u64 deadline_ns)
{
	struct ipc_message *message = ipc_message_alloc(priority, 8);
	int err;

	if (!message)
		return -ENOMEM;
	memset(message->text, 0, 8);
	err = mqueue_send(file, message, deadline_ns);
	if (err)
		ipc_message_free(message);
	return err;
}

/* The priority of what was received, or an error. */
static int receive(u64 deadline_ns)
{
	struct ipc_message *message;
	int result = mqueue_receive(file, deadline_ns, &message);

	if (result)
		return result;
	result = (int)message->type;
	ipc_message_free(message);
	return result;
}

KTEST(mqueue, the_highest_priority_comes_first)
{
	if (!begin(t))
		return;
	KTEST_EXPECT_EQ(t, send(3, 0) | send(7, 0), 0);
	KTEST_EXPECT_EQ(t, send(1, time_uptime_ns() + 1000), -ETIMEDOUT);
	KTEST_EXPECT_EQ(t, receive(0), 7);
	KTEST_EXPECT_EQ(t, send(1, 0), 0);
	KTEST_EXPECT_EQ(t, receive(0), 3);
	KTEST_EXPECT_EQ(t, receive(0), 1);
	KTEST_EXPECT_EQ(t, receive(time_uptime_ns() + 1000), -ETIMEDOUT);
	end(t);
}

/* Priorities as they come from a small generator; equal ones in the order sent. */
KTEST(mqueue, thousands_of_priorities_are_in_order)
{
	const struct mq_attr large = {.mq_maxmsg = 4000, .mq_msgsize = 16};
	u32 state = 1, wrong = 0, last_sent = 0;
	struct ipc_message *message;
	s64 last = MQ_PRIO_MAX;

	KTEST_ASSERT_EQ(t, mqueue_open("q", O_CREAT | O_RDWR, 0, &large, &file),
			0);
	for (u32 i = 0; i < 4000; i++) {
		state = state * 1103515245 + 12345;
		message = ipc_message_alloc((state >> 16) % 1000, sizeof(i));
		KTEST_ASSERT(t, message);
		memcpy(message->text, &i, sizeof(i));
		wrong += mqueue_send(file, message, 0) != 0;
	}
	for (u32 i = 0, sent; i < 4000; i++, last_sent = sent) {
		KTEST_ASSERT_EQ(t, mqueue_receive(file, 0, &message), 0);
		memcpy(&sent, message->text, sizeof(sent));
		wrong += message->type > last ||
			 (message->type == last && sent < last_sent);
		last = message->type;
		ipc_message_free(message);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, receive(0), -ETIMEDOUT);
	end(t);
}

KTEST(mqueue, a_name_leads_to_the_queue_until_it_is_removed)
{
	struct mq_attr attr;
	struct file *again;

	if (!begin(t))
		return;
	KTEST_EXPECT_EQ(t, send(5, 0), 0);
	KTEST_EXPECT_EQ(t, mqueue_open("q", O_CREAT | O_EXCL, 0, NULL, &again),
			-EEXIST);
	KTEST_EXPECT_EQ(t, mqueue_open("q", O_RDONLY, 0, NULL, &again), 0);
	KTEST_EXPECT_EQ(t, mqueue_attributes(again, &attr), 0);
	KTEST_EXPECT_EQ(t, attr.mq_curmsgs, 1);
	KTEST_EXPECT_EQ(t, attr.mq_maxmsg, 2);
	KTEST_EXPECT_EQ(t, mqueue_receive_max(again), 16);
	KTEST_EXPECT_EQ(t, mqueue_send_max(again), -EBADF);
	file_put(again);
	end(t);
	KTEST_EXPECT_EQ(t, mqueue_open("q", O_RDONLY, 0, NULL, &again),
			-ENOENT);
	KTEST_EXPECT_EQ(t, mqueue_unlink("q"), -ENOENT);
	KTEST_EXPECT_EQ(t, mqueue_unlink("a/b"), -EACCES);
}

static int receive_in_thread(void *arg)
{
	(void)arg;
	return receive(WAIT_FOREVER);
}

static int send_in_thread(void *arg)
{
	(void)arg;
	return send(9, WAIT_FOREVER);
}

static u32 length_of(const struct list_head *line)
{
	const struct list_head *node;
	u32 length = 0;

	for (node = line->next; node != line; node = node->next)
		length++;
	return length;
}

static void await_line(const struct list_head *line, u32 length)
{
	while (length_of(line) < length)
		thread_yield();
}

KTEST(mqueue, who_waits_is_served)
{
	struct task *receiver, *sender;
	struct mqueue *queue;

	if (!begin(t))
		return;
	queue = file->private;
	receiver = thread_create("receiver", receive_in_thread, NULL);
	KTEST_ASSERT(t, receiver);
	await_line(&queue->receivers, 1);
	KTEST_EXPECT_EQ(t, send(4, 0), 0);
	KTEST_EXPECT_EQ(t, thread_join(receiver), 4);
	KTEST_EXPECT_EQ(t, send(1, 0) | send(2, 0), 0);
	sender = thread_create("sender", send_in_thread, NULL);
	KTEST_ASSERT(t, sender);
	await_line(&queue->senders, 1);
	KTEST_EXPECT_EQ(t, file_poll(file, NULL), POLLIN | POLLRDNORM);
	KTEST_EXPECT_EQ(t, receive(0), 2);
	KTEST_EXPECT_EQ(t, thread_join(sender), 0);
	KTEST_EXPECT_EQ(t, receive(0), 9);
	KTEST_EXPECT_EQ(t, file_poll(file, NULL),
			POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM);
	KTEST_EXPECT_EQ(t, mqueue_notify(file, NULL), 0);
	end(t);
}

/* Messages go in the order in which their receivers and senders came. */
KTEST(mqueue, who_came_first_is_served_first)
{
	struct task *first, *second;
	struct mqueue *queue;

	if (!begin(t))
		return;
	queue = file->private;
	first = thread_create("first", receive_in_thread, NULL);
	KTEST_ASSERT(t, first);
	await_line(&queue->receivers, 1);
	second = thread_create("second", receive_in_thread, NULL);
	KTEST_ASSERT(t, second);
	await_line(&queue->receivers, 2);
	KTEST_EXPECT_EQ(t, send(1, 0) | send(2, 0), 0);
	KTEST_EXPECT_EQ(t, thread_join(first), 1);
	KTEST_EXPECT_EQ(t, thread_join(second), 2);
	KTEST_EXPECT_EQ(t, queue->count, 0);
	end(t);
}

/* Who gives up leaves nothing behind that somebody would serve. */
KTEST(mqueue, who_gives_up_is_out_of_the_line)
{
	struct mqueue *queue;

	if (!begin(t))
		return;
	queue = file->private;
	KTEST_EXPECT_EQ(t, receive(time_uptime_ns() + 1000), -ETIMEDOUT);
	KTEST_EXPECT(t, list_empty(&queue->receivers));
	KTEST_EXPECT_EQ(t, send(1, 0) | send(2, 0), 0);
	KTEST_EXPECT_EQ(t, send(3, time_uptime_ns() + 1000), -ETIMEDOUT);
	KTEST_EXPECT(t, list_empty(&queue->senders));
	KTEST_EXPECT_EQ(t, receive(0), 2);
	KTEST_EXPECT_EQ(t, queue->count, 1);
	end(t);
}

/* Removing the name ends no wait: the queue is still open. */
KTEST(mqueue, a_queue_without_a_name_goes_on)
{
	struct task *receiver;
	struct mqueue *queue;

	if (!begin(t))
		return;
	queue = file->private;
	receiver = thread_create("receiver", receive_in_thread, NULL);
	KTEST_ASSERT(t, receiver);
	await_line(&queue->receivers, 1);
	KTEST_EXPECT_EQ(t, mqueue_unlink("q"), 0);
	KTEST_EXPECT(t, !queue->named);
	KTEST_EXPECT_EQ(t, send(6, 0), 0);
	KTEST_EXPECT_EQ(t, thread_join(receiver), 6);
	KTEST_EXPECT_EQ(t, send(7, 0), 0); /* goes with the queue */
	file_put(file);
}

KTEST(mqueue, a_descriptor_tells_what_waits)
{
	char text[100] = "";
	struct io_iter to = io_iter_buffer(text, sizeof(text));

	if (!begin(t))
		return;
	KTEST_EXPECT_EQ(t, send(1, 0) | send(1, 0), 0);
	KTEST_EXPECT_GT(t, file_read(file, &to), 0);
	KTEST_EXPECT_STREQ(t, text,
			   "QSIZE:16         NOTIFY:0     SIGNO:0   "
			   "  NOTIFY_PID:0     \n");
	to = io_iter_buffer(text, sizeof(text));
	KTEST_EXPECT_EQ(t, file_read(file, &to), 0);
	KTEST_EXPECT_EQ(t, file_write(file, &to), -EINVAL);
	end(t);
}

KTEST(mqueue, shapes_have_limits)
{
	static const struct mq_attr wrong[] = {
		{.mq_maxmsg = 0, .mq_msgsize = 1},
		{.mq_maxmsg = 1, .mq_msgsize = 0},
		{.mq_maxmsg = -1, .mq_msgsize = 1},
		{.mq_maxmsg = MQUEUE_MESSAGES_VALID + 1, .mq_msgsize = 1},
		{.mq_maxmsg = 1, .mq_msgsize = MQUEUE_SIZE_VALID + 1},
	};

	for (u32 i = 0; i < ARRAY_SIZE(wrong); i++)
		KTEST_EXPECT_EQ(t,
				mqueue_open("q", O_CREAT | O_RDWR, 0, &wrong[i],
					    &file),
				-EINVAL);
	KTEST_EXPECT_EQ(t, mqueue_unlink("q"), -ENOENT);
}

static int use(void)
{
	int result = mqueue_open("short", O_CREAT | O_RDWR, 0600, NULL, &file);

	if (result)
		return mqueue_unlink("short") == -ENOENT ? result : -EIO;
	result = send(1, 0);
	if (!result)
		result = receive(0);
	if (mqueue_unlink("short"))
		result = -EIO;
	file_put(file);
	return result;
}

KTEST(mqueue, nothing_is_lost_when_memory_is_short)
{
	int result = 0;

	fault_inject_each(nth)
	{
		result = use();
		if (result < 0 && result != -ENOMEM)
			break;
	}
	KTEST_EXPECT_EQ(t, result, 1);
}
