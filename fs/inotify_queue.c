// SPDX-License-Identifier: GPL-2.0-only
/*
 * What waits to be read from an inotify. An event that says the same as the last one
 * in the queue is not told a second time: a program that writes byte by byte makes
 * one event until that is read.
 */
#include <exo/file.h>
#include <exo/io_iter.h>
#include <exo/kmalloc.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "inotify.h"

enum {
	/* Bytes of name and NULs are a multiple of this. */
	NAME_STEP = sizeof(struct inotify_event),
};

static size_t bytes_of(const struct inotify_record *record)
{
	return sizeof(record->event) + record->event.len;
}

static u32 padded_length(const struct path_name *name)
{
	return name ? (u32)DIV_ROUND_UP(name->length + 1, NAME_STEP) * NAME_STEP
		    : 0;
}

static bool has_name(const struct inotify_record *record,
		     const struct path_name *name)
{
	if (record->event.len != padded_length(name))
		return false;
	return !name || (!memcmp(record->name, name->chars, name->length) &&
			 !record->name[name->length]);
}

/* The lock is held. */
static bool repeats_last(const struct inotify *inotify, s32 number,
			 const struct inotify_news *news)
{
	const struct inotify_record *last;

	if (list_empty(&inotify->queue))
		return false;
	last = list_entry(inotify->queue.prev, struct inotify_record, node);
	return last->event.mask == news->event && last->event.wd == number &&
	       news->event != IN_IGNORED && has_name(last, news->name);
}

/* NULL when memory is short. */
static struct inotify_record *make_record(s32 number,
					  const struct inotify_news *news)
{
	const u32 length = padded_length(news->name);
	struct inotify_record *record = kmalloc(sizeof(*record) + length);

	if (!record)
		return NULL;
	list_init(&record->node);
	record->event = (struct inotify_event){
		.wd = number,
		.mask = news->event,
		.cookie = news->cookie,
		.len = length,
	};
	if (length) {
		memset(record->name + length - NAME_STEP, 0, NAME_STEP);
		memcpy(record->name, news->name->chars, news->name->length);
	}
	return record;
}

static void free_record(struct inotify *inotify, struct inotify_record *record)
{
	if (record != &inotify->overflow)
		kfree(record);
}

/* The lock is held. */
static void append(struct inotify *inotify, struct inotify_record *record)
{
	list_add_tail(&record->node, &inotify->queue);
	inotify->queued++;
	inotify->queued_bytes += bytes_of(record);
	wake_all(&inotify->reading);
	poll_notify(&inotify->news, POLLIN | POLLRDNORM);
}

/* Only readers change the queue between the two looks at it. */
void inotify_queue(struct inotify *inotify, s32 number,
		   const struct inotify_news *news)
{
	struct inotify_record *record = NULL;
	bool full, repeated;
	unsigned long flags;

	spin_lock_irq(&inotify->lock);
	full = inotify->queued >= inotify->queued_max;
	repeated = !full && repeats_last(inotify, number, news);
	spin_unlock_irq(&inotify->lock);
	if (repeated)
		return;
	if (!full)
		record = make_record(number, news);
	if (!record)
		record = &inotify->overflow;
	flags = spin_lock_irqsave(&inotify->lock);
	if (list_empty(&record->node))
		append(inotify, record);
	spin_unlock_irqrestore(&inotify->lock, flags);
}

/* The lock is held, and the queue is not empty. */
static int take_first(struct inotify *inotify, size_t room,
		      struct inotify_record **taken)
{
	struct inotify_record *first =
		list_entry(inotify->queue.next, struct inotify_record, node);

	if (bytes_of(first) > room)
		return -EINVAL;
	list_del(&first->node);
	inotify->queued--;
	inotify->queued_bytes -= bytes_of(first);
	*taken = first;
	return 0;
}

/* *@taken fits into @room bytes: 0, -EINVAL, or, if there is none, -EAGAIN, -EINTR. */
static int take(struct inotify *inotify, size_t room, bool may_wait,
		struct inotify_record **taken)
{
	unsigned long flags = spin_lock_irqsave(&inotify->lock);
	int err = 0;

	while (list_empty(&inotify->queue) && !err)
		err = may_wait ? wait_on_interruptible(&inotify->reading,
						       &inotify->lock,
						       WAIT_FOREVER)
			       : -EAGAIN;
	if (!err)
		err = take_first(inotify, room, taken);
	spin_unlock_irqrestore(&inotify->lock, flags);
	return err;
}

/* As many as there are and fit; waits for the first only. */
ssize_t inotify_read(struct file *file, struct io_iter *to, u64 *position)
{
	struct inotify *inotify = inotify_of(file);
	struct inotify_record *record;
	ssize_t done = 0, size;
	int err;

	(void)position;
	for (;;) {
		err = take(inotify, to->left, !done && !file_nonblocking(file),
			   &record);
		if (err)
			return done ? done : err;
		size = (ssize_t)bytes_of(record);
		if ((ssize_t)io_copy_to(to, &record->event, (size_t)size) !=
		    size)
			size = -EFAULT;
		free_record(inotify, record);
		if (size < 0)
			return size; /* as on Linux, whatever was read before */
		done += size;
	}
}

void inotify_queue_free(struct inotify *inotify)
{
	struct inotify_record *record, *next;

	list_for_each_entry_safe(record, next, &inotify->queue, node)
		free_record(inotify, record);
}
