/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc, private to the message queues of System V. All is guarded by the lock of
 * the table.
 *
 *	msg.c		queues, from making to removal	msg_transfer.c	msgop(2)
 *
 *	senders -> waiter -> waiter	 each with the message it wants to send
 *	messages -> message -> message	 in the order in which they were sent
 *	receivers -> waiter -> waiter	 none of whom wants one of these messages
 */
#ifndef IPC_SYSV_MSG_H
#define IPC_SYSV_MSG_H

#include <exo/ipc_message.h>
#include <exo/list.h>
#include <exo/sysv_msg.h>
#include <exo/types.h>
#include <exo/wait.h>

#include "object.h"

struct msg_queue {
	struct ipc_object object;
	struct list_head messages; /* struct ipc_message */
	struct list_head senders, receivers; /* struct msg_waiter */
	u64 bytes, bytes_max;
	u64 count;
	s64 stime_s, rtime_s, ctime_s;
	s32 last_sender_pid, last_receiver_pid;
};

/* Who waits is served by who ends the wait, and need not be the next to run. */
struct msg_waiter {
	struct list_head node;
	struct wait_queue queue; /* this one alone */
	const struct msg_request *request; /* a receiver's */
	struct ipc_message
		*message; /* a sender's; a receiver's once it has come */
	s32 pid;
	int result; /* MSG_WAITS while it does */
};

enum {
	MSG_WAITS = 1,
	MSG_BEGINS_AGAIN, /* the queue has changed, and who may use it */
};

extern struct ipc_table msg_table;

static inline struct msg_queue *msg_queue(struct ipc_object *object)
{
	return container_of(object, struct msg_queue, object);
}

/* msg_transfer.c: all that wait get @result, an errno or MSG_BEGINS_AGAIN. */
void msg_end_waits(struct msg_queue *queue, int result);

#endif
