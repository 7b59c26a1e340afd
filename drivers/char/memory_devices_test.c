// SPDX-License-Identifier: GPL-2.0-only
#include <exo/char_device.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <uapi/errno.h>
#include <uapi/uio.h>

static struct file *open_device(unsigned int minor)
{
	const struct char_device *device =
		char_device_find(DEVICE_NUMBER(1, minor));

	struct file *file = device ? file_alloc(device->ops, NULL, O_RDWR)
				   : NULL;

	if (file)
		device->open(device, file);
	return file;
}

static bool all_zero(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i])
			return false;
	return true;
}

KTEST(memory_devices, null_is_empty_and_takes_everything)
{
	struct file *null = open_device(3);
	char byte = 'x';
	struct io_iter to = io_iter_buffer(&byte, 1);
	struct io_iter from = io_iter_buffer("gone", 4);

	KTEST_ASSERT(t, null);
	KTEST_EXPECT_EQ(t, file_read(null, &to), 0);
	KTEST_EXPECT_EQ(t, byte, 'x');
	KTEST_EXPECT_EQ(t, file_write(null, &from), 4);
	KTEST_EXPECT_EQ(t, from.left, 0);
	KTEST_EXPECT_EQ(t, file_write(null, &from), 0);
	file_put(null);
}

KTEST(memory_devices, zero_fills_all_pieces)
{
	struct file *zero = open_device(5);
	char bytes[8] = "1234567";
	const struct iovec pieces[] = {{bytes, 2}, {bytes + 3, 4}};
	struct io_iter to;

	KTEST_ASSERT(t, zero);
	KTEST_ASSERT_EQ(t, io_iter_init(&to, pieces, 2), 0);
	KTEST_EXPECT_EQ(t, file_read(zero, &to), 6);
	KTEST_EXPECT_MEMEQ(t, bytes, "\0\0003\0\0\0\0", sizeof(bytes));
	KTEST_EXPECT_EQ(t, file_read(zero, &to), 0);
	file_put(zero);
}

KTEST(memory_devices, zero_is_longer_than_a_run)
{
	static char bytes[3 * 65536];
	struct file *zero = open_device(5);
	struct io_iter to = io_iter_buffer(bytes, sizeof(bytes));

	KTEST_ASSERT(t, zero);
	memset(bytes, 'x', sizeof(bytes));
	KTEST_EXPECT_EQ(t, file_read(zero, &to), sizeof(bytes));
	KTEST_EXPECT(t, all_zero(bytes, sizeof(bytes)));
	file_put(zero);
}

KTEST(memory_devices, full_never_has_room)
{
	struct file *full = open_device(7);
	char bytes[4] = "abc";
	struct io_iter to = io_iter_buffer(bytes, sizeof(bytes));
	struct io_iter from = io_iter_buffer("x", 1);

	KTEST_ASSERT(t, full);
	KTEST_EXPECT_EQ(t, file_write(full, &from), -ENOSPC);
	KTEST_EXPECT_EQ(t, file_read(full, &to), sizeof(bytes));
	KTEST_EXPECT(t, all_zero(bytes, sizeof(bytes)));
	file_put(full);
}

KTEST(memory_devices, every_position_is_the_beginning)
{
	struct file *zero = open_device(5);
	char byte = 'x';
	struct io_iter to = io_iter_buffer(&byte, 1);

	KTEST_ASSERT(t, zero);
	KTEST_EXPECT_EQ(t, file_seek(zero, 100, SEEK_SET), 0);
	KTEST_EXPECT_EQ(t, file_read_at(zero, &to, 1UL << 40), 1);
	KTEST_EXPECT_EQ(t, byte, 0);
	file_put(zero);
}
