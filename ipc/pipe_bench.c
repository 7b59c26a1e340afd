// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pipes between kernel threads: few bytes and a page, one pipe and one of many,
 * a stream.
 */
#include <exo/bench.h>
#include <exo/file.h>
#include <exo/pipe.h>
#include <exo/poll.h>
#include <exo/thread.h>
#include <uapi/errno.h>

enum {
	MANY = 100,
	MEBIBYTE = 1 << 20,
};

static struct file *ends[2], *back[2];
static struct task *partner;
static u8 bytes[PIPE_SIZE_DEFAULT];
static size_t size_of_write;

static void close_both(struct file *pair[2])
{
	file_put(pair[0]);
	file_put(pair[1]);
}

static int open_pipe(unsigned long size)
{
	size_of_write = size;
	return pipe_create(ends, 0);
}

static void close_pipe(void)
{
	close_both(ends);
}

static void pass(struct file *from, struct file *to)
{
	struct io_iter iter = io_iter_buffer(bytes, size_of_write);

	file_write(to, &iter);
	iter = io_iter_buffer(bytes, size_of_write);
	file_read(from, &iter);
}

BENCH(pipe, write_and_read, BENCH_SIZES(1, 4096), .irqs_on = true,
      .setup = open_pipe, .teardown = close_pipe)
{
	pass(ends[0], ends[1]);
}

static int echo(void *arg)
{
	struct io_iter iter = io_iter_buffer(bytes, size_of_write);

	(void)arg;
	while (file_read(ends[0], &iter) > 0) {
		iter = io_iter_buffer(bytes, size_of_write);
		file_write(back[1], &iter);
		iter = io_iter_buffer(bytes, size_of_write);
	}
	return 0;
}

static void become_cold(void)
{
	for (int i = 0; i < 40; i++)
		thread_sleep_ns(1);
}

static int start_echo(unsigned long size)
{
	int err = open_pipe(size);

	if (err)
		return err;
	err = pipe_create(back, 0);
	if (err) {
		close_pipe();
		return err;
	}
	become_cold();
	partner = thread_create("echo", echo, NULL);
	if (partner)
		return 0;
	close_pipe();
	close_both(back);
	return -ENOMEM;
}

static void stop_echo(void)
{
	file_put(ends[1]);
	thread_join(partner);
	file_put(ends[0]);
	close_both(back);
}

BENCH(pipe, round_trip, BENCH_SIZES(1, 4096), .irqs_on = true,
      .setup = start_echo, .teardown = stop_echo)
{
	pass(back[0], ends[1]);
}

/* A mebibyte from a thread that writes as fast as it is read. */

static int write_for_ever(void *arg)
{
	struct io_iter iter;

	(void)arg;
	do
		iter = io_iter_buffer(bytes, size_of_write);
	while (file_write(ends[1], &iter) > 0);
	return 0;
}

static int start_writer(unsigned long unused)
{
	int err = open_pipe(sizeof(bytes));

	(void)unused;
	if (err)
		return err;
	become_cold();
	partner = thread_create("writer", write_for_ever, NULL);
	if (partner)
		return 0;
	close_pipe();
	return -ENOMEM;
}

static void stop_writer(void)
{
	file_put(ends[0]);
	thread_join(partner);
	file_put(ends[1]);
}

BENCH(pipe, mebibyte_by_64_kb, .irqs_on = true, .setup = start_writer,
      .teardown = stop_writer)
{
	for (size_t done = 0; done < MEBIBYTE;) {
		struct io_iter to = io_iter_buffer(bytes, size_of_write);
		ssize_t got = file_read(ends[0], &to);

		if (got <= 0)
			break;
		done += (size_t)got;
	}
}

/* One of so many pipes, each in turn. */

static struct file *pipes[MANY][2];
static unsigned long nr_pipes, turn;

static void close_pipes(void)
{
	while (nr_pipes)
		close_both(pipes[--nr_pipes]);
}

static int open_pipes(unsigned long count)
{
	int err = 0;

	size_of_write = 1;
	while (nr_pipes < count && !err) {
		err = pipe_create(pipes[nr_pipes], 0);
		nr_pipes += !err;
	}
	if (err)
		close_pipes();
	return err;
}

static struct file *const *next_pipe(void)
{
	turn = turn + 1 < nr_pipes ? turn + 1 : 0;
	return pipes[turn];
}

#define AMONG_PIPES                                                 \
	BENCH_SIZES(1, MANY), .irqs_on = true, .setup = open_pipes, \
			      .teardown = close_pipes

BENCH(pipe, write_and_read_one_of_many, AMONG_PIPES)
{
	struct file *const *pipe = next_pipe();

	pass(pipe[0], pipe[1]);
}

BENCH(pipe, create_and_close, AMONG_PIPES)
{
	struct file *pair[2];

	if (!pipe_create(pair, 0))
		close_both(pair);
}

/* Waiting for news of one of many, and being told. */

static bool ignore(struct poll_entry *entry, u32 events)
{
	(void)entry;
	(void)events;
	return false;
}

BENCH(pipe, poll_write_and_read, AMONG_PIPES)
{
	struct file *const *pipe = next_pipe();
	struct poll_entry entry = {.notify = ignore};

	file_poll(pipe[0], &entry);
	pass(pipe[0], pipe[1]);
	file_poll_detach(pipe[0], &entry);
}

/* The same pipe, for which so many others wait as well. */

static struct poll_entry others[MANY];
static unsigned long nr_others;

static void stop_others(void)
{
	while (nr_others)
		file_poll_detach(ends[0], &others[--nr_others]);
	close_pipe();
}

static int poll_by_others(unsigned long count)
{
	int err = open_pipe(1);

	for (; !err && nr_others < count; nr_others++) {
		others[nr_others].notify = ignore;
		file_poll(ends[0], &others[nr_others]);
	}
	return err;
}

BENCH(pipe, poll_and_detach, BENCH_SIZES(1, MANY), .irqs_on = true,
      .setup = poll_by_others, .teardown = stop_others)
{
	struct poll_entry entry = {.notify = ignore};

	file_poll(ends[0], &entry);
	file_poll_detach(ends[0], &entry);
}
