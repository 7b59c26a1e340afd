/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. What the files of named channels share with each other only.
 *
 *	name table -> channel <- end <- struct file <- descriptors
 *	                |  |
 *	                |  +-- receivers: threads that wait for a message
 *	                +-- queue: messages and calls that wait for a receiver
 *
 * One of the two lists is always empty: who sends gives the message to the
 * first waiting receiver directly.
 *
 * Lock order: channel names, a mutex; a channel's lock, never two of them.
 */
#ifndef IPC_CHANNEL_INTERNAL_H
#define IPC_CHANNEL_INTERNAL_H

#include <exo/channel.h>
#include <exo/compiler.h>
#include <exo/file.h>
#include <exo/hlist.h>
#include <exo/list.h>
#include <exo/poll.h>
#include <exo/spinlock.h>
#include <exo/task.h>
#include <exo/wait.h>
#include <uapi/errno.h>

struct channel {
	struct spinlock lock;

	/* Guarded by lock. */
	struct list_head queue; /* of struct channel_entry */
	struct list_head receivers; /* of struct channel_receiver */
	struct wait_queue room; /* senders, while nr_messages is capacity */
	struct wait_queue slot_freed; /* callers, while no slot is free */
	struct poll_source news;
	u32 nr_messages; /* in the queue, calls not counted */
	u32 nr_senders, nr_receivers; /* open ends */
	bool sender_came; /* since it was opened for receiving */
	struct channel_slot *free_slot; /* the first of those; NULL: none */

	/* Constant. */
	struct channel_slot *slots; /* [capacity] */
	u32 capacity;
	u32 message_max;
	u32 plain_max; /* that, or CHANNEL_SMALL_MAX if it is less */
	u32 uid, gid, mode;

	struct queue_account *account; /* of who made it */

	u32 refs; /* of its ends and its name; atomic */
	struct hlist_node name_node; /* guarded by the lock of channel_table.c */
	char name[]; /* constant */
};

/* One open end: what file->private of a channel's file points at. */
struct channel_end {
	struct channel *channel;
	struct channel *sending, *receiving; /* the same, if opened for it */
};

enum {
	CHANNEL_PENDING = 1 /* in place of a result */
};

/*
 * A message on its way. That of a call lies on the caller's stack, as do its
 * bytes; others are allocated, with a reference to the file and, if they are
 * few, the bytes behind it.
 */
struct channel_entry {
	struct list_head node; /* in the queue */
	struct channel_message *message;
	struct channel_call *call; /* NULL: nobody waits for a reply */
};

/* A caller, on its stack. Guarded by the lock of the channel. */
struct channel_call {
	struct channel_entry entry;
	struct task *task;
	struct channel_message *reply; /* where to put it */
	struct channel *channel;
	const struct channel_end *received_by; /* NULL: it is in the queue */
	u64 token;
	int result; /* 0, a negative errno, or CHANNEL_PENDING */
};

/*
 * Which call a token names. The token of a slot changes with each use, so that
 * one is good for one reply:
 *
 *	63              16 15        0
 *	use of the slot    slot number		never 0
 */
struct channel_slot {
	u64 token; /* of the present call, or the next */
	struct channel_call *call; /* NULL: free */
	struct channel_slot *next_free;
	u64 unused; /* 32 bytes: found by a shift */
};

#define CHANNEL_SLOT_MASK 0xffffUL
#define CHANNEL_TOKEN_USE 0x10000UL

/* A thread that waits for a message. Guarded by the lock of the channel. */
struct channel_receiver {
	struct list_head node;
	struct task *task;
	struct channel_message *message; /* where to put it */
	const struct channel_end *end;
	int result; /* CHANNEL_PENDING while in the list */
};

/* channel.c */
extern const struct file_ops channel_file_ops;
void channel_put(struct channel *channel);

/* The end that @file is, for sending or receiving; NULL: -EBADF. */
static inline const struct channel_end *channel_end_of(const struct file *file)
{
	return likely(file->ops == &channel_file_ops) ? file->private : NULL;
}

/* When the wait that @message allows for is over. */
static inline u64 channel_deadline(const struct channel_message *message)
{
	return message->deadline_ns ? message->deadline_ns : WAIT_FOREVER;
}

/* channel_message.c: one of the allocated kind; freed outside all locks. */
struct channel_entry *channel_entry_alloc(const struct channel_message *source);
void channel_entry_free(struct channel_entry *entry);

/* What a message of @message_max bytes takes, at most, while it waits. */
u64 channel_entry_bytes(u32 message_max);

int channel_check_file(const struct file *file);

static inline size_t channel_message_size(const struct channel_message *message)
{
	return message->pages ? message->pages->size : message->size;
}

/* May @message leave by a channel that takes @size_max bytes? 0, -E... */
static inline int channel_check_outgoing(const struct channel_message *message,
					 size_t size_max)
{
	if (unlikely(channel_message_size(message) > size_max))
		return -EMSGSIZE;
	return likely(!message->file) ? 0 : channel_check_file(message->file);
}

/* Too large to be copied with a lock held? */
static inline bool channel_must_be_packed(const struct channel_message *message)
{
	return !message->pages && message->size > CHANNEL_SMALL_MAX;
}

/* *@packed is @message in pages, which are the caller's to free. 0, -ENOMEM. */
int channel_pack(struct channel_message *packed,
		 const struct channel_message *message);

void channel_unpack_slow(struct channel_message *received);

/* What came in pages is put in one piece, unless pages are welcome. */
static inline void channel_unpack(struct channel_message *received)
{
	if (unlikely(received->pages))
		channel_unpack_slow(received);
}

/*
 * channel_call.c: give the CPU to @next, if there is one, and wait for the reply
 * or for what ends the wait. The lock is held.
 */
int channel_wait_for_reply(struct channel *channel, struct channel_call *call,
			   struct task *next);

/* channel_serve.c: the same for a message, by a receiver that is in the list. */
int channel_wait_as(struct channel *channel, struct channel_receiver *receiver,
		    struct task *next);

/* All of channel_send() and so on, for what channel_fast.h leaves to them. */
int channel_send_slow(struct file *file, struct channel_message *message);
int channel_receive_slow(struct file *file, struct channel_message *message);
int channel_call_slow(struct file *file, struct channel_message *request,
		      struct channel_message *reply);
int channel_reply_and_receive_slow(struct file *file,
				   struct channel_message *reply,
				   struct channel_message *request);

/*
 * channel_call.c: a call that was in the queue fails; those fail that @end has
 * received and not replied to. The lock is held.
 */
void channel_fail_queued(struct channel *channel, struct channel_call *call);
void channel_fail_received(struct channel *channel,
			   const struct channel_end *end);

/*
 * channel_make.c: a channel with one reference and no name yet in the table; errors as
 * channel_open(). And its end.
 */
int channel_make(const char *name, const struct channel_attributes *attributes,
		 struct channel **channel);
void channel_free(struct channel *channel);

/* channel_table.c: the channel, with a reference. As channel_open(). */
int channel_find(const char *name, u32 flags,
		 const struct channel_attributes *attributes,
		 struct channel **channel);

#endif
