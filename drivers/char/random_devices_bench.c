// SPDX-License-Identifier: GPL-2.0-only
#include <exo/bench.h>
#include <exo/char_device.h>
#include <exo/file.h>
#include <uapi/errno.h>

static struct file *file;
static char bytes[4096];

static int open_urandom(unsigned long size)
{
	const struct char_device *device =
		char_device_find(DEVICE_NUMBER(1, 9));

	(void)size;
	file = device ? file_alloc(device->ops, NULL, O_RDONLY) : NULL;
	return file ? device->open(device, file) : -ENODEV;
}

static void close_urandom(void)
{
	file_put(file);
}

BENCH(devices, read_urandom, BENCH_SIZES(32, 4096), .setup = open_urandom,
      .teardown = close_urandom)
{
	struct io_iter to = io_iter_buffer(bytes, size);

	bench_keep(file_read(file, &to));
}
