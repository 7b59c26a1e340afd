// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/edu: write a decimal number, then read its factorial, a line. Each file
 * opened keeps its own result, until it is read.
 */
#include <exo/char_device.h>
#include <exo/file.h>
#include <exo/initcall.h>
#include <exo/io_iter.h>
#include <exo/kstrto.h>
#include <exo/printf.h>
#include <uapi/errno.h>

#include "edu.h"

enum {
	EDU_MAJOR = 240, /* for local use: Linux's devices.txt */
	NUMBER_ROOM = 16,
	ALL_MAY_USE = 0666,
};

static ssize_t edu_write(struct file *file, struct io_iter *from, u64 *position)
{
	char text[NUMBER_ROOM] = "";
	size_t size = from->left;
	unsigned int number;
	u32 result;
	int err;

	(void)position;
	if (size >= sizeof(text))
		return -EINVAL;
	if (io_copy_from(from, text, size) != size)
		return -EFAULT;
	if (size && text[size - 1] == '\n')
		text[size - 1] = '\0';
	err = kstrtouint(text, 10, &number);
	if (!err)
		err = edu_factorial(number, &result);
	if (err)
		return err;
	__atomic_store_n(&file->stream_state, result, __ATOMIC_RELAXED);
	return (ssize_t)size;
}

/* No factorial is 0 before it exceeds 32 bits, so 0 stands for none. */
static ssize_t edu_read(struct file *file, struct io_iter *to, u64 *position)
{
	char text[NUMBER_ROOM];
	u64 result;
	size_t size;

	(void)position;
	result = __atomic_exchange_n(&file->stream_state, 0, __ATOMIC_RELAXED);
	if (!result)
		return 0;
	size = (size_t)snprintf(text, sizeof(text), "%u\n", (u32)result);
	if (to->left < size)
		return -EINVAL;
	return io_give(to, text, size);
}

static int edu_open(const struct char_device *device, struct file *file)
{
	(void)device;
	file->stream = true;
	return 0;
}

static const struct file_ops edu_ops = {
	.read = edu_read,
	.write = edu_write,
};

static struct char_device edu_device = {
	.name = "edu",
	.driver = "edu",
	.number = DEVICE_NUMBER(EDU_MAJOR, 0),
	.mode = ALL_MAY_USE,
	.ops = &edu_ops,
	.open = edu_open,
};

static int edu_device_init(void)
{
	return char_device_register(&edu_device);
}
INITCALL(device, edu_device_init);
