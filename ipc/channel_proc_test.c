// SPDX-License-Identifier: GPL-2.0-only

#include <exo/channel.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/printf.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

enum {
	CHANNELS = 100, /* more than the table has room for at first */
	ROOM = 16384,
};

static char text[ROOM];

/* All of /proc/channels in text, with a NUL; its size. */
static ssize_t read_channels(void)
{
	struct io_iter to = io_iter_buffer(text, sizeof(text) - 1);
	struct file *file;
	ssize_t size;
	int err = vfs_open(NULL, "/proc/channels", O_RDONLY, 0, &file);

	if (err)
		return err;
	size = file_read(file, &to);
	file_put(file);
	text[size > 0 ? size : 0] = '\0';
	return size;
}

static int make(unsigned int number, struct file **end)
{
	char name[32];

	snprintf(name, sizeof(name), "/proc test/%u", number);
	return channel_open(name, O_CREAT | O_RDWR, NULL, end);
}

static int drop(unsigned int number)
{
	char name[32];

	snprintf(name, sizeof(name), "/proc test/%u", number);
	return channel_unlink(name);
}

KTEST(channel_proc, lists_each_with_what_waits_in_it)
{
	static struct file *ends[CHANNELS];
	struct channel_message message = {.data = "x", .size = 1};
	char line[128];

	for (unsigned int i = 0; i < CHANNELS; i++)
		KTEST_EXPECT_EQ(t, make(i, &ends[i]), 0);
	KTEST_EXPECT_EQ(t, channel_send(ends[42], &message), 0);
	KTEST_EXPECT_GT(t, read_channels(), 0);
	for (unsigned int i = 0; i < CHANNELS; i++) {
		snprintf(line, sizeof(line),
			 "600     0     0       1         1 %8u       16     "
			 "0 /proc\\040test/%u\n",
			 i == 42, i);
		KTEST_EXPECT(t, strstr(text, line));
		file_put(ends[i]);
		KTEST_EXPECT_EQ(t, drop(i), 0);
	}
	KTEST_EXPECT_GT(t, read_channels(), 0);
	KTEST_EXPECT(t, !strstr(text, "/proc\\040test"));
}

KTEST(channel_proc, survives_any_allocation_failing)
{
	struct file *end;
	ssize_t size = 0;

	KTEST_ASSERT(t, make(7, &end) == 0);
	fault_inject_each(nth)
	{
		size = read_channels();
		KTEST_EXPECT(t, size > 0 || size == -ENOMEM);
	}
	KTEST_EXPECT(t, size > 0 && strstr(text, "/proc\\040test/7\n"));
	file_put(end);
	KTEST_EXPECT_EQ(t, drop(7), 0);
}
