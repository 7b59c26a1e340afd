// SPDX-License-Identifier: GPL-2.0-only
/*
 * The consoles as files without terminals: what is written is shown, and there is
 * nothing to read. console and tty are the one that console= names last; each has a
 * device under its own name, too.
 */
#include <exo/char_device.h>
#include <exo/console.h>
#include <exo/console_device.h>
#include <exo/file.h>
#include <exo/initcall.h>
#include <exo/string.h>
#include <exo/task_signal.h>
#include <uapi/errno.h>

enum {
	WRITE_CHUNK = 128, /* bytes shown with interrupts off */
};

static ssize_t console_read(struct file *file, struct io_iter *to,
			    u64 *position)
{
	(void)file;
	(void)to;
	(void)position;
	return 0;
}

static ssize_t console_device_write(struct file *file, struct io_iter *from,
				    u64 *position)
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

static int console_open(const struct char_device *device, struct file *file)
{
	struct console *console = device->private;

	file->stream = true;
	file->private = console ? console : console_preferred();
	return file->private ? 0 : -ENODEV;
}

static const struct file_ops console_file_ops = {
	.read = console_read,
	.write = console_device_write,
};

static struct char_device common[] = {
	{
		.name = "tty",
		.driver = "/dev/tty",
		.number = DEVICE_NUMBER(MAJOR_CONSOLE, 0),
		.mode = 0666,
		.ops = &console_file_ops,
		.open = console_open,
	},
	{
		.name = "console",
		.driver = "/dev/console",
		.number = DEVICE_NUMBER(MAJOR_CONSOLE, 1),
		.mode = CONSOLE_DEVICE_MODE,
		.ops = &console_file_ops,
		.open = console_open,
	},
};

/* Of the consoles by their names; private is the console. */
static struct char_device named[CONSOLE_DEVICES_MAX];

static int register_named(struct console *console, struct char_device *device)
{
	int err = console_device_number(console->name, device);

	if (err)
		return err;
	device->name = console->name;
	device->mode = CONSOLE_DEVICE_MODE;
	device->ops = &console_file_ops;
	device->open = console_open;
	device->private = console;
	return char_device_register(device);
}

static int register_all_named(void)
{
	struct char_device *device = named;
	struct console *console;

	for_each_console(console) {
		int err;

		if (device == named + CONSOLE_DEVICES_MAX)
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
