/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc, private to the message queues of POSIX.
 *
 *	names.c		opening and removing		file.c	what descriptors do
 *	transfer.c	sending and receiving		notify.c  mq_notify(2)
 *
 *	names -> queue <- file <- descriptor
 *	account <--+
 *		   +-> messages, by priority; who waits to send, who to receive
 *
 * A queue is there as long as it has a name or is open. Lock order: the lock of names,
 * then a queue's, or that of ../queue_account.h.
 */
#ifndef IPC_MQUEUE_MQUEUE_H
#define IPC_MQUEUE_MQUEUE_H

#include <exo/avl_tree.h>
#include <exo/compiler.h>
#include <exo/ipc_message.h>
#include <exo/list.h>
#include <exo/mqueue.h>
#include <exo/poll.h>
#include <exo/spinlock.h>
#include <exo/types.h>
#include <exo/wait.h>

struct process;

struct mqueue_notification {
	struct process *owner; /* with a reference; NULL: nobody wants to know */
	struct sigevent event;
};

struct mqueue {
	/* The lock of names. */
	struct avl_node node; /* in the names, while it is named */
	u32 refs; /* the name's, and files' */
	bool named;

	/* Constant. */
	u32 uid, gid, mode;
	u32 count_max;
	size_t size_max; /* bytes of a message */
	struct queue_account *account; /* of who made it */
	u64 charge; /* bytes */

	struct spinlock lock; /* all that follows; with interrupts off */
	struct avl_tree messages; /* the highest is the next */
	u32 count;
	u64 bytes; /* in messages */
	struct list_head senders, receivers; /* struct mqueue_waiter */
	struct poll_source news;
	struct mqueue_notification notification;

	char name[]; /* constant */
};

/* Who waits is served by who ends the wait, and need not be the next to run. */
struct mqueue_waiter {
	struct list_head node;
	struct wait_queue queue; /* this one alone */
	/* A sender's; a receiver's once it has come. */
	struct ipc_message *message;
	bool served;
};

/* names.c: one reference less. May sleep. */
void mqueue_put(struct mqueue *queue);

/* transfer.c: the next message, taken out, or NULL. The lock is held. */
struct ipc_message *mqueue_take(struct mqueue *queue);

/* notify.c: the first message has come: tell who asked for it, outside the lock. */
void mqueue_tell(const struct mqueue_notification *notification);
/* The calling process does not want to know any more. May sleep. */
void mqueue_forget_caller(struct mqueue *queue);

/* file.c */
extern const struct file_ops mqueue_ops;

#endif
