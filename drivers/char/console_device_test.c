// SPDX-License-Identifier: GPL-2.0-only
/*
 * The consoles as files. Nobody types in these tests, they push the bytes.
 */
#include <asm/irqflags.h>
#include <exo/char_device.h>
#include <exo/console.h>
#include <exo/console_reader.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/poll.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <uapi/errno.h>

static char text[300];

static struct file *open_console(u32 flags)
{
	const struct char_device *device =
		char_device_find(DEVICE_NUMBER(5, 1));
	struct file *file =
		device ? file_alloc(device->ops, NULL, O_RDWR | flags) : NULL;

	if (file)
		device->open(device, file);
	return file;
}

static ssize_t read_text(struct file *file, size_t size)
{
	struct io_iter to = io_iter_buffer(text, size);
	ssize_t done = file_read(file, &to);

	text[done > 0 ? done : 0] = '\0';
	return done;
}

static void type(const char *keys)
{
	console_input_push_all(keys, strlen(keys));
}

KTEST(console_device, a_line_is_read_when_it_is_complete)
{
	struct file *file = open_console(O_NONBLOCK);

	KTEST_ASSERT(t, file);
	type("# typed");
	KTEST_EXPECT_EQ(t, read_text(file, 100), -EAGAIN);
	type(" by a test\rx");
	KTEST_EXPECT_EQ(t, read_text(file, 3), 3);
	KTEST_EXPECT_STREQ(t, text, "# t");
	KTEST_EXPECT_EQ(t, read_text(file, 100), 15);
	KTEST_EXPECT_STREQ(t, text, "yped by a test\n");
	KTEST_EXPECT_EQ(t, read_text(file, 0), 0);
	KTEST_EXPECT_EQ(t, console_trygetc(), 'x');
	file_put(file);
}

KTEST(console_device, ctrl_d_is_the_end_and_ctrl_c_an_interruption)
{
	struct file *file = open_console(O_NONBLOCK);

	KTEST_ASSERT(t, file);
	type("\x04");
	KTEST_EXPECT_EQ(t, read_text(file, 100), 0);
	type("# dropped\x03");
	KTEST_EXPECT_EQ(t, read_text(file, 100), -EINTR);
	KTEST_EXPECT_EQ(t, read_text(file, 100), -EAGAIN);
	file_put(file);
}

static int read_blocking(void *file)
{
	return (int)read_text(file, 100);
}

KTEST(console_device, a_reader_waits_for_enter)
{
	struct file *file = open_console(0);
	struct task *thread;

	KTEST_ASSERT(t, file);
	thread = thread_create("console test", read_blocking, file);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(30);
	type("# wai");
	thread_sleep_ms(30);
	type("ted\n");
	KTEST_EXPECT_EQ(t, thread_join(thread), 9);
	KTEST_EXPECT_STREQ(t, text, "# waited\n");
	file_put(file);
}

KTEST(console_device, a_signal_ends_the_wait)
{
	struct file *file = open_console(0);
	struct task *thread;

	KTEST_ASSERT(t, file);
	thread = thread_create("console test", read_blocking, file);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(30);
	task_raise_signal(thread, SIGTERM);
	KTEST_EXPECT_EQ(t, thread_join(thread), -EINTR);
	file_put(file);
}

static u32 told;

static void note(struct poll_entry *entry, u32 events)
{
	(void)entry;
	told |= events;
}

KTEST(console_device, poll_tells_of_a_complete_line)
{
	struct file *file = open_console(O_NONBLOCK);
	struct poll_entry entry = {.notify = note};

	KTEST_ASSERT(t, file);
	told = 0;
	KTEST_EXPECT_EQ(t, file_poll(file, &entry), POLLOUT | POLLWRNORM);
	type("# po");
	KTEST_EXPECT_EQ(t, told & POLLIN, POLLIN);
	KTEST_EXPECT_EQ(t, file_poll(file, NULL) & POLLIN, 0);
	type("ll\n");
	KTEST_EXPECT_EQ(t, file_poll(file, NULL) & POLLIN, POLLIN);
	file_poll_detach(file, &entry);
	KTEST_EXPECT_EQ(t, read_text(file, 100), 7);
	file_put(file);
}

static unsigned int notified;

static void count(struct console_reader *reader)
{
	(void)reader;
	notified++;
}

KTEST(console_device, who_began_last_gets_what_is_typed)
{
	struct console_reader below = {.notify = count};
	struct file *file = open_console(O_NONBLOCK);
	struct poll_entry entry = {.notify = note};
	unsigned long flags;

	KTEST_ASSERT(t, file);
	notified = 0;
	flags = spin_lock_irqsave(&console_reader_lock);
	console_reader_begin(&below);
	spin_unlock_irqrestore(&console_reader_lock, flags);
	file_poll(file, &entry);
	type("x");
	KTEST_EXPECT_EQ(t, notified, 0);
	flags = spin_lock_irqsave(&console_reader_lock);
	KTEST_EXPECT_EQ(t, console_reader_getc(&below), -EAGAIN);
	KTEST_EXPECT(t, !console_reader_has_input(&below));
	spin_unlock_irqrestore(&console_reader_lock, flags);
	file_poll_detach(file, &entry);
	KTEST_EXPECT_EQ(t, notified, 1);
	flags = spin_lock_irqsave(&console_reader_lock);
	KTEST_EXPECT(t, console_reader_has_input(&below));
	KTEST_EXPECT_EQ(t, console_reader_getc(&below), 'x');
	console_reader_end(&below);
	spin_unlock_irqrestore(&console_reader_lock, flags);
	file_put(file);
}

static char shown[8];
static size_t shown_size;

static void keep(struct console *console, const char *from, size_t size)
{
	(void)console;
	memcpy(shown, from, min(size, sizeof(shown)));
	shown_size = size;
}

KTEST(console_device, what_is_written_goes_to_the_console_of_the_file)
{
	static const struct console_ops ops = {.write = keep};
	struct console console = {.name = "ktest", .ops = &ops};
	struct file *file = open_console(0);
	struct io_iter from = io_iter_buffer("# text\n", 7);

	KTEST_ASSERT(t, file);
	file->private = &console;
	KTEST_EXPECT_EQ(t, file_write(file, &from), 7);
	KTEST_EXPECT_EQ(t, shown_size, 7);
	KTEST_EXPECT_MEMEQ(t, shown, "# text\n", 7);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_SET), -ESPIPE);
	file_put(file);
}
