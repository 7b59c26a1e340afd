// SPDX-License-Identifier: GPL-2.0-only
/*
 * msgop(2). A message goes to the first receiver who waits for one of its type, or into
 * the line. Who has to wait leaves his message, or what he wants, with the queue; who
 * makes room or sends does for him what there is to do, and wakes him when it is done.
 */
#include "msg.h"

#include <exo/string.h>
#include <uapi/errno.h>

static bool too_long(const struct ipc_message *message,
		     const struct msg_request *request)
{
	return message->size > request->room && !(request->flags & MSG_NOERROR);
}

static bool wanted(const struct ipc_message *message,
		   const struct msg_request *request)
{
	if (request->type <= 0)
		return !request->type || -message->type >= request->type;
	return (message->type == request->type) !=
	       !!(request->flags & MSG_EXCEPT);
}

static void finish(struct msg_waiter *waiter, int result)
{
	waiter->result = result;
	list_del(&waiter->node);
}

/* The lock is held, and let go meanwhile; the queue may be gone then. */
static int wait_in_line(struct list_head *line, struct msg_waiter *waiter)
{
	int err = 0;

	waiter->pid = ipc_caller_pid();
	waiter->result = MSG_WAITS;
	wait_queue_init(&waiter->queue);
	list_add_tail(&waiter->node, line);
	while (waiter->result == MSG_WAITS && !err)
		err = wait_on_mutex(&waiter->queue, &msg_table.lock);
	if (waiter->result != MSG_WAITS)
		return waiter->result;
	list_del(&waiter->node);
	return err;
}

static void note_taken(struct msg_queue *queue, s32 pid)
{
	queue->last_receiver_pid = pid;
	queue->rtime_s = ipc_now_s();
}

/*
 * Give @message to who waits for it: *@receiver, to be woken. Those who wait for it
 * and have no room for it go without.
 */
static bool hand_to_receiver(struct msg_queue *queue,
			     struct ipc_message *message,
			     struct msg_waiter **receiver)
{
	struct msg_waiter *waiter, *next;

	list_for_each_entry_safe(waiter, next, &queue->receivers, node) {
		if (!wanted(message, waiter->request))
			continue;
		if (too_long(message, waiter->request)) {
			finish(waiter, -E2BIG);
			wake_one(&waiter->queue);
			continue;
		}
		waiter->message = message;
		finish(waiter, 0);
		note_taken(queue, waiter->pid);
		*receiver = waiter;
		return true;
	}
	return false;
}

static bool fits(const struct msg_queue *queue, size_t size)
{
	return queue->bytes + size <= queue->bytes_max &&
	       queue->count + 1 <= queue->bytes_max;
}

/* There is room for @message, which @pid sends. Returns who is to be woken, or NULL. */
static struct msg_waiter *put(struct msg_queue *queue,
			      struct ipc_message *message, s32 pid)
{
	struct msg_waiter *receiver;

	queue->last_sender_pid = pid;
	queue->stime_s = ipc_now_s();
	if (hand_to_receiver(queue, message, &receiver))
		return receiver;
	list_add_tail(&message->node, &queue->messages);
	queue->bytes += message->size;
	queue->count++;
	return NULL;
}

/* There is more room: let senders go on. */
static void admit(struct msg_queue *queue)
{
	struct msg_waiter *sender, *next, *receiver;

	list_for_each_entry_safe(sender, next, &queue->senders, node) {
		if (!fits(queue, sender->message->size))
			continue;
		finish(sender, 0);
		receiver = put(queue, sender->message, sender->pid);
		wake_one(&sender->queue);
		if (receiver)
			wake_one(&receiver->queue);
	}
}

static void end_line(struct list_head *line, int result)
{
	struct msg_waiter *waiter, *next;

	list_for_each_entry_safe(waiter, next, line, node) {
		finish(waiter, result);
		wake_one(&waiter->queue);
	}
}

void msg_end_waits(struct msg_queue *queue, int result)
{
	end_line(&queue->senders, result);
	end_line(&queue->receivers, result);
}

static int send_locked(s32 id, struct ipc_message *message, u32 flags,
		       struct msg_waiter **receiver)
{
	struct ipc_object *object = ipc_find(&msg_table, id);
	struct msg_waiter sender = {.message = message};
	struct msg_queue *queue;

	if (!object)
		return -EINVAL;
	if (!ipc_permitted(object, 0222))
		return -EACCES;
	queue = msg_queue(object);
	if (fits(queue, message->size)) {
		*receiver = put(queue, message, ipc_caller_pid());
		return 0;
	}
	if (flags & IPC_NOWAIT)
		return -EAGAIN;
	return wait_in_line(&queue->senders, &sender);
}

/* @err for who has found the queue before: what is not there has been removed. */
static int since_then(int err)
{
	return err == -EINVAL ? -EIDRM : err;
}

int msg_send(s32 id, struct ipc_message *message, u32 flags)
{
	struct msg_waiter *receiver = NULL;
	bool again = false;
	int err;

	mutex_lock(&msg_table.lock);
	while ((err = send_locked(id, message, flags, &receiver)) ==
	       MSG_BEGINS_AGAIN)
		again = true;
	ipc_unlock_and_wake(&msg_table, receiver ? &receiver->queue : NULL);
	return again ? since_then(err) : err;
}

/* The first, or of types up to -type the first of the lowest. */
static struct ipc_message *find(const struct msg_queue *queue,
				const struct msg_request *request)
{
	struct ipc_message *message, *lowest = NULL;

	list_for_each_entry(message, &queue->messages, node) {
		if (!wanted(message, request))
			continue;
		if (request->type >= 0 || message->type == 1)
			return message;
		if (!lowest || message->type < lowest->type)
			lowest = message;
	}
	return lowest;
}

static struct ipc_message *at_place(const struct msg_queue *queue, s64 place)
{
	struct ipc_message *message;

	list_for_each_entry(message, &queue->messages, node)
		if (!place--)
			return message;
	return NULL;
}

static void take(struct msg_queue *queue, struct ipc_message *message)
{
	list_unlink(&message->node);
	queue->bytes -= message->size;
	queue->count--;
	note_taken(queue, ipc_caller_pid());
	admit(queue);
}

/* MSG_COPY, into *@copy, which has room for as much as is wanted. */
static int copy_at_place(const struct msg_queue *queue,
			 const struct msg_request *request,
			 struct ipc_message *copy)
{
	const struct ipc_message *message = at_place(queue, request->type);

	if (!message)
		return -ENOMSG;
	if (too_long(message, request))
		return -E2BIG;
	if (message->size > copy->size)
		return -EINVAL;
	copy->type = message->type;
	copy->size = message->size;
	memcpy(copy->text, message->text, message->size);
	return 0;
}

static int wait_for_message(struct msg_queue *queue,
			    const struct msg_request *request,
			    struct ipc_message **taken)
{
	struct msg_waiter receiver = {.request = request};
	int err;

	if (request->flags & IPC_NOWAIT)
		return -ENOMSG;
	err = wait_in_line(&queue->receivers, &receiver);
	*taken = receiver.message;
	return err;
}

static int receive_locked(s32 id, const struct msg_request *request,
			  struct ipc_message **taken)
{
	struct ipc_object *object = ipc_find(&msg_table, id);
	struct ipc_message *message;
	struct msg_queue *queue;

	if (!object)
		return -EINVAL;
	if (!ipc_permitted(object, 0444))
		return -EACCES;
	queue = msg_queue(object);
	if (request->flags & MSG_COPY)
		return copy_at_place(queue, request, *taken);
	message = find(queue, request);
	if (!message)
		return wait_for_message(queue, request, taken);
	if (too_long(message, request))
		return -E2BIG;
	take(queue, message);
	*taken = message;
	return 0;
}

/* Memory for MSG_COPY is had before the lock. */
static int receive_copy(s32 id, const struct msg_request *request,
			struct ipc_message **taken)
{
	const size_t size = min(request->room, (size_t)READ_ONCE(msg_size_max));
	struct ipc_message *copy = ipc_message_alloc(0, size);
	int err;

	if (!copy)
		return -ENOMEM;
	*taken = copy;
	mutex_lock(&msg_table.lock);
	err = receive_locked(id, request, taken);
	mutex_unlock(&msg_table.lock);
	if (err)
		ipc_message_free(copy);
	return err;
}

int msg_receive(s32 id, const struct msg_request *request,
		struct ipc_message **taken)
{
	bool again = false;
	int err;

	if (request->flags & MSG_COPY)
		return receive_copy(id, request, taken);
	mutex_lock(&msg_table.lock);
	while ((err = receive_locked(id, request, taken)) == MSG_BEGINS_AGAIN)
		again = true;
	mutex_unlock(&msg_table.lock);
	return again ? since_then(err) : err;
}
