// SPDX-License-Identifier: GPL-2.0-only
/*
 * The inside of a pipe. One mutex covers it, as copying may sleep.
 *
 * A write wakes one reader, and a reader that leaves something wakes the next.
 * Writers that wait stand in line, each with the room it needs: PIPE_BUF bytes
 * or less go in at once or not at all, more than that go as there is room.
 * A read wakes the first in line, and only when it can go on.
 *
 * Who is woken gets the CPU when the waker gives it up: a round trip between
 * two processes does not pass through the run queue. The wake-up is made just
 * before the mutex is let go, with interrupts off, so that who is woken finds
 * it free.
 */
#include "pipe.h"

#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <exo/signal.h>
#include <uapi/errno.h>

struct pipe_writer {
	struct list_head node;
	size_t need; /* bytes of room */
	bool in_line;
	struct wait_queue turn; /* this one only */
};

enum {
	READABLE = POLLIN | POLLRDNORM,
	WRITABLE = POLLOUT | POLLWRNORM,
};

struct pipe *pipe_alloc(void)
{
	struct pipe *pipe = kzalloc(sizeof(*pipe));

	if (!pipe)
		return NULL;
	if (page_ring_init(&pipe->ring, PIPE_SIZE_DEFAULT / PAGE_SIZE)) {
		kfree(pipe);
		return NULL;
	}
	mutex_init(&pipe->lock, "pipe");
	wait_queue_init(&pipe->reading);
	list_init(&pipe->writing);
	wait_queue_init(&pipe->opening);
	poll_source_init(&pipe->news);
	return pipe;
}

void pipe_free(struct pipe *pipe)
{
	ASSERT(!pipe->readers && !pipe->writers);
	page_ring_destroy(&pipe->ring);
	kfree(pipe);
}

static struct pipe_writer *first_writer(const struct pipe *pipe)
{
	return list_first_entry(&pipe->writing, struct pipe_writer, node);
}

/*
 * Let the first writer in line go on, if there is room enough for it. Interrupts are
 * off, here and in the next.
 */
static void wake_writer(struct pipe *pipe)
{
	struct pipe_writer *writer = first_writer(pipe);

	if (writer && page_ring_room(&pipe->ring) >= writer->need)
		wake_one_next(&writer->turn);
}

static void wake_reader(struct pipe *pipe)
{
	if (page_ring_used(&pipe->ring))
		wake_one_next(&pipe->reading);
}

/*
 * Let go of the lock, having woken those who can go on now. @writers: some may be
 * in line.
 */
static __always_inline void unlock_and_wake(struct pipe *pipe, bool writers)
{
	irq_disable();
	wake_reader(pipe);
	if (writers)
		wake_writer(pipe);
	mutex_unlock(&pipe->lock);
	irq_enable_and_yield();
}

/* 1 when there is something to read, 0 at the end, or a negative errno. */
static __always_inline int wait_for_data(struct pipe *pipe,
					 const struct file *end)
{
	while (!page_ring_used(&pipe->ring)) {
		int err;

		if (!pipe->writers)
			return 0;
		if (file_nonblocking(end))
			return -EAGAIN;
		err = wait_on_mutex(&pipe->reading, &pipe->lock);
		if (err)
			return err;
	}
	return 1;
}

/*
 * An empty pipe takes one page. While writers wait, those that were read are
 * kept for them: they would be allocated again at once.
 */
static __always_inline void give_back_pages(struct pipe *pipe)
{
	if (unlikely(pipe->ring.nr_held > 1) && !page_ring_used(&pipe->ring) &&
	    list_empty(&pipe->writing))
		page_ring_trim(&pipe->ring);
}

ssize_t pipe_read(struct file *end, struct io_iter *to, u64 *position)
{
	struct pipe *pipe = end->private;
	ssize_t done = 1;

	(void)position;
	if (unlikely(!to->left))
		return 0;
	mutex_lock(&pipe->lock);
	if (unlikely(!page_ring_used(&pipe->ring)))
		done = wait_for_data(pipe, end);
	if (likely(done > 0)) {
		done = page_ring_read(&pipe->ring, to,
				      min(to->left,
					  page_ring_used(&pipe->ring)));
		give_back_pages(pipe);
		poll_notify(&pipe->news, WRITABLE);
	}
	if (likely(wait_queue_empty(&pipe->reading) &&
		   list_empty(&pipe->writing)))
		mutex_unlock(&pipe->lock);
	else
		unlock_and_wake(pipe, true);
	return done;
}

/* May @writer, who need not be in line yet, write now? */
static bool may_write(const struct pipe *pipe, const struct pipe_writer *writer,
		      bool nonblocking)
{
	const struct pipe_writer *first = first_writer(pipe);

	if (page_ring_room(&pipe->ring) < writer->need)
		return false;
	return !first || first == writer || nonblocking;
}

/* Stand in line until there may be room. */
static int wait_for_turn(struct pipe *pipe, struct pipe_writer *writer)
{
	if (!writer->in_line) {
		wait_queue_init(&writer->turn);
		list_add_tail(&writer->node, &pipe->writing);
		writer->in_line = true;
	}
	return wait_on_mutex(&writer->turn, &pipe->lock);
}

/* Wait until @writer may write. 0, or a negative errno. */
static int wait_for_room(struct pipe *pipe, struct pipe_writer *writer,
			 bool nonblocking)
{
	while (pipe->readers) {
		int err;

		if (may_write(pipe, writer, nonblocking))
			return 0;
		if (nonblocking)
			return -EAGAIN;
		irq_disable();
		wake_reader(pipe);
		irq_enable_and_yield();
		err = wait_for_turn(pipe, writer);
		if (err)
			return err;
	}
	signal_raise(SIGPIPE);
	return -EPIPE;
}

/*
 * Write all of it as there is room, in line if need be, and let the lock go. Room
 * that is left over means that it ended early: memory is short, or cannot be
 * accessed.
 */
static __noinline ssize_t write_in_turn(struct pipe *pipe, struct io_iter *from,
					bool nonblocking)
{
	bool whole = from->left <= PIPE_BUF;
	struct pipe_writer writer;
	ssize_t done = 0, got;

	writer.need = whole ? from->left : 1;
	writer.in_line = false;
	do {
		got = wait_for_room(pipe, &writer, nonblocking);
		if (got < 0)
			break;
		got = page_ring_write(
			&pipe->ring, from,
			min(from->left, page_ring_room(&pipe->ring)), whole);
		if (got < 0)
			break;
		done += got;
		poll_notify(&pipe->news, READABLE);
	} while (from->left && !page_ring_room(&pipe->ring));
	if (writer.in_line)
		list_del(&writer.node);
	unlock_and_wake(pipe, true);
	return done ? done : got;
}

/* Is there room for all of @size bytes, and nobody to wait for? */
static __always_inline bool fits_at_once(const struct pipe *pipe, size_t size)
{
	return pipe->readers && list_empty(&pipe->writing) &&
	       page_ring_room(&pipe->ring) >= size;
}

ssize_t pipe_write(struct file *end, struct io_iter *from, u64 *position)
{
	struct pipe *pipe = end->private;
	size_t size = from->left;
	ssize_t done;

	(void)position;
	if (unlikely(!size))
		return 0;
	mutex_lock(&pipe->lock);
	if (unlikely(!fits_at_once(pipe, size)))
		return write_in_turn(pipe, from, file_nonblocking(end));
	done = page_ring_write(&pipe->ring, from, size, size <= PIPE_BUF);
	poll_notify(&pipe->news, READABLE);
	if (likely(wait_queue_empty(&pipe->reading)))
		mutex_unlock(&pipe->lock);
	else
		unlock_and_wake(pipe, false);
	return done;
}

/* Pages for @size bytes, a power of two. */
static u32 pages_for(unsigned long size)
{
	u32 pages = 1;

	while (pages * PAGE_SIZE < size)
		pages *= 2;
	return pages;
}

long pipe_resize(struct pipe *pipe, unsigned long size)
{
	u32 pages;
	int err;

	if (size > PIPE_SIZE_VALID_MAX)
		return -EINVAL;
	if (size > PIPE_SIZE_MAX)
		return -EPERM;
	pages = pages_for(size);
	mutex_lock(&pipe->lock);
	err = page_ring_resize(&pipe->ring, pages);
	if (!err)
		poll_notify(&pipe->news, WRITABLE);
	unlock_and_wake(pipe, true);
	return err ? err : (long)(pages * PAGE_SIZE);
}

void pipe_hang_up(struct pipe *pipe)
{
	struct pipe_writer *writer;

	wake_all(&pipe->reading);
	list_for_each_entry(writer, &pipe->writing, node)
		wake_one(&writer->turn);
	poll_notify(&pipe->news, READABLE | WRITABLE | POLLHUP | POLLERR);
}
