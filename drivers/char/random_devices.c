// SPDX-License-Identifier: GPL-2.0-only
/*
 * random and urandom (random(4)). Both give the same numbers; random waits
 * until they are unguessable. What is written is mixed in.
 */
#include <exo/char_device.h>
#include <exo/chacha20.h>
#include <exo/file.h>
#include <exo/initcall.h>
#include <exo/poll.h>
#include <exo/random.h>
#include <exo/spinlock.h>
#include <exo/string.h>
#include <exo/task_signal.h>
#include <uapi/errno.h>

#include "stream_device.h"

enum {
	/* Eight blocks, less the half of one that becomes the next key. */
	READ_CHUNK = 8 * CHACHA20_BLOCK - CHACHA20_KEY,
	WRITE_CHUNK = 64,
	ALL_MAY_USE = 0666,
};

static struct spinlock lock = SPINLOCK_INIT("random device");
static struct poll_source ready_news = {
	.entries = LIST_HEAD_INIT(ready_news.entries), /* lock */
};

static ssize_t read_now(struct file *file, struct io_iter *to, u64 *position)
{
	size_t size = to->left, chunk, copied;
	u8 bytes[READ_CHUNK];

	(void)file;
	(void)position;
	if (!size)
		return 0;
	do {
		chunk = min(to->left, sizeof(bytes));
		random_bytes(bytes, chunk);
		copied = io_copy_to(to, bytes, chunk);
	} while (copied == chunk && to->left && !task_signal_pending(current));
	memzero_explicit(bytes, sizeof(bytes));
	return to->left == size ? -EFAULT : (ssize_t)(size - to->left);
}

static ssize_t read_when_ready(struct file *file, struct io_iter *to,
			       u64 *position)
{
	int err;

	if (!random_ready() && file_nonblocking(file))
		return -EAGAIN;
	err = random_wait_ready();
	return err ? err : read_now(file, to, position);
}

static ssize_t mix_in(struct file *file, struct io_iter *from, u64 *position)
{
	size_t size = from->left, chunk, copied;
	u8 bytes[WRITE_CHUNK];

	(void)file;
	(void)position;
	if (!size)
		return 0;
	do {
		chunk = min(from->left, sizeof(bytes));
		copied = io_copy_from(from, bytes, chunk);
		random_mix(bytes, copied);
	} while (copied == chunk && from->left &&
		 !task_signal_pending(current));
	return from->left == size ? -EFAULT : (ssize_t)(size - from->left);
}

static void tell_ready(void)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	poll_notify(&ready_news, POLLIN | POLLRDNORM);
	spin_unlock_irqrestore(&lock, flags);
}

static u32 poll_ready(struct file *file, struct poll_entry *entry)
{
	unsigned long flags = spin_lock_irqsave(&lock);
	u32 events = POLLOUT | POLLWRNORM;

	(void)file;
	poll_attach(&ready_news, entry);
	if (random_ready())
		events |= POLLIN | POLLRDNORM;
	spin_unlock_irqrestore(&lock, flags);
	return events;
}

static void poll_ready_detach(struct file *file, struct poll_entry *entry)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	(void)file;
	list_del(&entry->node);
	spin_unlock_irqrestore(&lock, flags);
}

static const struct file_ops random_ops = {
	.read = read_when_ready,
	.write = mix_in,
	.poll = poll_ready,
	.poll_detach = poll_ready_detach,
	.seek = seek_nowhere,
};

static const struct file_ops urandom_ops = {
	.read = read_now,
	.write = mix_in,
	.seek = seek_nowhere,
};

static struct char_device random_device = {
	.name = "random",
	.driver = "mem",
	.number = DEVICE_NUMBER(1, 8),
	.mode = ALL_MAY_USE,
	.ops = &random_ops,
	.open = open_stream,
};

static struct char_device urandom_device = {
	.name = "urandom",
	.driver = "mem",
	.number = DEVICE_NUMBER(1, 9),
	.mode = ALL_MAY_USE,
	.ops = &urandom_ops,
	.open = open_stream,
};

static int random_devices_init(void)
{
	int err = char_device_register(&random_device);

	random_set_ready_hook(tell_ready);
	return err ? err : char_device_register(&urandom_device);
}
INITCALL(device, random_devices_init);
