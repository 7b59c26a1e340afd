// SPDX-License-Identifier: GPL-2.0-only
#include <exo/fault_inject.h>
#include <exo/frame.h>
#include <exo/ktest.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "page_ring.h"

enum {
	PAGES = 4
};

static u8 pattern(u64 n)
{
	return (u8)(n * 7 + n / 251);
}

static ssize_t put(struct page_ring *ring, u64 *sent, size_t size)
{
	u8 bytes[512];
	size_t done = 0;

	while (done < size) {
		size_t run = min(size - done, sizeof(bytes));
		struct io_iter iter = io_iter_buffer(bytes, run);
		ssize_t got;

		for (size_t i = 0; i < run; i++)
			bytes[i] = pattern(*sent + i);
		run = min(run, page_ring_room(ring));
		got = run ? page_ring_write(ring, &iter, run, false) : 0;
		if (got <= 0)
			return done ? (ssize_t)done : got;
		done += (size_t)got;
		*sent += (u64)got;
	}
	return (ssize_t)done;
}

/* Returns how many came; wrong bytes are counted in *@wrong. */
static size_t take(struct page_ring *ring, u64 *received, size_t size,
		   unsigned int *wrong)
{
	u8 bytes[512];
	size_t done = 0;

	while (done < size) {
		size_t run = min(min(size - done, sizeof(bytes)),
				 page_ring_used(ring));
		struct io_iter iter = io_iter_buffer(bytes, run);
		ssize_t got = run ? page_ring_read(ring, &iter, run) : 0;

		if (got <= 0)
			break;
		for (ssize_t i = 0; i < got; i++)
			*wrong += bytes[i] != pattern((*received)++);
		done += (size_t)got;
	}
	return done;
}

static u64 free_frames(void)
{
	struct frame_statistics stats;

	frame_statistics(&stats);
	return stats.free;
}

static unsigned int pages_held(const struct page_ring *ring)
{
	unsigned int held = 0;

	for (u32 i = 0; i < ring->nr_pages; i++)
		held += ring->pages[i] != NULL;
	return held == ring->nr_held ? held : ~0U;
}

KTEST(page_ring, bytes_come_out_as_they_went_in_at_any_step)
{
	static const size_t steps[][2] = {
		{1, 1}, {3, 2}, {4095, 4096}, {5000, 777}, {16384, 1}};
	unsigned int wrong = 0;
	struct page_ring ring;

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		u64 sent = 0, received = 0;

		KTEST_ASSERT_EQ(t, page_ring_init(&ring, PAGES), 0);
		while (received < 100000) {
			put(&ring, &sent, steps[i][0]);
			take(&ring, &received, steps[i][1], &wrong);
			wrong += sent - received != page_ring_used(&ring);
		}
		take(&ring, &received, sent - received, &wrong);
		KTEST_EXPECT_EQ(t, received, sent);
		page_ring_destroy(&ring);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(page_ring, full_ring_takes_no_more_and_loses_nothing)
{
	unsigned int wrong = 0;
	u64 sent = 0, received = 0;
	struct page_ring ring;

	KTEST_ASSERT_EQ(t, page_ring_init(&ring, PAGES), 0);
	KTEST_EXPECT_EQ(t, put(&ring, &sent, 100000), PAGES * PAGE_SIZE);
	KTEST_EXPECT_EQ(t, page_ring_room(&ring), 0);
	KTEST_EXPECT_EQ(t, put(&ring, &sent, 1), 0);
	KTEST_EXPECT_EQ(t, take(&ring, &received, 4095, &wrong), 4095);
	KTEST_EXPECT_EQ(t, page_ring_room(&ring), 0);
	KTEST_EXPECT_EQ(t, take(&ring, &received, 1, &wrong), 1);
	KTEST_EXPECT_EQ(t, page_ring_room(&ring), PAGE_SIZE);
	KTEST_EXPECT_EQ(t, put(&ring, &sent, 100000), PAGE_SIZE);
	take(&ring, &received, 100000, &wrong);
	KTEST_EXPECT_EQ(t, received, sent);
	KTEST_EXPECT_EQ(t, wrong, 0);
	page_ring_destroy(&ring);
}

KTEST(page_ring, pages_come_with_the_data_are_used_again_and_given_back)
{
	u64 sent = 0, received = 0;
	unsigned int wrong = 0;
	struct page_ring ring;

	KTEST_ASSERT_EQ(t, page_ring_init(&ring, PAGES), 0);
	KTEST_EXPECT_EQ(t, pages_held(&ring), 0);
	put(&ring, &sent, 1);
	KTEST_EXPECT_EQ(t, pages_held(&ring), 1);
	put(&ring, &sent, 2 * PAGE_SIZE);
	KTEST_EXPECT_EQ(t, pages_held(&ring), 3);
	take(&ring, &received, 2 * PAGE_SIZE + 1, &wrong);
	KTEST_EXPECT_EQ(t, page_ring_room(&ring), PAGES * PAGE_SIZE);
	KTEST_EXPECT_EQ(t, pages_held(&ring), 3);
	put(&ring, &sent, 3 * PAGE_SIZE);
	KTEST_EXPECT_EQ(t, pages_held(&ring), 4);
	take(&ring, &received, 3 * PAGE_SIZE, &wrong);
	page_ring_trim(&ring);
	KTEST_EXPECT_EQ(t, pages_held(&ring), 1);
	put(&ring, &sent, PAGE_SIZE);
	KTEST_EXPECT_EQ(t, pages_held(&ring), 1);
	take(&ring, &received, PAGE_SIZE, &wrong);
	KTEST_EXPECT_EQ(t, received, sent);
	KTEST_EXPECT_EQ(t, wrong, 0);
	page_ring_destroy(&ring);
}

/* @size bytes that can be read, and behind them a page that cannot. */
static struct io_iter bad_iter(struct iovec pieces[2], void *bytes, size_t size)
{
	struct io_iter iter;

	pieces[0] = (struct iovec){bytes, size};
	pieces[1] = (struct iovec){NULL, PAGE_SIZE};
	return io_iter_init(&iter, pieces, 2) ? (struct io_iter){} : iter;
}

KTEST(page_ring, write_that_faults_half_way_is_cut_short_or_undone)
{
	static const size_t good[] = {0, 1, 3000, PAGE_SIZE, PAGE_SIZE + 1};
	static u8 bytes[PAGE_SIZE + 1];
	struct iovec pieces[2];
	struct page_ring ring;
	struct io_iter iter;
	u64 sent = 0;

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		ssize_t expected = good[i] ? (ssize_t)good[i] : -EFAULT;

		KTEST_ASSERT_EQ(t, page_ring_init(&ring, PAGES), 0);
		put(&ring, &sent, 100);
		iter = bad_iter(pieces, bytes, good[i]);
		KTEST_EXPECT_EQ(
			t, page_ring_write(&ring, &iter, good[i] + 10, true),
			-EFAULT);
		KTEST_EXPECT_EQ(t, page_ring_used(&ring), 100);
		KTEST_EXPECT_EQ(t, pages_held(&ring), 1);
		iter = bad_iter(pieces, bytes, good[i]);
		KTEST_EXPECT_EQ(
			t, page_ring_write(&ring, &iter, good[i] + 10, false),
			expected);
		KTEST_EXPECT_EQ(t, page_ring_used(&ring), 100 + good[i]);
		page_ring_destroy(&ring);
	}
}

KTEST(page_ring, read_that_faults_half_way_keeps_what_was_not_copied)
{
	static u8 bytes[PAGE_SIZE + 1];
	unsigned int wrong = 0;
	u64 sent = 0, received = 0;
	struct iovec pieces[2];
	struct page_ring ring;
	struct io_iter iter;

	KTEST_ASSERT_EQ(t, page_ring_init(&ring, PAGES), 0);
	put(&ring, &sent, 3 * PAGE_SIZE);
	iter = bad_iter(pieces, bytes, 0);
	KTEST_EXPECT_EQ(t, page_ring_read(&ring, &iter, 10), -EFAULT);
	iter = bad_iter(pieces, bytes, 7);
	KTEST_EXPECT_EQ(t, page_ring_read(&ring, &iter, 10), 7);
	iter = bad_iter(pieces, bytes, sizeof(bytes));
	KTEST_EXPECT_EQ(t, page_ring_read(&ring, &iter, 2 * PAGE_SIZE),
			sizeof(bytes));
	received = 7 + sizeof(bytes);
	take(&ring, &received, sent - received, &wrong);
	KTEST_EXPECT_EQ(t, received, sent);
	KTEST_EXPECT_EQ(t, wrong, 0);
	page_ring_destroy(&ring);
}

KTEST(page_ring, size_changes_under_waiting_data)
{
	u64 sent = 0, received = 0;
	unsigned int wrong = 0;
	struct page_ring ring;

	KTEST_ASSERT_EQ(t, page_ring_init(&ring, PAGES), 0);
	put(&ring, &sent, 3 * PAGE_SIZE);
	take(&ring, &received, 2 * PAGE_SIZE + 5, &wrong);
	put(&ring, &sent, PAGE_SIZE + 7);
	KTEST_EXPECT_EQ(t, page_ring_resize(&ring, 1), -EBUSY);
	KTEST_EXPECT_EQ(t, page_ring_resize(&ring, 32), 0);
	put(&ring, &sent, 20 * PAGE_SIZE);
	KTEST_EXPECT_EQ(t, page_ring_resize(&ring, 16), -EBUSY);
	take(&ring, &received, sent - received - 5, &wrong);
	KTEST_EXPECT_EQ(t, page_ring_resize(&ring, 1), 0);
	put(&ring, &sent, 5);
	take(&ring, &received, 10, &wrong);
	KTEST_EXPECT_EQ(t, received, sent);
	KTEST_EXPECT_EQ(t, wrong, 0);
	page_ring_destroy(&ring);
}

static int fill_and_resize(struct ktest *t, unsigned int *wrong)
{
	u64 sent = 0, received = 0;
	struct page_ring ring;
	int err = page_ring_init(&ring, PAGES);

	if (err)
		return err;
	if (put(&ring, &sent, 10000) != 10000)
		err = -ENOMEM;
	err = err ? err : page_ring_resize(&ring, 2 * PAGES);
	take(&ring, &received, 10000, wrong);
	KTEST_EXPECT_EQ(t, received, sent);
	page_ring_destroy(&ring);
	return err;
}

KTEST(page_ring, any_allocation_may_fail)
{
	unsigned int wrong = 0;
	int err = fill_and_resize(t, &wrong); /* the heap has its frames */
	u64 frames = free_frames();

	fault_inject_each(nth) err = fill_and_resize(t, &wrong);
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, free_frames(), frames);
}
