// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pipes and memory: what they take, and what happens when it is short or cannot
 * be accessed.
 */
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/frame.h>
#include <exo/heap_statistics.h>
#include <exo/ktest.h>
#include <exo/pipe.h>
#include <exo/string.h>
#include <exo/thread.h>
#include <uapi/errno.h>

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

static u64 free_frames(void)
{
	struct frame_statistics stats;

	frame_statistics(&stats);
	return stats.free;
}

KTEST(pipe_memory, it_takes_memory_only_for_what_waits)
{
	static u8 bytes[PIPE_SIZE_DEFAULT];
	struct file *ends[2];
	u64 before;

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	before = free_frames();
	put(ends[1], bytes, sizeof(bytes));
	KTEST_EXPECT_EQ(t, free_frames(),
			before - PIPE_SIZE_DEFAULT / PAGE_SIZE);
	get(ends[0], bytes, sizeof(bytes));
	KTEST_EXPECT_GE(t, free_frames(), before - 1);
	put(ends[1], bytes, sizeof(bytes));
	file_put(ends[0]);
	file_put(ends[1]);
	KTEST_EXPECT_EQ(t, free_frames(), before);
}

KTEST(pipe_memory, pages_are_kept_only_for_writers_that_wait)
{
	static u8 bytes[PIPE_SIZE_DEFAULT];
	struct file *ends[2];
	u64 before;

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	put(ends[1], bytes, 1);
	before = free_frames();
	for (int round = 0; round < 3; round++) {
		put(ends[1], bytes, sizeof(bytes) - PAGE_SIZE);
		get(ends[0], bytes, sizeof(bytes));
		KTEST_EXPECT_EQ(t, free_frames(), before);
	}
	file_put(ends[0]);
	file_put(ends[1]);
}

/* A write of @good bytes, and 100 behind them that cannot be read. */
static ssize_t put_bad(struct file *end, const void *bytes, size_t good)
{
	struct iovec pieces[2] = {{(void *)bytes, good}, {NULL, 100}};
	struct io_iter iter;

	return io_iter_init(&iter, pieces, 2) ?: file_write(end, &iter);
}

KTEST(pipe_memory, small_write_that_faults_writes_nothing)
{
	static u8 bytes[PIPE_BUF];
	static const size_t good[] = {0, 1, 1000, PIPE_BUF - 100};
	struct file *ends[2];

	KTEST_ASSERT_EQ(t, pipe_create(ends, O_NONBLOCK), 0);
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		KTEST_EXPECT_EQ(t, put_bad(ends[1], bytes, good[i]), -EFAULT);
		KTEST_EXPECT_EQ(t, get(ends[0], bytes, 1), -EAGAIN);
		/* Across the end of a page, too. */
		KTEST_EXPECT_EQ(t, put(ends[1], bytes, PAGE_SIZE - 1),
				PAGE_SIZE - 1);
		KTEST_EXPECT_EQ(t, put_bad(ends[1], bytes, good[i]), -EFAULT);
		KTEST_EXPECT_EQ(t, get(ends[0], bytes, sizeof(bytes)),
				PAGE_SIZE - 1);
	}
	file_put(ends[0]);
	file_put(ends[1]);
}

KTEST(pipe_memory, large_write_that_faults_is_cut_short)
{
	static u8 bytes[PIPE_SIZE_DEFAULT];
	struct file *ends[2];

	KTEST_ASSERT_EQ(t, pipe_create(ends, 0), 0);
	KTEST_EXPECT_EQ(t, put_bad(ends[1], bytes, PIPE_BUF), PIPE_BUF);
	KTEST_EXPECT_EQ(t, put_bad(ends[1], bytes, 10000), 10000);
	/* There is no room for all of it: what faults is not waited for. */
	KTEST_EXPECT_EQ(t, put_bad(ends[1], bytes, PIPE_SIZE_DEFAULT - 14097),
			PIPE_SIZE_DEFAULT - 14097);
	KTEST_EXPECT_EQ(t, get(ends[0], bytes, sizeof(bytes)),
			PIPE_SIZE_DEFAULT - 1);
	file_put(ends[0]);
	file_put(ends[1]);
}

static int use_pipe(struct ktest *t)
{
	static u8 bytes[3 * PAGE_SIZE];
	struct file *ends[2];
	ssize_t put_in, got;
	int err = pipe_create(ends, 0);

	if (err)
		return err;
	put_in = put(ends[1], bytes, sizeof(bytes));
	if (put_in < (ssize_t)sizeof(bytes))
		err = -ENOMEM;
	if (file_fcntl(ends[0], F_SETPIPE_SZ, PIPE_SIZE_MAX) < 0)
		err = -ENOMEM;
	file_set_flags(ends[0], O_NONBLOCK);
	got = get(ends[0], bytes, sizeof(bytes));
	KTEST_EXPECT_EQ(t, got, put_in > 0 ? put_in : -EAGAIN);
	file_put(ends[0]);
	file_put(ends[1]);
	return err;
}

KTEST(pipe_memory, small_write_is_whole_or_not_at_all_when_memory_is_short)
{
	static u8 bytes[PIPE_BUF];
	struct file *ends[2];

	KTEST_ASSERT_EQ(t, pipe_create(ends, O_NONBLOCK), 0);
	KTEST_EXPECT_EQ(t, put(ends[1], bytes, 100), 100);
	fault_inject_start(1);
	KTEST_EXPECT_EQ(t, put(ends[1], bytes, PIPE_BUF),
			IS_ENABLED(CONFIG_FAULT_INJECTION) ? -ENOMEM
							   : PIPE_BUF);
	fault_inject_stop();
	KTEST_EXPECT_EQ(t, get(ends[0], bytes, PIPE_BUF),
			IS_ENABLED(CONFIG_FAULT_INJECTION) ? 100 : PIPE_BUF);
	file_put(ends[0]);
	file_put(ends[1]);
}

KTEST(pipe_memory, any_allocation_may_fail)
{
	int err = use_pipe(t); /* the heap has its frames */
	u64 blocks = heap_blocks_in_use(), frames = free_frames();

	fault_inject_each(nth) err = use_pipe(t);
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, heap_blocks_in_use(), blocks);
	/* HEAP_DEBUG holds some blocks back. */
	KTEST_EXPECT_GE(t, free_frames() + 16, frames);
}
