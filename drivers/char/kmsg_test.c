// SPDX-License-Identifier: GPL-2.0-only
/*
 * The log as a file. What is written here is for debugging, so consoles stay
 * quiet.
 */
#include <exo/char_device.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/heap_statistics.h>
#include <exo/ktest.h>
#include <exo/poll.h>
#include <exo/printk.h>
#include <exo/thread.h>
#include <exo/log_record.h>
#include <uapi/errno.h>

static char line[1024];

static struct file *open_kmsg(u32 flags)
{
	const struct char_device *device =
		char_device_find(DEVICE_NUMBER(1, 11));
	struct file *file = device ? file_alloc(device->ops, NULL, flags)
				   : NULL;

	if (file && device->open(device, file)) {
		/* What open left alone needs no release. */
		file->private = NULL;
		file_put(file);
		return NULL;
	}
	return file;
}

static ssize_t write_text(struct file *file, const char *text)
{
	struct io_iter from = io_iter_buffer(text, strlen(text));

	return file_write(file, &from);
}

static ssize_t read_line(struct file *file)
{
	struct io_iter to = io_iter_buffer(line, sizeof(line) - 1);
	ssize_t length = file_read(file, &to);

	line[length > 0 ? length : 0] = '\0';
	return length;
}

static const char *text_of_line(void)
{
	const char *text = strchr(line, ';');

	return text ? text + 1 : "";
}

static u64 sequence_of_line(void)
{
	const char *at = strchr(line, ',');
	u64 sequence = 0;

	while (at && *++at >= '0' && *at <= '9')
		sequence = sequence * 10 + (u64)(*at - '0');
	return sequence;
}

KTEST(kmsg, a_written_line_is_read_as_a_record)
{
	struct file *file = open_kmsg(O_RDWR | O_NONBLOCK);

	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_END), 0);
	KTEST_EXPECT_EQ(t, read_line(file), -EAGAIN);
	KTEST_EXPECT_EQ(t, write_text(file, "<7>from a test\n"), 15);
	KTEST_EXPECT_EQ(t, write_text(file, "<31>no\tnewline"), 14);
	KTEST_EXPECT_GT(t, read_line(file), 0);
	KTEST_EXPECT_STREQ(t, text_of_line(), "from a test\n");
	KTEST_EXPECT(t, strstarts(line, "15,"));
	KTEST_EXPECT_GT(t, read_line(file), 0);
	KTEST_EXPECT_STREQ(t, text_of_line(), "no\\x09newline\n");
	KTEST_EXPECT(t, strstarts(line, "31,"));
	KTEST_EXPECT_EQ(t, read_line(file), -EAGAIN);
	file_put(file);
}

KTEST(kmsg, numbers_follow_each_other)
{
	struct file *file = open_kmsg(O_RDONLY | O_NONBLOCK);
	u64 first;

	KTEST_ASSERT(t, file);
	file_seek(file, 0, SEEK_END);
	pr_debug("one\n");
	pr_debug("two\nthree\n");
	KTEST_EXPECT_GT(t, read_line(file), 0);
	first = sequence_of_line();
	KTEST_EXPECT_GT(t, read_line(file), 0);
	KTEST_EXPECT_EQ(t, sequence_of_line(), first + 1);
	KTEST_EXPECT_GT(t, read_line(file), 0);
	KTEST_EXPECT_EQ(t, sequence_of_line(), first + 2);
	KTEST_EXPECT_STREQ(t, text_of_line(), "three\n");
	file_put(file);
}

KTEST(kmsg, every_opener_reads_all_from_the_oldest_on)
{
	struct file *one = open_kmsg(O_RDONLY | O_NONBLOCK);
	struct file *two = open_kmsg(O_RDONLY | O_NONBLOCK);
	u64 first;

	KTEST_ASSERT(t, one && two);
	KTEST_EXPECT_GT(t, read_line(one), 0);
	first = sequence_of_line();
	KTEST_EXPECT_GT(t, read_line(one), 0);
	KTEST_EXPECT_GT(t, read_line(two), 0);
	KTEST_EXPECT_EQ(t, sequence_of_line(), first);
	KTEST_EXPECT_EQ(t, file_seek(one, 0, SEEK_SET), 0);
	KTEST_EXPECT_GT(t, read_line(one), 0);
	KTEST_EXPECT_EQ(t, sequence_of_line(), first);
	file_put(one);
	file_put(two);
}

KTEST(kmsg, lost_records_are_told_once)
{
	struct file *file = open_kmsg(O_RDONLY | O_NONBLOCK);
	ssize_t read;

	KTEST_ASSERT(t, file);
	file_seek(file, 0, SEEK_END);
	for (int i = 0; i < 2 << (CONFIG_LOG_BUF_SHIFT - 6); i++)
		pr_debug("%d\n", i);
	KTEST_EXPECT_EQ(t, read_line(file), -EPIPE);
	KTEST_EXPECT_GT(t, read_line(file), 0);
	do
		read = read_line(file);
	while (read > 0);
	KTEST_EXPECT_EQ(t, read, -EAGAIN);
	file_put(file);
}

KTEST(kmsg, a_record_is_read_whole_or_not_at_all)
{
	struct file *file = open_kmsg(O_RDONLY | O_NONBLOCK);
	char small[4];
	struct io_iter to = io_iter_buffer(small, sizeof(small));

	KTEST_ASSERT(t, file);
	file_seek(file, 0, SEEK_END);
	pr_debug("whole\n");
	KTEST_EXPECT_EQ(t, file_read(file, &to), -EINVAL);
	KTEST_EXPECT_GT(t, read_line(file), 0);
	KTEST_EXPECT_STREQ(t, text_of_line(), "whole\n");
	file_put(file);
}

KTEST(kmsg, what_is_too_long_is_refused)
{
	static char text[LOG_TEXT_MAX + 1];
	struct file *file = open_kmsg(O_RDWR | O_NONBLOCK);

	KTEST_ASSERT(t, file);
	memset(text, 'x', LOG_TEXT_MAX);
	memcpy(text, "<7>", 3);
	KTEST_EXPECT_EQ(t, write_text(file, text), -EINVAL);
	text[LOG_TEXT_MAX - 1] = '\0';
	KTEST_EXPECT_EQ(t, write_text(file, text), LOG_TEXT_MAX - 1);
	KTEST_EXPECT_EQ(t, write_text(file, ""), 0);
	file_put(file);
}

KTEST(kmsg, positions_but_the_ends_are_refused)
{
	struct file *file = open_kmsg(O_RDONLY | O_NONBLOCK);
	struct file *writer = open_kmsg(O_WRONLY);

	KTEST_ASSERT(t, file && writer);
	KTEST_EXPECT_EQ(t, file_seek(file, 1, SEEK_SET), -ESPIPE);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_CUR), -EINVAL);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_DATA), 0);
	KTEST_EXPECT_EQ(t, file_seek(writer, 0, SEEK_END), -EBADF);
	file_put(file);
	file_put(writer);
}

static int log_later(void *unused)
{
	(void)unused;
	thread_sleep_ms(20);
	pr_debug("later\n");
	return 0;
}

KTEST(kmsg, a_reader_waits_for_the_next_record)
{
	struct file *file = open_kmsg(O_RDONLY);
	struct task *logger;

	KTEST_ASSERT(t, file);
	file_seek(file, 0, SEEK_END);
	logger = thread_create("kmsg test", log_later, NULL);
	KTEST_ASSERT(t, logger);
	KTEST_EXPECT_GT(t, read_line(file), 0);
	KTEST_EXPECT_STREQ(t, text_of_line(), "later\n");
	thread_join(logger);
	file_put(file);
}

static u32 told;

static bool note(struct poll_entry *entry, u32 events)
{
	(void)entry;
	__atomic_fetch_or(&told, events, __ATOMIC_RELAXED);
	return false;
}

KTEST(kmsg, poll_tells_of_the_next_record)
{
	struct file *file = open_kmsg(O_RDONLY | O_NONBLOCK);
	struct poll_entry entry = {.notify = note};

	KTEST_ASSERT(t, file);
	file_seek(file, 0, SEEK_END);
	told = 0;
	KTEST_EXPECT_EQ(t, file_poll(file, &entry) & POLLIN, 0);
	thread_sleep_ms(200);
	KTEST_EXPECT_EQ(t, told, 0);
	pr_debug("news\n");
	thread_sleep_ms(200);
	KTEST_EXPECT_EQ(t, told & POLLIN, POLLIN);
	KTEST_EXPECT_EQ(t, file_poll(file, NULL) & POLLIN, POLLIN);
	file_poll_detach(file, &entry);
	file_put(file);
}

KTEST(kmsg, an_opener_without_memory_leaves_nothing)
{
	u64 blocks = heap_blocks_in_use();
	struct file *file = NULL;

	fault_inject_each(nth)
	{
		file = open_kmsg(O_RDONLY);
		if (file)
			file_put(file);
	}
	KTEST_EXPECT(t, file);
	KTEST_EXPECT_EQ(t, heap_blocks_in_use(), blocks);
}
