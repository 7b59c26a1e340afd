// SPDX-License-Identifier: GPL-2.0-only
/*
 * The consoles as files: console and, until there are sessions, tty are all
 * that are enabled; each has a device under its own name, too. What is written
 * is shown; what is typed, wherever, is read line by line by whoever reads, and
 * by the monitor in between.
 *
 * Small on purpose: no termios(3), no job control. A terminal with those will
 * take the place of console_line.c and of everything here but write.
 */
#include <exo/char_device.h>
#include <exo/console.h>
#include <exo/console_reader.h>
#include <exo/file.h>
#include <exo/initcall.h>
#include <exo/kstrto.h>
#include <exo/mutex.h>
#include <exo/poll.h>
#include <exo/string.h>
#include <exo/task_signal.h>
#include <exo/wait.h>
#include <uapi/errno.h>

#include "console_line.h"

enum {
	WRITE_CHUNK = 128, /* bytes shown with interrupts off */
	CONSOLES_MAX = 4,
	MAJOR_TTY = 4, /* Linux's: minors are screens, from 64 on serial */
	MAJOR_CONSOLE = 5,
	MINOR_SERIAL = 64,
	OWNER_ONLY = 0600,
};

/* Guarded by console_reader_lock. */
static struct wait_queue waiters = WAIT_QUEUE_INIT(waiters);
static struct poll_source news = {
	.entries = LIST_HEAD_INIT(news.entries),
};
static unsigned int users; /* reads and polls underway */

static struct mutex line_mutex = MUTEX_INIT(line_mutex, "console line");
static struct console_line line; /* line_mutex */

static void notify(struct console_reader *reader)
{
	(void)reader;
	wake_all(&waiters);
	poll_notify(&news, POLLIN | POLLRDNORM);
}

static struct console_reader reader = {.notify = notify};

static void begin_use(void)
{
	unsigned long flags = spin_lock_irqsave(&console_reader_lock);

	if (!users++)
		console_reader_begin(&reader);
	spin_unlock_irqrestore(&console_reader_lock, flags);
}

/* What is left of a line is for the others, who do not hear of it otherwise. */
static void end_use(void)
{
	unsigned long flags = spin_lock_irqsave(&console_reader_lock);

	if (!--users)
		console_reader_end(&reader);
	else if (READ_ONCE(line.complete))
		notify(&reader);
	spin_unlock_irqrestore(&console_reader_lock, flags);
}

static int next_byte(void)
{
	unsigned long flags = spin_lock_irqsave(&console_reader_lock);
	int byte = console_reader_getc(&reader);

	spin_unlock_irqrestore(&console_reader_lock, flags);
	return byte;
}

/* Up to the end of a line; the rest stays in the queue. The mutex is held. */
static void take_input(void)
{
	static char echo[CONSOLE_ECHO_MAX];
	int byte;

	while (!line.complete && (byte = next_byte()) >= 0) {
		size_t size = console_line_add(&line, (u8)byte, echo);

		console_write(echo, size);
	}
}

static int wait_for_input(void)
{
	unsigned long flags = spin_lock_irqsave(&console_reader_lock);
	int err = 0;

	while (!console_reader_has_input(&reader) &&
	       !READ_ONCE(line.complete) && !err)
		err = wait_on_interruptible(&waiters, &console_reader_lock,
					    WAIT_FOREVER);
	spin_unlock_irqrestore(&console_reader_lock, flags);
	return err;
}

/* What a complete line gives, or -EAGAIN. */
static ssize_t try_read(struct io_iter *to)
{
	ssize_t done = -EAGAIN;

	mutex_lock(&line_mutex);
	take_input();
	if (line.complete)
		done = console_line_take(&line, to);
	mutex_unlock(&line_mutex);
	return done;
}

static ssize_t tty_read(struct file *file, struct io_iter *to, u64 *position)
{
	ssize_t done;
	int err = 0;

	(void)position;
	if (!to->left)
		return 0;
	begin_use();
	while ((done = try_read(to)) == -EAGAIN && !file_nonblocking(file) &&
	       !err)
		err = wait_for_input();
	end_use();
	return err ? err : done;
}

static ssize_t tty_write(struct file *file, struct io_iter *from, u64 *position)
{
	size_t size = from->left, chunk, copied;
	char text[WRITE_CHUNK];

	(void)position;
	if (!size)
		return 0;
	do {
		chunk = min(from->left, sizeof(text));
		copied = io_copy_from(from, text, chunk);
		console_write_to(file->private, text, copied);
	} while (copied == chunk && from->left &&
		 !task_signal_pending(current));
	return from->left == size ? -EFAULT : (ssize_t)(size - from->left);
}

static void attach(struct poll_entry *entry)
{
	unsigned long flags;

	begin_use();
	flags = spin_lock_irqsave(&console_reader_lock);
	poll_attach(&news, entry);
	spin_unlock_irqrestore(&console_reader_lock, flags);
}

/* Who polls reads, too: what is typed meanwhile is for it. */
static u32 tty_poll(struct file *file, struct poll_entry *entry)
{
	u32 events = POLLOUT | POLLWRNORM;

	(void)file;
	if (entry)
		attach(entry);
	mutex_lock(&line_mutex);
	take_input();
	if (line.complete)
		events |= POLLIN | POLLRDNORM;
	mutex_unlock(&line_mutex);
	return events;
}

static void tty_poll_detach(struct file *file, struct poll_entry *entry)
{
	unsigned long flags = spin_lock_irqsave(&console_reader_lock);

	(void)file;
	list_del(&entry->node);
	spin_unlock_irqrestore(&console_reader_lock, flags);
	end_use();
}

static int tty_open(const struct char_device *device, struct file *file)
{
	file->stream = true;
	file->private = device->private;
	return 0;
}

static const struct file_ops tty_ops = {
	.read = tty_read,
	.write = tty_write,
	.poll = tty_poll,
	.poll_detach = tty_poll_detach,
};

static struct char_device common[] = {
	{
		.name = "tty",
		.driver = "/dev/tty",
		.number = DEVICE_NUMBER(MAJOR_CONSOLE, 0),
		.mode = 0666,
		.ops = &tty_ops,
		.open = tty_open,
	},
	{
		.name = "console",
		.driver = "/dev/console",
		.number = DEVICE_NUMBER(MAJOR_CONSOLE, 1),
		.mode = OWNER_ONLY,
		.ops = &tty_ops,
		.open = tty_open,
	},
};

/* Of the consoles by their names; private is the console. */
static struct char_device named[CONSOLES_MAX];

/* "ttyS0" is 4:64, "tty0" 4:0. -EINVAL for other names, which have none. */
static int number_of(const char *name, struct char_device *device)
{
	bool serial = strstarts(name, "ttyS");
	unsigned int minor;
	int err;

	if (!strstarts(name, "tty"))
		return -EINVAL;
	err = kstrtouint(name + (serial ? 4 : 3), 10, &minor);
	if (err)
		return err;
	if (serial)
		minor += MINOR_SERIAL;
	device->number = DEVICE_NUMBER(MAJOR_TTY, minor);
	device->driver = serial ? "ttyS" : "tty";
	return 0;
}

static int register_named(struct console *console, struct char_device *device)
{
	int err = number_of(console->name, device);

	if (err)
		return err;
	device->name = console->name;
	device->mode = OWNER_ONLY;
	device->ops = &tty_ops;
	device->open = tty_open;
	device->private = console;
	return char_device_register(device);
}

static int register_all_named(void)
{
	struct char_device *device = named;
	struct console *console;

	for_each_console(console) {
		int err;

		if (device == named + CONSOLES_MAX)
			return -ENOSPC;
		err = register_named(console, device);
		if (err && err != -EINVAL)
			return err;
		if (!err)
			device++;
	}
	return 0;
}

static int console_devices_init(void)
{
	int err = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(common) && !err; i++)
		err = char_device_register(&common[i]);
	return err ? err : register_all_named();
}
INITCALL(late, console_devices_init);
