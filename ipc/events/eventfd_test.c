// SPDX-License-Identifier: GPL-2.0-only
#include <exo/eventfd.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/heap_statistics.h>
#include <exo/ktest.h>
#include <exo/limits.h>
#include <exo/poll.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <uapi/errno.h>
#include <uapi/eventfd.h>
#include <uapi/signal.h>

static ssize_t add(struct file *event, u64 count)
{
	struct io_iter from = io_iter_buffer(&count, sizeof(count));

	return file_write(event, &from);
}

/* The count, or a negative errno. */
static s64 take(struct file *event)
{
	u64 count = 0;
	struct io_iter to = io_iter_buffer(&count, sizeof(count));
	ssize_t got = file_read(event, &to);

	return got == sizeof(count) ? (s64)count : got;
}

static int take_in_thread(void *event)
{
	return (int)take(event);
}

static int add_max_in_thread(void *event)
{
	return (int)add(event, U64_MAX - 1);
}

static struct task *start(int (*run)(void *), struct file *event)
{
	struct task *thread = thread_create("eventfd", run, event);

	thread_sleep_ms(5);
	return thread;
}

KTEST(eventfd, read_takes_all_that_was_added)
{
	struct file *event = eventfd_create(3, EFD_NONBLOCK);

	KTEST_ASSERT(t, event);
	KTEST_EXPECT_EQ(t, add(event, 4), 8);
	KTEST_EXPECT_EQ(t, take(event), 7);
	KTEST_EXPECT_EQ(t, take(event), -EAGAIN);
	file_put(event);
}

KTEST(eventfd, semaphore_gives_one_at_a_time)
{
	struct file *event = eventfd_create(2, EFD_NONBLOCK | EFD_SEMAPHORE);

	KTEST_ASSERT(t, event);
	KTEST_EXPECT_EQ(t, take(event), 1);
	KTEST_EXPECT_EQ(t, take(event), 1);
	KTEST_EXPECT_EQ(t, take(event), -EAGAIN);
	file_put(event);
}

KTEST(eventfd, count_never_passes_its_largest)
{
	struct file *event = eventfd_create(0, EFD_NONBLOCK);

	KTEST_ASSERT(t, event);
	KTEST_EXPECT_EQ(t, add(event, U64_MAX), -EINVAL);
	KTEST_EXPECT_EQ(t, add(event, U64_MAX - 1), 8);
	KTEST_EXPECT_EQ(t, add(event, 0), 8);
	KTEST_EXPECT_EQ(t, add(event, 1), -EAGAIN);
	KTEST_EXPECT_EQ(t, file_poll(event, NULL), POLLIN);
	KTEST_EXPECT_EQ(t, (u64)take(event), U64_MAX - 1);
	KTEST_EXPECT_EQ(t, file_poll(event, NULL), POLLOUT);
	file_put(event);
}

KTEST(eventfd, short_buffers_are_refused)
{
	struct file *event = eventfd_create(1, 0);
	u64 count = 1;
	struct io_iter seven = io_iter_buffer(&count, 7);

	KTEST_ASSERT(t, event);
	KTEST_EXPECT_EQ(t, file_read(event, &seven), -EINVAL);
	KTEST_EXPECT_EQ(t, file_write(event, &seven), -EINVAL);
	KTEST_EXPECT_EQ(t, take(event), 1);
	file_put(event);
}

KTEST(eventfd, reader_waits_for_a_write)
{
	struct file *event = eventfd_create(0, 0);
	struct task *thread;

	KTEST_ASSERT(t, event);
	thread = start(take_in_thread, event);
	KTEST_ASSERT(t, thread);
	KTEST_EXPECT_EQ(t, add(event, 5), 8);
	KTEST_EXPECT_EQ(t, thread_join(thread), 5);
	file_put(event);
}

KTEST(eventfd, one_write_serves_all_readers_of_a_semaphore)
{
	struct file *event = eventfd_create(0, EFD_SEMAPHORE);
	struct task *threads[3];

	KTEST_ASSERT(t, event);
	for (int i = 0; i < 3; i++) {
		threads[i] = start(take_in_thread, event);
		KTEST_ASSERT(t, threads[i]);
	}
	KTEST_EXPECT_EQ(t, add(event, 3), 8);
	for (int i = 0; i < 3; i++)
		KTEST_EXPECT_EQ(t, thread_join(threads[i]), 1);
	file_put(event);
}

KTEST(eventfd, writer_waits_for_room)
{
	struct file *event = eventfd_create(1, 0);
	struct task *thread;

	KTEST_ASSERT(t, event);
	thread = start(add_max_in_thread, event);
	KTEST_ASSERT(t, thread);
	KTEST_EXPECT_EQ(t, take(event), 1);
	KTEST_EXPECT_EQ(t, thread_join(thread), 8);
	KTEST_EXPECT_EQ(t, (u64)take(event), U64_MAX - 1);
	file_put(event);
}

KTEST(eventfd, signal_ends_the_wait_and_takes_nothing)
{
	struct file *event = eventfd_create(0, 0);
	struct task *thread;

	KTEST_ASSERT(t, event);
	thread = start(take_in_thread, event);
	KTEST_ASSERT(t, thread);
	task_raise_signal(thread, SIGINT);
	KTEST_EXPECT_EQ(t, thread_join(thread), -EINTR);
	KTEST_EXPECT_EQ(t, add(event, 1), 8);
	KTEST_EXPECT_EQ(t, take(event), 1);
	file_put(event);
}

struct witness {
	struct poll_entry entry;
	u32 told;
};

static bool note(struct poll_entry *entry, u32 events)
{
	container_of(entry, struct witness, entry)->told |= events;
	return false;
}

KTEST(eventfd, poll_is_told_of_both_directions)
{
	struct witness witness = {.entry.notify = note};
	struct file *event = eventfd_create(0, 0);

	KTEST_ASSERT(t, event);
	KTEST_EXPECT_EQ(t, file_poll(event, &witness.entry), POLLOUT);
	add(event, 1);
	KTEST_EXPECT_EQ(t, witness.told, POLLIN);
	take(event);
	KTEST_EXPECT_EQ(t, witness.told, POLLIN | POLLOUT);
	file_poll_detach(event, &witness.entry);
	add(event, 1);
	file_put(event);
}

KTEST(eventfd, any_allocation_may_fail)
{
	u64 blocks = heap_blocks_in_use();
	struct file *event = NULL;

	fault_inject_each(nth)
	{
		if (event)
			file_put(event);
		event = eventfd_create(1, 0);
	}
	KTEST_ASSERT(t, event);
	KTEST_EXPECT_EQ(t, take(event), 1);
	file_put(event);
	KTEST_EXPECT_EQ(t, heap_blocks_in_use(), blocks);
}
