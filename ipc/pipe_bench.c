// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pipes between kernel threads.
 */
#include <exo/bench.h>
#include <exo/file.h>
#include <exo/pipe.h>
#include <exo/thread.h>
#include <uapi/errno.h>

static struct file *ends[2], *back[2];
static struct task *echo_thread;
static u8 bytes[4096];
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
	for (int i = 0; i < 40; i++)
		thread_sleep_ns(1); /* become one that mostly waits */
	echo_thread = thread_create("echo", echo, NULL);
	if (echo_thread)
		return 0;
	close_pipe();
	close_both(back);
	return -ENOMEM;
}

static void stop_echo(void)
{
	file_put(ends[1]);
	thread_join(echo_thread);
	file_put(ends[0]);
	close_both(back);
}

BENCH(pipe, round_trip, BENCH_SIZES(1, 4096), .irqs_on = true,
      .setup = start_echo, .teardown = stop_echo)
{
	pass(back[0], ends[1]);
}
