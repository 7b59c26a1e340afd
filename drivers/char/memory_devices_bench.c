// SPDX-License-Identifier: GPL-2.0-only
/*
 * null and zero through an open file: what a system call adds is not here.
 */
#include <exo/bench.h>
#include <exo/char_device.h>
#include <exo/file.h>
#include <uapi/errno.h>

static struct file *file;

static int open_device(unsigned int minor)
{
	const struct char_device *device =
		char_device_find(DEVICE_NUMBER(1, minor));

	file = device ? file_alloc(device->ops, NULL, O_RDWR) : NULL;
	return file ? device->open(device, file) : -ENODEV;
}

static int open_null(unsigned long size)
{
	(void)size;
	return open_device(3);
}

static int open_zero(unsigned long size)
{
	(void)size;
	return open_device(5);
}

static void close_device(void)
{
	file_put(file);
}

BENCH(devices, write_1_byte_to_null, .batch = 16, .setup = open_null,
      .teardown = close_device)
{
	struct io_iter from = io_iter_buffer("x", 1);

	bench_keep(file_write(file, &from));
}

BENCH(devices, read_1_byte_of_zero, .batch = 16, .setup = open_zero,
      .teardown = close_device)
{
	char byte;
	struct io_iter to = io_iter_buffer(&byte, 1);

	bench_keep(file_read(file, &to));
}
