// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmsg: the log, record by record. Each opener reads from the oldest record on,
 * and is told by EPIPE when records were overwritten before it read them. What
 * is written becomes a record.
 *
 * A message may be logged with any lock held, so logging wakes nobody: while
 * somebody waits, a timer looks whether the log has grown.
 */
#include <asm/irqflags.h>
#include <exo/char_device.h>
#include <exo/file.h>
#include <exo/initcall.h>
#include <exo/kmalloc.h>
#include <exo/log_record.h>
#include <exo/mutex.h>
#include <exo/poll.h>
#include <exo/printk.h>
#include <exo/time.h>
#include <exo/timer.h>
#include <exo/wait.h>
#include <uapi/errno.h>

#include "kmsg_format.h"

#define LOOK_NS (50 * NSEC_PER_MSEC)

enum {
	FACILITY_USER = 1, /* of those who do not say */
};

/* An opener that may read. */
struct reader {
	struct mutex mutex;
	/* Guarded by mutex. */
	u64 position; /* of the log */
	u64 sequence; /* that the record there should have */
	char text[LOG_TEXT_MAX];
	char line[KMSG_LINE_MAX];
};

static struct spinlock lock = SPINLOCK_INIT("kmsg");
/* Guarded by lock. */
static struct wait_queue waiters = WAIT_QUEUE_INIT(waiters);
static struct poll_source news = {
	.entries = LIST_HEAD_INIT(news.entries),
};
static unsigned int watchers;
static u64 seen_end; /* of the log */

static struct timer look_timer;

static void look(struct timer *timer)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	(void)timer;
	if (seen_end != log_end()) {
		seen_end = log_end();
		wake_all(&waiters);
		poll_notify(&news, POLLIN | POLLRDNORM);
	}
	spin_unlock_irqrestore(&lock, flags);
}

/* From here on what is logged will be told. The lock is held. */
static void watch(void)
{
	if (watchers++)
		return;
	seen_end = log_end();
	timer_start_periodic(&look_timer, LOOK_NS);
}

static void unwatch(void)
{
	if (!--watchers)
		timer_cancel(&look_timer);
}

static bool at_end(const struct reader *reader)
{
	return READ_ONCE(reader->position) == log_end();
}

static int wait_for_record(const struct reader *reader)
{
	unsigned long flags = spin_lock_irqsave(&lock);
	int err = 0;

	watch();
	while (at_end(reader) && !err)
		err = wait_on_interruptible(&waiters, &lock, WAIT_FOREVER);
	unwatch();
	spin_unlock_irqrestore(&lock, flags);
	return err;
}

/*
 * The next record into reader->line: its length, 0 without one, or -EPIPE.
 * *@next is the position behind it.
 */
static ssize_t format_next(struct reader *reader, u64 *next)
{
	struct log_record record;

	*next = reader->position;
	if (!log_read(next, &record, reader->text)) {
		/* No writer is underway: a record is whole or was given up. */
		WRITE_ONCE(reader->position, *next);
		return 0;
	}
	if (record.sequence != reader->sequence) {
		reader->sequence = record.sequence;
		return -EPIPE;
	}
	return (ssize_t)kmsg_format(reader->line, &record, reader->text);
}

/* A record is read whole or, into less memory than it needs, not at all. */
static ssize_t read_next(struct reader *reader, struct io_iter *to)
{
	ssize_t length;
	u64 next;

	length = format_next(reader, &next);
	if (length <= 0)
		return length;
	if ((size_t)length > to->left)
		return -EINVAL;
	if (io_copy_to(to, reader->line, (size_t)length) != (size_t)length)
		return -EFAULT;
	WRITE_ONCE(reader->position, next);
	reader->sequence++;
	return length;
}

static ssize_t kmsg_read(struct file *file, struct io_iter *to, u64 *position)
{
	struct reader *reader = file->private;
	ssize_t done;

	(void)position;
	mutex_lock(&reader->mutex);
	while (!(done = read_next(reader, to))) {
		mutex_unlock(&reader->mutex);
		if (file_nonblocking(file))
			return -EAGAIN;
		done = wait_for_record(reader);
		if (done)
			return done;
		mutex_lock(&reader->mutex);
	}
	mutex_unlock(&reader->mutex);
	return done;
}

static ssize_t kmsg_write(struct file *file, struct io_iter *from,
			  u64 *position)
{
	struct kmsg_priority priority = {
		.facility = FACILITY_USER,
		.level = LOG_WARNING,
	};
	size_t size = from->left, skip;
	char text[LOG_TEXT_MAX];

	(void)file;
	(void)position;
	if (size >= sizeof(text))
		return -EINVAL;
	if (io_copy_from(from, text, size) != size)
		return -EFAULT;
	if (!size)
		return 0;
	if (text[size - 1] != '\n')
		text[size] = '\n';
	skip = kmsg_parse_priority(text, size, &priority);
	printk_write(priority.facility, (enum log_level)priority.level,
		     text + skip, size - skip + (text[size - 1] != '\n'));
	return (ssize_t)size;
}

static u32 kmsg_poll(struct file *file, struct poll_entry *entry)
{
	u32 events = POLLOUT | POLLWRNORM;
	unsigned long flags = spin_lock_irqsave(&lock);

	if (entry) {
		poll_attach(&news, entry);
		watch();
	}
	if (file_readable(file) && !at_end(file->private))
		events |= POLLIN | POLLRDNORM;
	spin_unlock_irqrestore(&lock, flags);
	return events;
}

static void kmsg_poll_detach(struct file *file, struct poll_entry *entry)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	(void)file;
	list_del(&entry->node);
	unwatch();
	spin_unlock_irqrestore(&lock, flags);
}

/* To the oldest record that is left. */
static void to_begin(struct reader *reader)
{
	struct log_record record = {.sequence = log_next_sequence()};
	u64 position = 0;

	log_read(&position, &record, reader->text);
	reader->sequence = record.sequence;
	WRITE_ONCE(reader->position, 0);
}

static void to_end(struct reader *reader)
{
	unsigned long flags = irq_save();

	WRITE_ONCE(reader->position, log_end());
	reader->sequence = log_next_sequence();
	irq_restore(flags);
}

/* SEEK_DATA means: behind what was cleared. Nothing ever is. */
static s64 kmsg_seek(struct file *file, s64 offset, int whence)
{
	struct reader *reader = file->private;

	if (!file_readable(file))
		return -EBADF;
	if (offset)
		return -ESPIPE;
	if (whence != SEEK_SET && whence != SEEK_DATA && whence != SEEK_END)
		return -EINVAL;
	mutex_lock(&reader->mutex);
	if (whence == SEEK_END)
		to_end(reader);
	else
		to_begin(reader);
	mutex_unlock(&reader->mutex);
	return 0;
}

static int kmsg_open(const struct char_device *device, struct file *file)
{
	struct reader *reader;

	(void)device;
	file->stream = true;
	file->private = NULL;
	if (!file_readable(file))
		return 0;
	reader = kmalloc(sizeof(*reader));
	if (!reader)
		return -ENOMEM;
	mutex_init(&reader->mutex, "kmsg reader");
	to_begin(reader);
	file->private = reader;
	return 0;
}

static void kmsg_release(struct file *file)
{
	kfree(file->private);
}

static const struct file_ops kmsg_ops = {
	.read = kmsg_read,
	.write = kmsg_write,
	.poll = kmsg_poll,
	.poll_detach = kmsg_poll_detach,
	.seek = kmsg_seek,
	.release = kmsg_release,
};

static struct char_device kmsg_device = {
	.name = "kmsg",
	.driver = "mem",
	.number = DEVICE_NUMBER(1, 11),
	.mode = 0644,
	.ops = &kmsg_ops,
	.open = kmsg_open,
};

static int kmsg_init(void)
{
	timer_init(&look_timer, look);
	return char_device_register(&kmsg_device);
}
INITCALL(device, kmsg_init);
