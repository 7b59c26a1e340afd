// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sending and receiving. A message goes straight to who has waited longest for one, or
 * into the tree of messages, below all of its priority. Who takes one from a full
 * queue, the highest, puts the message of the first waiting sender there.
 */
#include <exo/file.h>
#include <uapi/errno.h>

#include "mqueue.h"

enum {
	READABLE = POLLIN | POLLRDNORM,
	WRITABLE = POLLOUT | POLLWRNORM,
};

static struct mqueue_waiter *first_of(const struct list_head *line)
{
	return list_first_entry(line, struct mqueue_waiter, node);
}

static void serve(struct mqueue_waiter *waiter)
{
	waiter->served = true;
	list_del(&waiter->node);
	wake_one_next(&waiter->queue);
}

/* The lock is held, and let go meanwhile; the caller has the queue open. */
static int wait_in_line(struct mqueue *queue, struct list_head *line,
			struct mqueue_waiter *waiter, u64 deadline_ns)
{
	int err = 0;

	waiter->served = false;
	wait_queue_init(&waiter->queue);
	list_add_tail(&waiter->node, line);
	while (!waiter->served && !err)
		err = wait_on_interruptible(&waiter->queue, &queue->lock,
					    deadline_ns);
	if (waiter->served)
		return 0;
	list_del(&waiter->node);
	return err;
}

static void insert(struct mqueue *queue, struct ipc_message *message)
{
	struct avl_node *parent = NULL, *at = queue->messages.top;
	bool higher = false;

	while (at) {
		parent = at;
		higher = message->type >
			 avl_entry(at, struct ipc_message, place)->type;
		at = at->child[higher];
	}
	avl_insert(&queue->messages, &message->place, parent, higher);
	queue->count++;
	queue->bytes += message->size;
	poll_notify(&queue->news, READABLE);
}

struct ipc_message *mqueue_take(struct mqueue *queue)
{
	struct avl_node *last = avl_last(&queue->messages);
	struct ipc_message *message;

	if (!last)
		return NULL;
	avl_remove(&queue->messages, last);
	message = avl_entry(last, struct ipc_message, place);
	queue->count--;
	queue->bytes -= message->size;
	return message;
}

/* There is room for @message. *@told: who is to hear that there is something now. */
static void put(struct mqueue *queue, struct ipc_message *message,
		struct mqueue_notification *told)
{
	struct mqueue_waiter *receiver = first_of(&queue->receivers);

	if (receiver) {
		receiver->message = message;
		serve(receiver);
		return;
	}
	insert(queue, message);
	if (queue->count == 1 && unlikely(queue->notification.owner)) {
		*told = queue->notification;
		queue->notification.owner = NULL;
	}
}

static int send_locked(struct mqueue *queue, struct file *file,
		       struct ipc_message *message, u64 deadline_ns,
		       struct mqueue_notification *told)
{
	struct mqueue_waiter sender = {.message = message};

	if (queue->count < queue->count_max) {
		put(queue, message, told);
		return 0;
	}
	if (file_nonblocking(file))
		return -EAGAIN;
	return wait_in_line(queue, &queue->senders, &sender, deadline_ns);
}

int mqueue_send(struct file *file, struct ipc_message *message, u64 deadline_ns)
{
	struct mqueue_notification told;
	struct mqueue *queue = file->private;
	unsigned long flags;
	int err;

	told.owner = NULL;
	flags = spin_lock_irqsave(&queue->lock);
	err = send_locked(queue, file, message, deadline_ns, &told);
	spin_unlock_irqrestore(&queue->lock, flags);
	if (unlikely(told.owner))
		mqueue_tell(&told);
	return err;
}

/* There is room where @message was taken: for a sender's, or for whoever comes. */
static void refill(struct mqueue *queue)
{
	struct mqueue_waiter *sender = first_of(&queue->senders);

	if (sender) {
		insert(queue, sender->message);
		serve(sender);
	} else {
		poll_notify(&queue->news, WRITABLE);
	}
}

static int receive_locked(struct mqueue *queue, struct file *file,
			  u64 deadline_ns, struct ipc_message **taken)
{
	struct mqueue_waiter receiver = {.message = NULL};
	int err;

	*taken = mqueue_take(queue);
	if (*taken) {
		refill(queue);
		return 0;
	}
	if (file_nonblocking(file))
		return -EAGAIN;
	err = wait_in_line(queue, &queue->receivers, &receiver, deadline_ns);
	*taken = receiver.message;
	return err;
}

int mqueue_receive(struct file *file, u64 deadline_ns,
		   struct ipc_message **taken)
{
	struct mqueue *queue = file->private;
	unsigned long flags;
	int err;

	flags = spin_lock_irqsave(&queue->lock);
	err = receive_locked(queue, file, deadline_ns, taken);
	spin_unlock_irqrestore(&queue->lock, flags);
	return err;
}
