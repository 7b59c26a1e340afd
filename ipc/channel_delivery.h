/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. The steps of a message's way that every send, call and reply
 * takes, inlined into each. The channel's lock is held in all of them.
 */
#ifndef IPC_CHANNEL_DELIVERY_H
#define IPC_CHANNEL_DELIVERY_H

#include <exo/string.h>

#include "channel_internal.h"

/* Few bytes, as most messages have, by two loads that may overlap. */
static __always_inline void channel_copy(void *to, const void *from,
					 size_t size)
{
	u64 first, last;

	if (unlikely(size - sizeof(u64) > sizeof(u64))) {
		if (size) /* else they may be NULL */
			memcpy(to, from, size);
		return;
	}
	__builtin_memcpy(&first, from, sizeof(first));
	__builtin_memcpy(&last, (const u8 *)from + size - sizeof(last),
			 sizeof(last));
	__builtin_memcpy(to, &first, sizeof(first));
	__builtin_memcpy((u8 *)to + size - sizeof(last), &last, sizeof(last));
}

/* Put @from, which fits, where @to says. Pages move, files gain a reference. */
static __always_inline void channel_deliver(struct channel_message *to,
					    struct channel_message *from,
					    u64 token)
{
	if (likely(!from->pages)) {
		channel_copy(to->data, from->data, from->size);
		to->size = from->size;
	} else {
		to->size = from->pages->size;
	}
	to->pages = from->pages;
	from->pages = NULL;
	to->file = from->file;
	if (unlikely(to->file))
		file_get(to->file);
	to->token = token;
}

/*
 * Give @message, that of @call unless it is NULL, to the receiver that waits
 * first. Returns its task, to be woken; NULL when nobody waits.
 */
static __always_inline struct task *
channel_give_to_receiver(struct channel *channel,
			 struct channel_message *message,
			 struct channel_call *call)
{
	struct channel_receiver *receiver = list_first_entry(
		&channel->receivers, struct channel_receiver, node);

	if (unlikely(!receiver))
		return NULL;
	list_unlink(&receiver->node);
	channel_deliver(receiver->message, message, call ? call->token : 0);
	receiver->message->sender = message->sender;
	if (call)
		call->received_by = receiver->end;
	receiver->result = 0;
	return receiver->task;
}

/*
 * Slots. Whoever has a call in one is named by its token.
 */

/* There is a free one. */
static __always_inline void channel_slot_take(struct channel *channel,
					      struct channel_call *call)
{
	struct channel_slot *slot = channel->free_slot;

	channel->free_slot = slot->next_free;
	slot->call = call;
	call->token = slot->token;
}

/* The slot of the call that @token names, or NULL. */
static __always_inline struct channel_slot *
channel_slot_find(struct channel *channel, u64 token)
{
	u32 number = token & CHANNEL_SLOT_MASK;

	if (unlikely(number >= channel->capacity ||
		     channel->slots[number].token != token ||
		     !channel->slots[number].call))
		return NULL;
	return &channel->slots[number];
}

/* Its token is good for nothing from now on. */
static __always_inline void channel_slot_free(struct channel *channel,
					      struct channel_slot *slot)
{
	slot->call = NULL;
	slot->token += CHANNEL_TOKEN_USE;
	slot->next_free = channel->free_slot;
	channel->free_slot = slot;
	if (unlikely(!wait_queue_empty(&channel->slot_freed)))
		wake_one(&channel->slot_freed);
}

/*
 * End the call of @slot with @result. Returns its task, to be woken; the call
 * is gone as soon as that runs.
 */
static __always_inline struct task *
channel_finish_call(struct channel *channel, struct channel_slot *slot,
		    int result)
{
	struct channel_call *call = slot->call;

	channel_slot_free(channel, slot);
	call->result = result;
	return call->task;
}

#endif
