// SPDX-License-Identifier: GPL-2.0-only
#include <exo/char_device.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/limits.h>
#include <exo/poll.h>
#include <exo/random.h>
#include <uapi/errno.h>

static struct file *open_device(unsigned int minor, u32 flags)
{
	const struct char_device *device =
		char_device_find(DEVICE_NUMBER(1, minor));
	struct file *file =
		device ? file_alloc(device->ops, NULL, O_RDWR | flags) : NULL;

	if (file)
		device->open(device, file);
	return file;
}

static ssize_t read_bytes(struct file *file, void *bytes, size_t size)
{
	struct io_iter to = io_iter_buffer(bytes, size);

	return file_read(file, &to);
}

/* Bytes of each half that are the same as in the other. */
static unsigned int equal_halves(const u8 *bytes, size_t size)
{
	unsigned int equal = 0;

	for (size_t i = 0; i < size / 2; i++)
		equal += bytes[i] == bytes[size / 2 + i];
	return equal;
}

KTEST(random_devices, both_fill_long_reads)
{
	static u8 bytes[2000];
	static const unsigned int minors[] = {8, 9};

	for (unsigned int i = 0; i < ARRAY_SIZE(minors); i++) {
		struct file *file = open_device(minors[i], 0);

		KTEST_ASSERT(t, file);
		memset(bytes, 0, sizeof(bytes));
		KTEST_EXPECT_EQ(t, read_bytes(file, bytes, sizeof(bytes)),
				sizeof(bytes));
		/* 4 are to be expected. */
		KTEST_EXPECT_LT(t, equal_halves(bytes, sizeof(bytes)), 30);
		KTEST_EXPECT_EQ(t, read_bytes(file, bytes, 0), 0);
		file_put(file);
	}
}

KTEST(random_devices, what_is_written_is_taken)
{
	struct file *file = open_device(9, 0);
	static const char text[100] = "not a secret";
	struct io_iter from = io_iter_buffer(text, sizeof(text));

	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, file_write(file, &from), sizeof(text));
	KTEST_EXPECT_EQ(t, file_seek(file, 10, SEEK_SET), 0);
	file_put(file);
}

static u32 told;

static bool note(struct poll_entry *entry, u32 events)
{
	(void)entry;
	told |= events;
	return false;
}

KTEST(random_devices, poll_tells_when_numbers_are_unguessable)
{
	struct file *file = open_device(8, O_NONBLOCK);
	struct poll_entry entry = {.notify = note};
	u8 byte;
	u32 events;

	KTEST_ASSERT(t, file);
	told = 0;
	events = file_poll(file, &entry);
	KTEST_EXPECT_EQ(t, events & POLLOUT, POLLOUT);
	if (!(events & POLLIN)) {
		KTEST_EXPECT_EQ(t, read_bytes(file, &byte, 1), -EAGAIN);
		KTEST_EXPECT_EQ(t, random_wait_ready(), 0);
		KTEST_EXPECT_EQ(t, told & POLLIN, POLLIN);
	}
	KTEST_EXPECT_EQ(t, file_poll(file, NULL) & POLLIN, POLLIN);
	KTEST_EXPECT_EQ(t, read_bytes(file, &byte, 1), 1);
	file_poll_detach(file, &entry);
	file_put(file);
}
