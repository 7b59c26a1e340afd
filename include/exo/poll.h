/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Being told when an object becomes ready. The object has a source
 * of news, under the same lock as its state; who is interested hangs an entry
 * into it, by the poll function of the file, and looks at the state at once:
 *
 *	source -> entry -> entry -> (source)
 *	            |
 *	          notify(entry, POLLIN | POLLRDNORM)
 *
 * Exclusive entries stand last. One of them may say that it is enough, and those
 * behind it are not told.
 */
#ifndef EXO_POLL_H
#define EXO_POLL_H

#include <exo/compiler.h>
#include <exo/list.h>
#include <exo/types.h>
#include <uapi/poll.h>

struct poll_source {
	struct list_head entries; /* guarded by the lock of the object */
};

struct poll_entry {
	struct list_head node; /* guarded by the lock of the object */
	/*
	 * Something of @events, POLL*, may be true now. Called with the lock of
	 * the object held: wakes or notes, and looks at no file. Any context.
	 * True, of exclusive ones only: nobody else need be told.
	 */
	bool (*notify)(struct poll_entry *entry, u32 events);
	bool exclusive; /* constant while it is attached */
};

static inline void poll_source_init(struct poll_source *source)
{
	list_init(&source->entries);
}

/* Add @entry, if it is not NULL, to those who are told. The lock is held. */
static inline void poll_attach(struct poll_source *source,
			       struct poll_entry *entry)
{
	if (!entry)
		return;
	if (unlikely(entry->exclusive))
		list_add_tail(&entry->node, &source->entries);
	else
		list_add(&entry->node, &source->entries);
}

/* The object goes: nobody is told any more, and may detach all the same. */
static inline void poll_source_end(struct poll_source *source)
{
	while (!list_empty(&source->entries))
		list_del(source->entries.next);
}

/* Tell them: @events may be true now. The lock is held. */
static inline void poll_notify(struct poll_source *source, u32 events)
{
	struct poll_entry *entry;

	list_for_each_entry(entry, &source->entries, node)
		if (unlikely(entry->notify(entry, events)))
			break;
}

#endif
