// SPDX-License-Identifier: GPL-2.0-only
/*
 * FIFOs by their name, as open(2) and fifo(7) have them. Partners are threads.
 */
#include <exo/credentials.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/heap_statistics.h>
#include <exo/ktest.h>
#include <exo/pipe.h>
#include <exo/poll.h>
#include <exo/string.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/ioctl.h>

#define NAME "/fifo-of-a-test"

static int make(u32 mode)
{
	return vfs_mknod(NULL, NAME, S_IFIFO | mode, 0);
}

static int open_as(u32 flags, struct file **file)
{
	return vfs_open(NULL, NAME, flags, 0, file);
}

static ssize_t put(struct file *end, const char *text)
{
	struct io_iter iter = io_iter_buffer(text, strlen(text));

	return file_write(end, &iter);
}

static ssize_t get(struct file *end, void *bytes, size_t size)
{
	struct io_iter iter = io_iter_buffer(bytes, size);

	return file_read(end, &iter);
}

/* A thread that opens the FIFO, keeps it open for a while, and closes it. */
struct opener {
	u32 flags;
	u32 keep_ms;
	struct file *file;
	struct task *thread;
};

static int open_and_close(void *arg)
{
	struct opener *opener = arg;
	int err = open_as(opener->flags, &opener->file);

	if (err)
		return err;
	if (opener->keep_ms)
		thread_sleep_ms(opener->keep_ms);
	file_put(opener->file);
	return 0;
}

static bool start(struct opener *opener, u32 flags)
{
	*opener = (struct opener){.flags = flags};
	opener->thread = thread_create("opener", open_and_close, opener);
	if (opener->thread)
		thread_sleep_ms(5);
	return opener->thread;
}

static bool waits(const struct opener *opener)
{
	return opener->thread->state == TASK_BLOCKED;
}

KTEST(fifo, what_is_written_under_the_name_is_read_under_it)
{
	struct file *in, *out;
	char text[8];

	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_ASSERT_EQ(t, open_as(O_RDONLY | O_NONBLOCK, &in), 0);
	KTEST_ASSERT_EQ(t, open_as(O_WRONLY, &out), 0);
	KTEST_EXPECT_EQ(t, put(out, "hello"), 5);
	KTEST_EXPECT_EQ(t, file_control(in, FIONREAD, 0), 5);
	KTEST_EXPECT_EQ(t, get(in, text, sizeof(text)), 5);
	KTEST_EXPECT_MEMEQ(t, text, "hello", 5);
	KTEST_EXPECT_EQ(t, get(in, text, sizeof(text)), -EAGAIN);
	file_put(out);
	KTEST_EXPECT_EQ(t, get(in, text, sizeof(text)), 0);
	file_put(in);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

KTEST(fifo, opening_without_waiting)
{
	struct file *first, *second;

	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_EXPECT_EQ(t, open_as(O_WRONLY | O_NONBLOCK, &first), -ENXIO);
	KTEST_EXPECT_EQ(t, open_as(O_ACCMODE, &first), -EINVAL);
	KTEST_EXPECT_EQ(t, open_as(O_RDWR | O_DIRECT, &first), -EINVAL);
	/* Both ends are there from the start. */
	KTEST_ASSERT_EQ(t, open_as(O_RDWR, &first), 0);
	KTEST_EXPECT_EQ(t, put(first, "a"), 1);
	KTEST_ASSERT_EQ(t, open_as(O_WRONLY | O_NONBLOCK, &second), 0);
	file_put(second);
	KTEST_ASSERT_EQ(t, open_as(O_RDONLY, &second), 0);
	file_put(second);
	file_put(first);
	KTEST_EXPECT_EQ(t, open_as(O_WRONLY | O_NONBLOCK, &first), -ENXIO);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

KTEST(fifo, reader_waits_for_a_writer_to_open_it)
{
	struct opener reader;
	struct file *out;

	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_ASSERT(t, start(&reader, O_RDONLY));
	KTEST_EXPECT(t, waits(&reader));
	KTEST_EXPECT_EQ(t, open_as(O_WRONLY, &out), 0);
	KTEST_EXPECT_EQ(t, thread_join(reader.thread), 0);
	file_put(out);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

KTEST(fifo, writer_waits_for_a_reader_to_open_it)
{
	struct opener writer;
	struct file *in;

	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_ASSERT(t, start(&writer, O_WRONLY));
	KTEST_EXPECT(t, waits(&writer));
	KTEST_EXPECT_EQ(t, open_as(O_RDONLY, &in), 0);
	KTEST_EXPECT_EQ(t, thread_join(writer.thread), 0);
	file_put(in);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

KTEST(fifo, opener_that_waits_goes_on_although_its_partner_left_at_once)
{
	struct opener reader, second;
	struct file *end;

	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_ASSERT(t, start(&reader, O_RDONLY));
	KTEST_ASSERT(t, start(&second, O_RDONLY));
	/* No waiter runs before: it is of no better class than this thread. */
	KTEST_EXPECT_EQ(t, open_as(O_WRONLY | O_NONBLOCK, &end), 0);
	file_put(end);
	KTEST_EXPECT_EQ(t, thread_join(reader.thread), 0);
	KTEST_EXPECT_EQ(t, thread_join(second.thread), 0);

	KTEST_ASSERT(t, start(&reader, O_WRONLY));
	KTEST_EXPECT_EQ(t, open_as(O_RDONLY | O_NONBLOCK, &end), 0);
	file_put(end);
	KTEST_EXPECT_EQ(t, thread_join(reader.thread), 0);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

KTEST(fifo, one_of_the_same_kind_is_no_partner)
{
	struct opener first, second;
	struct file *end;

	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_ASSERT(t, start(&first, O_WRONLY));
	KTEST_ASSERT(t, start(&second, O_WRONLY));
	KTEST_EXPECT(t, waits(&first));
	KTEST_EXPECT(t, waits(&second));
	KTEST_EXPECT_EQ(t, open_as(O_RDWR, &end), 0);
	KTEST_EXPECT_EQ(t, thread_join(first.thread), 0);
	KTEST_EXPECT_EQ(t, thread_join(second.thread), 0);
	file_put(end);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

KTEST(fifo, signal_ends_the_wait_of_an_opener)
{
	static const u32 flags[] = {O_RDONLY, O_WRONLY};
	u64 blocks = heap_blocks_in_use();
	struct opener opener;
	struct file *end;

	KTEST_ASSERT_EQ(t, make(0600), 0);
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		KTEST_ASSERT(t, start(&opener, flags[i]));
		task_raise_signal(opener.thread, SIGINT);
		KTEST_EXPECT_EQ(t, thread_join(opener.thread), -EINTR);
	}
	/* It is counted no longer. */
	KTEST_EXPECT_EQ(t, open_as(O_WRONLY | O_NONBLOCK, &end), -ENXIO);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
	KTEST_EXPECT_LE(t, heap_blocks_in_use(), blocks + 1);
}

KTEST(fifo, bytes_stay_while_an_end_is_open_and_no_longer)
{
	struct file *in, *out;
	char text[8];

	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_ASSERT_EQ(t, open_as(O_RDWR, &out), 0);
	KTEST_EXPECT_EQ(t, put(out, "stays"), 5);
	KTEST_ASSERT_EQ(t, open_as(O_RDONLY, &in), 0);
	file_put(out);
	KTEST_EXPECT_EQ(t, get(in, text, 3), 3);
	file_put(in);
	KTEST_ASSERT_EQ(t, open_as(O_RDONLY | O_NONBLOCK, &in), 0);
	KTEST_EXPECT_EQ(t, get(in, text, sizeof(text)), 0);
	file_put(in);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

KTEST(fifo, poll_tells_of_a_hang_up_only_after_a_writer_was_there)
{
	struct file *in, *out;
	char byte;

	KTEST_ASSERT_EQ(t, make(0600), 0);
	for (int round = 0; round < 2; round++) {
		KTEST_ASSERT_EQ(t, open_as(O_RDONLY | O_NONBLOCK, &in), 0);
		KTEST_EXPECT_EQ(t, file_poll(in, NULL), 0);
		KTEST_EXPECT_EQ(t, get(in, &byte, 1), 0);
		KTEST_ASSERT_EQ(t, open_as(O_WRONLY, &out), 0);
		KTEST_EXPECT_EQ(t, file_poll(in, NULL), 0);
		KTEST_EXPECT_EQ(t, file_poll(out, NULL), POLLOUT | POLLWRNORM);
		file_put(out);
		KTEST_EXPECT_EQ(t, file_poll(in, NULL), POLLHUP);
		KTEST_ASSERT_EQ(t, open_as(O_WRONLY, &out), 0);
		KTEST_EXPECT_EQ(t, file_poll(in, NULL), 0);
		file_put(in);
		KTEST_EXPECT_EQ(t, file_poll(out, NULL),
				POLLOUT | POLLWRNORM | POLLERR);
		file_put(out);
	}
	/* One who comes when another reader has seen writers go. */
	KTEST_ASSERT_EQ(t, open_as(O_RDONLY | O_NONBLOCK, &in), 0);
	KTEST_ASSERT_EQ(t, open_as(O_WRONLY, &out), 0);
	file_put(out);
	KTEST_ASSERT_EQ(t, open_as(O_RDONLY | O_NONBLOCK, &out), 0);
	KTEST_EXPECT_EQ(t, file_poll(in, NULL), POLLHUP);
	KTEST_EXPECT_EQ(t, file_poll(out, NULL), 0);
	file_put(in);
	file_put(out);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

KTEST(fifo, write_without_a_reader_is_epipe_and_sigpipe)
{
	struct file *in, *out;

	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_ASSERT_EQ(t, open_as(O_RDONLY | O_NONBLOCK, &in), 0);
	KTEST_ASSERT_EQ(t, open_as(O_WRONLY, &out), 0);
	file_put(in);
	KTEST_EXPECT_EQ(t, put(out, "a"), -EPIPE);
	KTEST_EXPECT(t, task_take_signal(current, SIGPIPE));
	file_put(out);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

KTEST(fifo, it_works_without_its_name_and_another_of_that_name_is_another)
{
	struct file *in, *out, *other;
	char text[8];

	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_ASSERT_EQ(t, open_as(O_RDONLY | O_NONBLOCK, &in), 0);
	KTEST_ASSERT_EQ(t, open_as(O_WRONLY, &out), 0);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
	KTEST_EXPECT_EQ(t, open_as(O_RDWR, &other), -ENOENT);
	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_EXPECT_EQ(t, open_as(O_WRONLY | O_NONBLOCK, &other), -ENXIO);
	KTEST_EXPECT_EQ(t, put(out, "old"), 3);
	KTEST_EXPECT_EQ(t, get(in, text, sizeof(text)), 3);
	file_put(in);
	file_put(out);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

KTEST(fifo, another_name_leads_to_the_same_one)
{
	struct file *in, *out;

	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_ASSERT_EQ(t, vfs_link(NULL, NAME, NULL, NAME "2", 0), 0);
	KTEST_ASSERT_EQ(t, open_as(O_RDONLY | O_NONBLOCK, &in), 0);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, NAME "2", O_WRONLY, 0, &out), 0);
	KTEST_EXPECT_EQ(t, put(out, "same"), 4);
	KTEST_EXPECT_EQ(t, file_control(in, FIONREAD, 0), 4);
	file_put(in);
	file_put(out);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME "2"), 0);
}

KTEST(fifo, its_mode_says_who_may_open_it)
{
	struct credentials *nobody = credentials_copy(&initial_credentials, 0);
	struct credentials *mine = current->credentials;
	struct file *end;
	u32 umask;

	KTEST_ASSERT(t, nobody);
	nobody->uid = nobody->euid = nobody->fsuid = 1000;
	nobody->gid = nobody->egid = nobody->fsgid = 1000;
	umask = vfs_set_umask(0);
	KTEST_ASSERT_EQ(t, make(0604), 0);
	vfs_set_umask(umask);
	current->credentials = nobody;
	KTEST_EXPECT_EQ(t, open_as(O_WRONLY | O_NONBLOCK, &end), -EACCES);
	KTEST_EXPECT_EQ(t, open_as(O_RDWR, &end), -EACCES);
	KTEST_EXPECT_EQ(t, open_as(O_RDONLY | O_NONBLOCK, &end), 0);
	file_put(end);
	current->credentials = mine;
	credentials_put(nobody);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

KTEST(fifo, it_has_no_position_and_its_status_is_that_of_the_name)
{
	struct stat status, by_name;
	struct file *end;
	char byte;
	struct io_iter iter = io_iter_buffer(&byte, 1);

	KTEST_ASSERT_EQ(t, make(0640), 0);
	KTEST_ASSERT_EQ(t, open_as(O_RDWR, &end), 0);
	KTEST_EXPECT_EQ(t, file_seek(end, 0, SEEK_SET), -ESPIPE);
	KTEST_EXPECT_EQ(t, file_read_at(end, &iter, 0), -ESPIPE);
	KTEST_EXPECT_EQ(t, vfs_stat(NULL, NAME, 0, &by_name), 0);
	thread_sleep_ms(5);
	KTEST_EXPECT_EQ(t, put(end, "a"), 1);
	vfs_stat_file(end, &status);
	KTEST_EXPECT(t, S_ISFIFO(status.st_mode));
	KTEST_EXPECT_EQ(t, status.st_ino, by_name.st_ino);
	KTEST_EXPECT_EQ(t, status.st_size, 0);
	KTEST_EXPECT(t, status.st_mtime != by_name.st_mtime ||
				status.st_mtime_nsec != by_name.st_mtime_nsec);
	file_put(end);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

/* Threads that open and close as they please. */

enum {
	RACERS = 4,
	ROUNDS = 200,
};

static int open_often(void *arg)
{
	const u32 *flags = arg;
	unsigned int wrong = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct file *end;
		int err = open_as(*flags, &end);

		if (!err)
			file_put(end);
		else if (err != -ENXIO)
			wrong++;
		if (i % 7 == 0)
			thread_yield();
	}
	return (int)wrong;
}

KTEST(fifo, any_order_of_opening_and_closing_leaves_nothing_behind)
{
	static const u32 flags[RACERS] = {
		O_RDWR,
		O_RDONLY | O_NONBLOCK,
		O_WRONLY | O_NONBLOCK,
		O_RDWR | O_NONBLOCK,
	};
	struct task *threads[RACERS];
	struct opener reader;
	struct file *end;

	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_ASSERT(t, start(&reader, O_RDONLY));
	for (int i = 0; i < RACERS; i++) {
		threads[i] =
			thread_create("racer", open_often, (void *)&flags[i]);
		KTEST_ASSERT(t, threads[i]);
	}
	for (int i = 0; i < RACERS; i++)
		KTEST_EXPECT_EQ(t, thread_join(threads[i]), 0);
	KTEST_EXPECT_EQ(t, thread_join(reader.thread), 0);
	KTEST_EXPECT_EQ(t, open_as(O_WRONLY | O_NONBLOCK, &end), -ENXIO);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

static int use_fifo(void)
{
	struct file *end;
	ssize_t done;
	int err = open_as(O_RDWR, &end);

	if (err)
		return err;
	done = put(end, "text");
	file_put(end);
	return done < 0 ? (int)done : 0;
}

KTEST(fifo, any_allocation_may_fail)
{
	int err;
	u64 blocks;

	KTEST_ASSERT_EQ(t, make(0600), 0);
	KTEST_ASSERT_EQ(t, use_fifo(), 0);
	blocks = heap_blocks_in_use();
	fault_inject_each(nth)
	{
		err = use_fifo();
		if (err)
			KTEST_EXPECT_EQ(t, err, -ENOMEM);
	}
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, heap_blocks_in_use(), blocks);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}
