// SPDX-License-Identifier: GPL-2.0-only
/*
 * Message queues: which message, who waits for what, removal, and short of memory.
 */
#include "msg.h"

#include <exo/fault_inject.h>
#include <exo/ktest.h>
#include <exo/string.h>
#include <exo/thread.h>
#include <uapi/errno.h>

static s32 id;

static bool begin(struct ktest *t)
{
	id = msg_get(IPC_PRIVATE, 0600);
	return KTEST_EXPECT_GE(t, id, 0);
}

static int send(s64 type, size_t size, u32 flags)
{
	struct ipc_message *message = ipc_message_alloc(type, size);
	int err;

	if (!message)
		return -ENOMEM;
	memset(message->text, (int)type, size);
	err = msg_send(id, message, flags);
	if (err)
		ipc_message_free(message);
	return err;
}

/* The type of what was received, or an error. */
static int receive(s64 type, size_t room, u32 flags)
{
	const struct msg_request request = {type, room, flags};
	struct ipc_message *message;
	int result = msg_receive(id, &request, &message);

	if (result)
		return result;
	result = (int)message->type;
	ipc_message_free(message);
	return result;
}

static struct msqid_ds status(void)
{
	struct msqid_ds now = {};

	if (msg_status(id, IPC_STAT, &now))
		now.msg_qnum = ~0UL;
	return now;
}

KTEST(sysv_msg, types_choose_the_message)
{
	const s64 types[] = {5, 3, 7, 3, 9};

	if (!begin(t))
		return;
	for (u32 i = 0; i < ARRAY_SIZE(types); i++)
		KTEST_EXPECT_EQ(t, send(types[i], 10, 0), 0);
	KTEST_EXPECT_EQ(t, receive(4, 10, IPC_NOWAIT), -ENOMSG);
	KTEST_EXPECT_EQ(t, receive(-2, 10, IPC_NOWAIT), -ENOMSG);
	KTEST_EXPECT_EQ(t, receive(-8, 10, IPC_NOWAIT), 3);
	KTEST_EXPECT_EQ(t, receive(5, 10, MSG_EXCEPT), 7);
	KTEST_EXPECT_EQ(t, receive(9, 10, 0), 9);
	KTEST_EXPECT_EQ(t, receive(0, 10, 0), 5);
	KTEST_EXPECT_EQ(t, receive((s64)(1UL << 63), 10, 0), 3);
	KTEST_EXPECT_EQ(t, receive(0, 10, IPC_NOWAIT), -ENOMSG);
	KTEST_EXPECT_EQ(t, msg_remove(id), 0);
	KTEST_EXPECT_EQ(t, send(1, 1, 0), -EINVAL);
}

KTEST(sysv_msg, what_is_too_long_stays_or_is_cut)
{
	if (!begin(t))
		return;
	KTEST_EXPECT_EQ(t, send(1, 10, 0), 0);
	KTEST_EXPECT_EQ(t, receive(0, 9, 0), -E2BIG);
	KTEST_EXPECT_EQ(t, status().msg_cbytes, 10);
	KTEST_EXPECT_EQ(t, receive(0, 9, MSG_NOERROR), 1);
	KTEST_EXPECT_EQ(t, status().msg_cbytes, 0);
	KTEST_EXPECT_EQ(t, msg_remove(id), 0);
}

KTEST(sysv_msg, copies_leave_the_message)
{
	const u32 copy = MSG_COPY | IPC_NOWAIT;

	if (!begin(t))
		return;
	KTEST_EXPECT_EQ(t, send(4, 10, 0) | send(6, 20, 0), 0);
	KTEST_EXPECT_EQ(t, receive(1, 20, copy), 6);
	KTEST_EXPECT_EQ(t, receive(0, 20, copy), 4);
	KTEST_EXPECT_EQ(t, receive(2, 20, copy), -ENOMSG);
	KTEST_EXPECT_EQ(t, receive(1, 19, copy), -E2BIG);
	KTEST_EXPECT_EQ(t, receive(1, 19, copy | MSG_NOERROR), -EINVAL);
	KTEST_EXPECT_EQ(t, status().msg_qnum, 2);
	KTEST_EXPECT_EQ(t, msg_remove(id), 0);
}

struct waiter {
	s64 type;
	size_t size;
	bool sends;
	struct task *thread;
};

static int wait_in_thread(void *arg)
{
	const struct waiter *waiter = arg;

	return waiter->sends ? send(waiter->type, waiter->size, 0)
			     : receive(waiter->type, waiter->size, 0);
}

static u32 waiting(void)
{
	const struct msg_waiter *waiter;
	const struct msg_queue *queue;
	u32 count = 0;

	mutex_lock(&msg_table.lock);
	queue = msg_queue(ipc_find(&msg_table, id));
	list_for_each_entry(waiter, &queue->senders, node)
		count++;
	list_for_each_entry(waiter, &queue->receivers, node)
		count++;
	mutex_unlock(&msg_table.lock);
	return count;
}

/* A thread that stands in line. */
static bool start(struct ktest *t, struct waiter *waiter, s64 type, size_t size,
		  bool sends)
{
	const u32 before = waiting();

	*waiter = (struct waiter){type, size, sends, NULL};
	waiter->thread = thread_create("waiter", wait_in_thread, waiter);
	if (!KTEST_EXPECT(t, waiter->thread != NULL))
		return false;
	while (waiting() == before)
		thread_yield();
	return true;
}

KTEST(sysv_msg, the_first_who_wants_the_type_gets_it)
{
	struct waiter other, first, second, small;

	if (!begin(t) || !start(t, &other, 9, 10, false) ||
	    !start(t, &small, 2, 5, false) ||
	    !start(t, &first, -3, 10, false) ||
	    !start(t, &second, 2, 10, false))
		return;
	KTEST_EXPECT_EQ(t, send(2, 10, 0), 0);
	KTEST_EXPECT_EQ(t, thread_join(small.thread), -E2BIG);
	KTEST_EXPECT_EQ(t, thread_join(first.thread), 2);
	KTEST_EXPECT_EQ(t, waiting(), 2);
	KTEST_EXPECT_EQ(t, send(2, 10, 0), 0);
	KTEST_EXPECT_EQ(t, thread_join(second.thread), 2);
	KTEST_EXPECT_EQ(t, status().msg_qnum, 0);
	KTEST_EXPECT_EQ(t, send(3, 10, 0), 0);
	KTEST_EXPECT_EQ(t, status().msg_qnum, 1);
	KTEST_EXPECT_EQ(t, msg_remove(id), 0);
	KTEST_EXPECT_EQ(t, thread_join(other.thread), -EIDRM);
}

KTEST(sysv_msg, senders_go_on_as_there_is_room)
{
	struct waiter large, small;
	struct msqid_ds now;

	if (!begin(t))
		return;
	KTEST_EXPECT_EQ(t, send(1, 8000, 0) | send(2, 8000, 0), 0);
	KTEST_EXPECT_EQ(t, send(3, 8000, IPC_NOWAIT), -EAGAIN);
	if (!start(t, &large, 3, 8192, true) || !start(t, &small, 4, 400, true))
		return;
	KTEST_EXPECT_EQ(t, receive(1, 8000, 0), 1);
	KTEST_EXPECT_EQ(t, thread_join(large.thread), 0);
	KTEST_EXPECT_EQ(t, waiting(), 1);
	now = status();
	now.msg_qbytes = 20000;
	KTEST_EXPECT_EQ(t, msg_set(id, &now), 0);
	KTEST_EXPECT_EQ(t, thread_join(small.thread), 0);
	KTEST_EXPECT_EQ(t, status().msg_cbytes, 8000 + 8192 + 400);
	KTEST_EXPECT_EQ(t, status().msg_qnum, 3);
	KTEST_EXPECT_EQ(t, receive(0, 8000, 0), 2);
	KTEST_EXPECT_EQ(t, msg_remove(id), 0);
}

/* Those who may still use it, that is, as long as it is there. */
KTEST(sysv_msg, those_who_wait_begin_again_when_the_queue_is_set)
{
	struct waiter receiver;
	struct msqid_ds now;

	if (!begin(t) || !start(t, &receiver, 7, 10, false))
		return;
	now = status();
	KTEST_EXPECT_EQ(t, msg_set(id, &now), 0);
	KTEST_EXPECT_EQ(t, send(7, 10, 0), 0);
	KTEST_EXPECT_EQ(t, thread_join(receiver.thread), 7);
	if (!start(t, &receiver, 7, 10, false))
		return;
	mutex_lock(&msg_table.lock);
	msg_end_waits(msg_queue(ipc_find(&msg_table, id)), MSG_BEGINS_AGAIN);
	mutex_unlock(&msg_table.lock);
	KTEST_EXPECT_EQ(t, msg_remove(id), 0);
	KTEST_EXPECT_EQ(t, thread_join(receiver.thread), -EIDRM);
}

/* Room for one byte is room for one message, even of none. */
KTEST(sysv_msg, empty_messages_are_counted)
{
	struct waiter waiter;
	struct msqid_ds now;

	if (!begin(t))
		return;
	now = status();
	now.msg_qbytes = 1;
	KTEST_EXPECT_EQ(t, msg_set(id, &now), 0);
	KTEST_EXPECT_EQ(t, send(1, 0, 0), 0);
	KTEST_EXPECT_EQ(t, send(1, 0, IPC_NOWAIT), -EAGAIN);
	if (!start(t, &waiter, 7, 0, true))
		return;
	KTEST_EXPECT_EQ(t, msg_remove(id), 0);
	KTEST_EXPECT_EQ(t, thread_join(waiter.thread), -EIDRM);
}

static int use(void)
{
	int result;

	id = msg_get(9, IPC_CREAT | 0600);
	if (id < 0)
		return id;
	result = send(1, 100, 0);
	if (!result)
		result = receive(0, 100, MSG_COPY | IPC_NOWAIT);
	if (result >= 0)
		result = receive(0, 100, 0);
	if (msg_remove(id))
		return -EIO;
	return result;
}

KTEST(sysv_msg, nothing_is_lost_when_memory_is_short)
{
	struct msginfo info;
	int result = 0;

	fault_inject_each(nth)
	{
		result = use();
		if (result < 0 && result != -ENOMEM)
			break;
	}
	KTEST_EXPECT_EQ(t, result, 1);
	msg_info(&info, true);
	KTEST_EXPECT_EQ(t, info.msgpool, 0);
	KTEST_EXPECT_EQ(t, info.msgmap, 0);
}
