// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pipes by their ends, as programs will see them.
 */
#include <asm/memlayout.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/pipe.h>
#include <exo/poll.h>
#include <exo/string.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <uapi/errno.h>
#include <uapi/ioctl.h>
#include <uapi/stat.h>

static ssize_t put(struct file *end, const void *bytes, size_t size)
{
	struct io_iter iter = io_iter_buffer(bytes, size);

	return file_write(end, &iter);
}

static ssize_t get(struct file *end, void *bytes, size_t size)
{
	struct io_iter iter = io_iter_buffer(bytes, size);

	return file_read(end, &iter);
}

KTEST(pipe, what_is_written_is_read)
{
	struct file *ends[2];
	char text[16];

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	KTEST_EXPECT_EQ(t, put(ends[1], "hello", 5), 5);
	KTEST_EXPECT_EQ(t, put(ends[1], " world", 6), 6);
	KTEST_EXPECT_EQ(t, get(ends[0], text, 3), 3);
	KTEST_EXPECT_MEMEQ(t, text, "hel", 3);
	KTEST_EXPECT_EQ(t, get(ends[0], text, sizeof(text)), 8);
	KTEST_EXPECT_MEMEQ(t, text, "lo world", 8);
	file_put(ends[0]);
	file_put(ends[1]);
}

KTEST(pipe, ends_go_one_way_and_have_no_position)
{
	struct file *ends[2];
	char byte = 0;
	struct io_iter iter = io_iter_buffer(&byte, 1);

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	KTEST_EXPECT_EQ(t, put(ends[0], "a", 1), -EBADF);
	KTEST_EXPECT_EQ(t, get(ends[1], &byte, 1), -EBADF);
	KTEST_EXPECT_EQ(t, file_seek(ends[0], 0, SEEK_CUR), -ESPIPE);
	KTEST_EXPECT_EQ(t, file_write_at(ends[1], &iter, 0), -ESPIPE);
	KTEST_EXPECT_EQ(t, pipe_create(NULL, O_APPEND), -EINVAL);
	file_put(ends[0]);
	file_put(ends[1]);
}

KTEST(pipe, it_tells_how_many_bytes_wait)
{
	struct file *ends[2];
	char text[4];

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	KTEST_EXPECT_EQ(t, file_control(ends[0], FIONREAD, 0), 0);
	put(ends[1], "hello", 5);
	KTEST_EXPECT_EQ(t, file_control(ends[0], FIONREAD, 0), 5);
	KTEST_EXPECT_EQ(t, file_control(ends[1], FIONREAD, 0), 5);
	get(ends[0], text, 3);
	KTEST_EXPECT_EQ(t, file_control(ends[0], FIONREAD, 0), 2);
	KTEST_EXPECT_EQ(t, file_control(ends[0], FIONREAD + 1, 0), -ENOTTY);
	file_put(ends[0]);
	file_put(ends[1]);
}

static struct stat status_of(struct file *end)
{
	struct stat status = {};

	end->ops->stat(end, &status);
	return status;
}

KTEST(pipe, status_says_that_both_ends_are_of_one_fifo)
{
	struct file *ends[2], *others[2];

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	KTEST_ASSERT_EQ(t, pipe_create(others, 0), 0);
	KTEST_EXPECT_EQ(t, status_of(ends[0]).st_mode, S_IFIFO | 0600);
	KTEST_EXPECT_EQ(t, status_of(ends[1]).st_ino,
			status_of(ends[0]).st_ino);
	KTEST_EXPECT_NE(t, status_of(ends[1]).st_ino,
			status_of(others[1]).st_ino);
	for (int i = 0; i < 2; i++) {
		file_put(ends[i]);
		file_put(others[i]);
	}
}

KTEST(pipe, read_returns_zero_after_last_writer_closes)
{
	struct file *ends[2];
	char text[4];

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	put(ends[1], "ab", 2);
	file_put(ends[1]);
	KTEST_EXPECT_EQ(t, get(ends[0], text, 4), 2);
	KTEST_EXPECT_EQ(t, get(ends[0], text, 4), 0);
	KTEST_EXPECT_EQ(t, get(ends[0], text, 4), 0);
	file_put(ends[0]);
}

KTEST(pipe, write_without_a_reader_is_epipe_and_sigpipe)
{
	struct file *ends[2];

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	file_put(ends[0]);
	KTEST_EXPECT_EQ(t, put(ends[1], "", 0), 0);
	KTEST_EXPECT(t, !task_signal_pending(current));
	KTEST_EXPECT_EQ(t, put(ends[1], "a", 1), -EPIPE);
	KTEST_EXPECT(t, task_take_signal(current, SIGPIPE));
	file_put(ends[1]);
}

KTEST(pipe, nonblocking_ends_never_wait)
{
	static u8 bytes[PIPE_SIZE_DEFAULT + 1];
	struct file *ends[2];

	KTEST_ASSERT_EQ(t, pipe_create(ends, O_NONBLOCK), 0);
	KTEST_EXPECT_EQ(t, get(ends[0], bytes, 1), -EAGAIN);
	KTEST_EXPECT_EQ(t, put(ends[1], bytes, sizeof(bytes)),
			PIPE_SIZE_DEFAULT);
	KTEST_EXPECT_EQ(t, put(ends[1], bytes, 1), -EAGAIN);
	KTEST_EXPECT_EQ(t, get(ends[0], bytes, 2 * PAGE_SIZE - 1),
			2 * PAGE_SIZE - 1);
	/* At most PIPE_BUF: all or nothing. More: as much as fits. */
	KTEST_EXPECT_EQ(t, put(ends[1], bytes, 100), 100);
	KTEST_EXPECT_EQ(t, put(ends[1], bytes, PIPE_BUF), -EAGAIN);
	KTEST_EXPECT_EQ(t, put(ends[1], bytes, PIPE_BUF + 1), PIPE_BUF - 100);
	file_put(ends[0]);
	file_put(ends[1]);
}

KTEST(pipe, size_can_be_asked_and_set)
{
	static u8 bytes[2 * PAGE_SIZE];
	struct file *ends[2];

	KTEST_ASSERT_EQ(t, pipe_create(ends, O_NONBLOCK), 0);
	KTEST_EXPECT_EQ(t, file_fcntl(ends[0], F_GETPIPE_SZ, 0),
			PIPE_SIZE_DEFAULT);
	KTEST_EXPECT_EQ(t, file_fcntl(ends[1], F_SETPIPE_SZ, 5000), 8192);
	KTEST_EXPECT_EQ(t, file_fcntl(ends[0], F_GETPIPE_SZ, 0), 8192);
	KTEST_EXPECT_EQ(t, put(ends[1], bytes, sizeof(bytes)), 8192);
	KTEST_EXPECT_EQ(t, file_fcntl(ends[1], F_SETPIPE_SZ, 1), -EBUSY);
	KTEST_EXPECT_EQ(t, file_fcntl(ends[1], F_SETPIPE_SZ, -1UL), -EINVAL);
	KTEST_EXPECT_EQ(t, file_fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE_MAX),
			PIPE_SIZE_MAX);
	KTEST_EXPECT_EQ(t, file_fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE_MAX + 1),
			-EPERM);
	KTEST_EXPECT_EQ(t, file_set_flags(ends[1], O_DIRECT), -EINVAL);
	file_put(ends[0]);
	file_put(ends[1]);
}

KTEST(pipe, poll_tells_what_can_be_done)
{
	static u8 bytes[PIPE_SIZE_DEFAULT];
	struct file *ends[2];

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	KTEST_EXPECT_EQ(t, file_poll(ends[0], NULL), 0);
	KTEST_EXPECT_EQ(t, file_poll(ends[1], NULL), POLLOUT | POLLWRNORM);
	put(ends[1], bytes, sizeof(bytes));
	KTEST_EXPECT_EQ(t, file_poll(ends[0], NULL), POLLIN | POLLRDNORM);
	KTEST_EXPECT_EQ(t, file_poll(ends[1], NULL), 0);
	file_get(ends[1]);
	file_put(ends[1]);
	get(ends[0], bytes, PAGE_SIZE);
	KTEST_EXPECT_EQ(t, file_poll(ends[1], NULL), POLLOUT | POLLWRNORM);
	file_put(ends[1]);
	KTEST_EXPECT_EQ(t, file_poll(ends[0], NULL),
			POLLIN | POLLRDNORM | POLLHUP);
	file_put(ends[0]);

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	file_put(ends[0]);
	KTEST_EXPECT_EQ(t, file_poll(ends[1], NULL),
			POLLOUT | POLLWRNORM | POLLERR);
	file_put(ends[1]);
}

struct listener {
	struct poll_entry entry;
	u32 heard;
};

static bool hear(struct poll_entry *entry, u32 events)
{
	container_of(entry, struct listener, entry)->heard |= events;
	return false;
}

KTEST(pipe, who_polls_is_told_of_news)
{
	struct listener in = {.entry.notify = hear};
	struct listener out = {.entry.notify = hear};
	struct file *ends[2];
	char byte;

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	file_poll(ends[0], &in.entry);
	file_poll(ends[1], &out.entry);
	put(ends[1], "a", 1);
	KTEST_EXPECT(t, in.heard & POLLIN);
	out.heard = 0;
	get(ends[0], &byte, 1);
	KTEST_EXPECT(t, out.heard & POLLOUT);
	file_poll_detach(ends[1], &out.entry);
	in.heard = 0;
	file_put(ends[1]);
	KTEST_EXPECT(t, in.heard & POLLHUP);
	file_poll_detach(ends[0], &in.entry);
	file_put(ends[0]);
}

/* Threads at the ends. */

struct worker {
	struct file *end;
	size_t size; /* of one write or read */
	size_t total;
	u8 mark;
	ssize_t result; /* of the last call */
};

static int write_all(void *arg)
{
	struct worker *worker = arg;
	static u8 marks[4][PIPE_SIZE_DEFAULT];
	u8 *bytes = marks[worker->mark % 4];

	memset(bytes, worker->mark, worker->size);
	for (size_t done = 0; done < worker->total;) {
		worker->result = put(worker->end, bytes, worker->size);
		if (worker->result <= 0)
			break;
		done += (size_t)worker->result;
	}
	file_put(worker->end);
	return (int)worker->result;
}

KTEST(pipe, reader_waits_for_a_writer)
{
	struct worker worker = {.size = 10, .total = 10, .mark = 'x'};
	struct file *ends[2];
	struct task *thread;
	char text[16];

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	worker.end = ends[1];
	thread = thread_create("writer", write_all, &worker);
	KTEST_ASSERT(t, thread);
	KTEST_EXPECT_EQ(t, get(ends[0], text, sizeof(text)), 10);
	KTEST_EXPECT_EQ(t, get(ends[0], text, sizeof(text)), 0);
	thread_join(thread);
	file_put(ends[0]);
}

KTEST(pipe, writer_that_waits_gets_epipe_when_the_reader_goes)
{
	struct worker worker = {
		.size = 10000, .total = PIPE_SIZE_MAX, .mark = 'x'};
	struct file *ends[2];
	struct task *thread;

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	worker.end = ends[1];
	thread = thread_create("writer", write_all, &worker);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(10);
	KTEST_EXPECT_EQ(t, thread->state, TASK_BLOCKED);
	file_put(ends[0]);
	KTEST_EXPECT_EQ(t, thread_join(thread), -EPIPE);
}

KTEST(pipe, signal_ends_a_wait)
{
	struct worker worker = {
		.size = PIPE_SIZE_DEFAULT, .total = PIPE_SIZE_MAX, .mark = 'x'};
	struct file *ends[2];
	struct task *thread;

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	worker.end = ends[1];
	thread = thread_create("writer", write_all, &worker);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(10);
	task_raise_signal(thread, SIGINT);
	KTEST_EXPECT_EQ(t, thread_join(thread), -EINTR);
	task_raise_signal(current, SIGINT);
	KTEST_EXPECT_EQ(t, get(ends[0], &worker, 0), 0);
	KTEST_EXPECT(t, task_take_signal(current, SIGINT));
	file_put(ends[0]);
}

/* How many pieces of @size bytes in a row are not all of one mark. */
static unsigned int count_mixed(struct file *end, size_t size, size_t total)
{
	static u8 bytes[PIPE_BUF];
	unsigned int mixed = 0;

	for (size_t done = 0; done < total; done += size) {
		size_t filled = 0;

		while (filled < size) {
			ssize_t got = get(end, bytes + filled, size - filled);

			if (got <= 0)
				return mixed + 1;
			filled += (size_t)got;
		}
		for (size_t i = 1; i < size; i++) {
			if (bytes[i] != bytes[0]) {
				mixed++;
				break;
			}
		}
	}
	return mixed;
}

static void expect_atomic(struct ktest *t, size_t size)
{
	struct worker workers[4];
	struct task *threads[4];
	struct file *ends[2];

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	for (u8 i = 0; i < 4; i++) {
		file_get(ends[1]);
		workers[i] = (struct worker){
			.end = ends[1],
			.size = size,
			.total = 100 * size,
			.mark = i,
		};
		threads[i] = thread_create("writer", write_all, &workers[i]);
		KTEST_ASSERT(t, threads[i]);
	}
	file_put(ends[1]);
	KTEST_EXPECT_EQ(t, count_mixed(ends[0], size, 400 * size), 0);
	for (int i = 0; i < 4; i++)
		KTEST_EXPECT_EQ(t, thread_join(threads[i]), size);
	file_put(ends[0]);
}

KTEST(pipe, writes_up_to_pipe_buf_are_never_mixed)
{
	expect_atomic(t, PIPE_BUF);
	expect_atomic(t, 1000);
	expect_atomic(t, 3);
}

KTEST(pipe, big_writes_all_arrive)
{
	struct worker worker = {
		.size = PIPE_SIZE_DEFAULT - 3,
		.total = 20 * (PIPE_SIZE_DEFAULT - 3),
		.mark = 'b',
	};
	static u8 bytes[3000];
	struct file *ends[2];
	struct task *thread;
	size_t total = 0;
	ssize_t got;

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	worker.end = ends[1];
	thread = thread_create("writer", write_all, &worker);
	KTEST_ASSERT(t, thread);
	while ((got = get(ends[0], bytes, sizeof(bytes))) > 0)
		total += (size_t)got;
	KTEST_EXPECT_EQ(t, got, 0);
	KTEST_EXPECT_EQ(t, total, worker.total);
	thread_join(thread);
	file_put(ends[0]);
}
