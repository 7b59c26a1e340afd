// SPDX-License-Identifier: GPL-2.0-only
#include <exo/ktest.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <uapi/errno.h>

#include "test_tty.h"
#include "tty_termios.h"

#define SOME_TIME_MS 30

KTEST(tty, a_line_is_read_when_it_is_complete)
{
	struct file *file;

	test_tty_begin();
	file = test_tty_open(O_NONBLOCK);
	KTEST_ASSERT(t, file);
	test_tty_type("ab");
	KTEST_EXPECT_EQ(t, test_tty_read(file, 100), -EAGAIN);
	test_tty_type("c\rnext");
	KTEST_EXPECT_STREQ(t, test_tty_shown, "abc\r\nnext");
	KTEST_EXPECT_EQ(t, test_tty_read(file, 3), 3);
	KTEST_EXPECT_STREQ(t, test_tty_text, "abc");
	KTEST_EXPECT_EQ(t, test_tty_read(file, 0), 0);
	KTEST_EXPECT_EQ(t, test_tty_read(file, 100), 1);
	KTEST_EXPECT_STREQ(t, test_tty_text, "\n");
	KTEST_EXPECT_EQ(t, test_tty_read(file, 100), -EAGAIN);
	file_put(file);
}

KTEST(tty, a_long_line_is_read_as_one)
{
	static char line[301];
	struct file *file;

	memset(line, 'x', 300);
	test_tty_begin();
	file = test_tty_open(O_NONBLOCK);
	KTEST_ASSERT(t, file);
	test_tty_type(line);
	test_tty_type("\rsecond\r");
	KTEST_EXPECT_EQ(t, test_tty_read(file, 1000), 301);
	KTEST_EXPECT_EQ(t, test_tty_read(file, 1000), 7);
	file_put(file);
}

/* A line may end where a piece of it does. */
KTEST(tty, a_read_ends_with_the_line_whatever_its_length)
{
	static char line[260];
	unsigned int wrong = 0;
	struct file *file;

	test_tty_begin();
	file = test_tty_open(O_NONBLOCK);
	KTEST_ASSERT(t, file);
	for (unsigned int size = 120; size < 260; size++) {
		memset(line, 'x', size);
		line[size] = '\0';
		line[size - 1] = '\n';
		test_tty_type(line);
		test_tty_type("y\n");
		wrong += test_tty_read(file, 1000) != size;
		wrong += test_tty_read(file, 1000) != 2;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	file_put(file);
}

KTEST(tty, end_of_file_is_read_once)
{
	struct file *file;

	test_tty_begin();
	file = test_tty_open(O_NONBLOCK);
	KTEST_ASSERT(t, file);
	test_tty_type("\x04");
	KTEST_EXPECT_EQ(t, test_tty_read(file, 100), 0);
	KTEST_EXPECT_EQ(t, test_tty_read(file, 100), -EAGAIN);
	file_put(file);
}

static int read_blocking(void *file)
{
	return (int)test_tty_read(file, 100);
}

static struct task *start_reader(struct file *file)
{
	struct task *thread =
		thread_create("terminal test", read_blocking, file);

	thread_sleep_ms(SOME_TIME_MS);
	return thread;
}

KTEST(tty, a_reader_waits_for_enter)
{
	struct file *file;
	struct task *thread;

	test_tty_begin();
	file = test_tty_open(0);
	KTEST_ASSERT(t, file);
	thread = start_reader(file);
	KTEST_ASSERT(t, thread);
	test_tty_type("wai");
	test_tty_type("ted\n");
	KTEST_EXPECT_EQ(t, thread_join(thread), 7);
	KTEST_EXPECT_STREQ(t, test_tty_text, "waited\n");
	file_put(file);
}

KTEST(tty, a_signal_ends_the_wait)
{
	struct file *file;
	struct task *thread;

	test_tty_begin();
	file = test_tty_open(0);
	KTEST_ASSERT(t, file);
	thread = start_reader(file);
	KTEST_ASSERT(t, thread);
	task_raise_signal(thread, SIGTERM);
	KTEST_EXPECT_EQ(t, thread_join(thread), -EINTR);
	file_put(file);
}

KTEST(tty, input_beyond_what_a_reader_takes_is_kept)
{
	static char line[81];
	size_t got = 0, typed = 0;
	struct file *file;
	ssize_t done;

	memset(line, 'x', 80);
	line[79] = '\n';
	test_tty_begin();
	file = test_tty_open(O_NONBLOCK);
	KTEST_ASSERT(t, file);
	while (ring_free(&test_tty.client.input) >= 80) {
		test_tty_type(line);
		typed += 80;
	}
	KTEST_EXPECT_GT(t, typed, 4096);
	while ((done = test_tty_read(file, 1000)) > 0)
		got += (size_t)done;
	KTEST_EXPECT_EQ(t, got, typed);
	file_put(file);
}

/*
 * VMIN and VTIME.
 */

KTEST(tty, raw_bytes_are_read_when_there_are_enough)
{
	struct file *file;
	struct task *thread;

	test_tty_begin();
	file = test_tty_open(0);
	KTEST_ASSERT(t, file);
	test_tty_set_raw(3, 0);
	thread = start_reader(file);
	KTEST_ASSERT(t, thread);
	test_tty_type("a\x04");
	thread_sleep_ms(SOME_TIME_MS);
	test_tty_type("\r");
	KTEST_EXPECT_EQ(t, thread_join(thread), 3);
	KTEST_EXPECT_STREQ(t, test_tty_text, "a\x04\n");
	KTEST_EXPECT_STREQ(t, test_tty_shown, "");
	/* Fewer are wanted when fewer fit. */
	test_tty_type("z");
	KTEST_EXPECT_EQ(t, test_tty_read(file, 1), 1);
	file_put(file);
}

KTEST(tty, a_pause_ends_a_raw_read)
{
	u64 began_ns;
	struct file *file;

	test_tty_begin();
	file = test_tty_open(0);
	KTEST_ASSERT(t, file);
	test_tty_set_raw(3, 1);
	test_tty_type("ab");
	began_ns = time_uptime_ns();
	KTEST_EXPECT_EQ(t, test_tty_read(file, 100), 2);
	KTEST_EXPECT_GE(t, time_uptime_ns() - began_ns, 100 * NSEC_PER_MSEC);
	file_put(file);
}

KTEST(tty, a_raw_read_with_a_limit_ends_empty)
{
	struct file *file;
	u64 began_ns;

	test_tty_begin();
	file = test_tty_open(0);
	KTEST_ASSERT(t, file);
	test_tty_set_raw(0, 1);
	began_ns = time_uptime_ns();
	KTEST_EXPECT_EQ(t, test_tty_read(file, 100), 0);
	KTEST_EXPECT_GE(t, time_uptime_ns() - began_ns, 100 * NSEC_PER_MSEC);
	test_tty_type("a");
	KTEST_EXPECT_EQ(t, test_tty_read(file, 100), 1);
	file_put(file);
}

KTEST(tty, a_raw_read_may_look_without_waiting)
{
	struct file *file;

	test_tty_begin();
	file = test_tty_open(0);
	KTEST_ASSERT(t, file);
	test_tty_set_raw(0, 0);
	KTEST_EXPECT_EQ(t, test_tty_read(file, 100), 0);
	test_tty_type("ab");
	KTEST_EXPECT_EQ(t, test_tty_read(file, 100), 2);
	file_put(file);
}

/*
 * Poll.
 */

static u32 told;

static bool note(struct poll_entry *entry, u32 events)
{
	(void)entry;
	told |= events;
	return false;
}

KTEST(tty, poll_tells_of_a_complete_line)
{
	struct poll_entry entry = {.notify = note};
	struct file *file;

	test_tty_begin();
	file = test_tty_open(O_NONBLOCK);
	KTEST_ASSERT(t, file);
	told = 0;
	KTEST_EXPECT_EQ(t, file_poll(file, &entry), POLLOUT | POLLWRNORM);
	test_tty_type("po");
	KTEST_EXPECT_EQ(t, told & POLLIN, 0);
	test_tty_type("ll\n");
	KTEST_EXPECT_EQ(t, told & POLLIN, POLLIN);
	KTEST_EXPECT_EQ(t, file_poll(file, NULL) & POLLIN, POLLIN);
	file_poll_detach(file, &entry);
	KTEST_EXPECT_EQ(t, test_tty_read(file, 100), 5);
	file_put(file);
}

KTEST(tty, poll_counts_to_vmin)
{
	struct file *file;

	test_tty_begin();
	file = test_tty_open(O_NONBLOCK);
	KTEST_ASSERT(t, file);
	test_tty_set_raw(2, 0);
	test_tty_type("a");
	KTEST_EXPECT_EQ(t, file_poll(file, NULL) & POLLIN, 0);
	test_tty_type("b");
	KTEST_EXPECT_EQ(t, file_poll(file, NULL) & POLLIN, POLLIN);
	file_put(file);
}

/*
 * Output.
 */

KTEST(tty, newlines_are_written_with_a_return)
{
	struct file *file;

	test_tty_begin();
	file = test_tty_open(0);
	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, test_tty_write(file, "a\nb"), 3);
	KTEST_EXPECT_STREQ(t, test_tty_shown, "a\r\nb");
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_SET), -ESPIPE);
	file_put(file);
}

static int write_blocking(void *file)
{
	return (int)test_tty_write(file, "text");
}

KTEST(tty, a_writer_waits_for_room)
{
	struct task *thread;
	struct file *file;

	test_tty_begin();
	file = test_tty_open(0);
	KTEST_ASSERT(t, file);
	test_tty_room = 0;
	thread = thread_create("terminal test", write_blocking, file);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(SOME_TIME_MS);
	KTEST_EXPECT_STREQ(t, test_tty_shown, "");
	KTEST_EXPECT_EQ(t, file_poll(file, NULL) & POLLOUT, 0);
	test_tty_room = 2048;
	test_tty.client.output_sent(&test_tty.client);
	KTEST_EXPECT_EQ(t, thread_join(thread), 4);
	KTEST_EXPECT_STREQ(t, test_tty_shown, "text");
	file_put(file);
}

KTEST(tty, stopped_output_goes_on_when_told)
{
	struct task *thread;
	struct file *file;

	test_tty_begin();
	file = test_tty_open(0);
	KTEST_ASSERT(t, file);
	test_tty_type("\x13");
	thread = thread_create("terminal test", write_blocking, file);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(SOME_TIME_MS);
	KTEST_EXPECT_STREQ(t, test_tty_shown, "");
	test_tty_type("\x11");
	KTEST_EXPECT_EQ(t, thread_join(thread), 4);
	KTEST_EXPECT_STREQ(t, test_tty_shown, "text");
	file_put(file);
}

KTEST(tty, a_write_that_may_not_wait_does_not)
{
	struct file *file;

	test_tty_begin();
	file = test_tty_open(O_NONBLOCK);
	KTEST_ASSERT(t, file);
	test_tty_type("\x13");
	KTEST_EXPECT_EQ(t, test_tty_write(file, "text"), -EAGAIN);
	file_put(file);
}

/*
 * Settings.
 */

KTEST(tty, speeds_have_numbers)
{
	KTEST_EXPECT_EQ(t, termios_baud(B9600 | CS8), 9600);
	KTEST_EXPECT_EQ(t, termios_baud(B115200), 115200);
	KTEST_EXPECT_EQ(t, termios_baud(B4000000), 4000000);
	KTEST_EXPECT_EQ(t, termios_baud(BOTHER), 0);
	KTEST_EXPECT_EQ(t, termios_baud_flag(38400), B38400);
	KTEST_EXPECT_EQ(t, termios_baud_flag(115200), B115200);
	KTEST_EXPECT_EQ(t, termios_baud_flag(12345), BOTHER);
}

KTEST(tty, any_speed_can_be_set)
{
	struct termios2 termios;

	test_tty_begin();
	mutex_lock(&test_tty.lock);
	tty_get_termios(&test_tty, &termios);
	termios.c_cflag = (termios.c_cflag & ~(u32)CBAUD) | BOTHER;
	termios.c_ospeed = 12345;
	tty_set_termios(&test_tty, &termios);
	tty_get_termios(&test_tty, &termios);
	mutex_unlock(&test_tty.lock);
	KTEST_EXPECT_EQ(t, termios.c_cflag & CBAUD, BOTHER);
	KTEST_EXPECT_EQ(t, termios.c_ospeed, 12345);
	KTEST_EXPECT_EQ(t, termios.c_ispeed, 12345);
}

/*
 * Hanging up.
 */

KTEST(tty, files_of_before_a_hangup_are_dead)
{
	struct file *before, *after;
	struct task *thread;

	test_tty_begin();
	before = test_tty_open(0);
	KTEST_ASSERT(t, before);
	thread = start_reader(before);
	KTEST_ASSERT(t, thread);
	tty_hang_up(&test_tty);
	KTEST_EXPECT_EQ(t, thread_join(thread), 0);
	KTEST_EXPECT_EQ(t, test_tty_write(before, "x"), -EIO);
	KTEST_EXPECT_EQ(t, file_poll(before, NULL) & POLLHUP, POLLHUP);
	after = test_tty_open(O_NONBLOCK);
	KTEST_ASSERT(t, after);
	test_tty_type("x\n");
	KTEST_EXPECT_EQ(t, test_tty_read(before, 10), 0);
	KTEST_EXPECT_EQ(t, test_tty_read(after, 10), 2);
	file_put(after);
	file_put(before);
}
