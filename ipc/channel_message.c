// SPDX-License-Identifier: GPL-2.0-only
/*
 * Moving messages: from a sender to where they wait, and to a receiver.
 *
 *	bytes			to a waiting receiver	to the queue
 *	up to INLINE_MAX	copied once		behind the entry
 *	up to SMALL_MAX		copied once		into a page
 *	more, or given so	pages change hands	pages change hands
 *
 * Only small messages are copied with a channel's lock held.
 */
#include <exo/compiler.h>
#include <exo/kmalloc.h>
#include <uapi/errno.h>

#include "channel_delivery.h"
#include "channel_internal.h"

enum {
	INLINE_MAX = 1024
};

struct allocated_entry {
	struct channel_entry entry;
	struct channel_message message;
	u8 bytes[];
};

/* A channel whose receiver lies in its own queue would never end. */
int channel_check_file(const struct file *file)
{
	const struct channel_end *end = channel_end_of(file);

	if (file->ops->carries_files)
		return -EINVAL;
	return end && end->receiving ? -EINVAL : 0;
}

u64 channel_entry_bytes(u32 message_max)
{
	u64 pages = DIV_ROUND_UP((u64)message_max, PAGE_SIZE);
	u64 in_pages = sizeof(struct channel_pages) +
		       pages * (PAGE_SIZE + sizeof(struct frame *));

	return sizeof(struct allocated_entry) +
	       (message_max <= INLINE_MAX ? message_max : in_pages);
}

struct channel_entry *channel_entry_alloc(const struct channel_message *source)
{
	bool in_line = !source->pages && source->size <= INLINE_MAX;
	struct allocated_entry *allocated =
		kmalloc(sizeof(*allocated) + (in_line ? source->size : 0));
	struct channel_message *message;

	if (!allocated)
		return NULL;
	message = &allocated->message;
	*message = (struct channel_message){
		.size = source->size,
		.sender = source->sender,
	};
	if (in_line) {
		message->data = allocated->bytes;
		channel_copy(message->data, source->data, source->size);
	} else if (!source->pages) {
		message->pages = channel_pages_alloc(source->size);
		if (!message->pages) {
			kfree(allocated);
			return NULL;
		}
		channel_pages_fill(message->pages, source->data);
	}
	if (source->file) {
		file_get(source->file);
		message->file = source->file;
	}
	allocated->entry.message = message;
	allocated->entry.call = NULL;
	return &allocated->entry;
}

void channel_entry_free(struct channel_entry *entry)
{
	struct allocated_entry *allocated;

	if (!entry)
		return;
	allocated = container_of(entry, struct allocated_entry, entry);
	channel_pages_free(allocated->message.pages);
	if (allocated->message.file)
		file_put(allocated->message.file);
	kfree(allocated);
}

int channel_pack(struct channel_message *packed,
		 const struct channel_message *message)
{
	*packed = *message;
	packed->pages = channel_pages_alloc(message->size);
	if (!packed->pages)
		return -ENOMEM;
	channel_pages_fill(packed->pages, message->data);
	return 0;
}

void channel_unpack_slow(struct channel_message *received)
{
	if (received->flags & (CHANNEL_PAGES | CHANNEL_KEEP_PAGES))
		return;
	channel_pages_copy_out(received->pages, received->data);
	channel_pages_free(received->pages);
	received->pages = NULL;
}
