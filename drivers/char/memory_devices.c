// SPDX-License-Identifier: GPL-2.0-only
/*
 * null, zero and full (null(4), full(4)): devices without a device. What is
 * written to null and zero is gone, to full does not fit; null ends at once,
 * the others are zeros without end.
 */
#include <exo/char_device.h>
#include <exo/file.h>
#include <exo/initcall.h>
#include <exo/task_signal.h>
#include <uapi/errno.h>

#include "stream_device.h"

enum {
	ZERO_RUN = 65536, /* bytes between two looks for a signal */
	ALL_MAY_USE = 0666,
};

static ssize_t read_end(struct file *file, struct io_iter *to, u64 *position)
{
	(void)file;
	(void)to;
	(void)position;
	return 0;
}

/* More than a run: a signal ends it in between. */
static __noinline size_t zero_runs(struct io_iter *to)
{
	size_t size = to->left, run;

	do
		run = io_zero(to, min(to->left, (size_t)ZERO_RUN));
	while (run && to->left && !task_signal_pending(current));
	return size - to->left;
}

static ssize_t read_zeros(struct file *file, struct io_iter *to, u64 *position)
{
	size_t size = to->left;
	size_t done = size <= ZERO_RUN ? io_zero(to, size) : zero_runs(to);

	(void)file;
	(void)position;
	return done || !size ? (ssize_t)done : -EFAULT;
}

static ssize_t write_away(struct file *file, struct io_iter *from,
			  u64 *position)
{
	size_t size = from->left;

	(void)file;
	(void)position;
	/* Whoever asks how much is left is told; where it was is no matter. */
	from->left = 0;
	return (ssize_t)size;
}

static ssize_t write_nothing(struct file *file, struct io_iter *from,
			     u64 *position)
{
	(void)file;
	(void)from;
	(void)position;
	return -ENOSPC;
}

static const struct file_ops null_ops = {
	.read = read_end,
	.write = write_away,
	.seek = seek_nowhere,
};

static const struct file_ops zero_ops = {
	.read = read_zeros,
	.write = write_away,
	.seek = seek_nowhere,
};

static const struct file_ops full_ops = {
	.read = read_zeros,
	.write = write_nothing,
	.seek = seek_nowhere,
};

static struct char_device devices[] = {
	{
		.name = "null",
		.driver = "mem",
		.number = DEVICE_NUMBER(1, 3),
		.mode = ALL_MAY_USE,
		.ops = &null_ops,
		.open = open_stream,
	},
	{
		.name = "zero",
		.driver = "mem",
		.number = DEVICE_NUMBER(1, 5),
		.mode = ALL_MAY_USE,
		.ops = &zero_ops,
		.open = open_stream,
	},
	{
		.name = "full",
		.driver = "mem",
		.number = DEVICE_NUMBER(1, 7),
		.mode = ALL_MAY_USE,
		.ops = &full_ops,
		.open = open_stream,
	},
};

static int memory_devices_init(void)
{
	int err = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(devices) && !err; i++)
		err = char_device_register(&devices[i]);
	return err;
}
INITCALL(device, memory_devices_init);
