// SPDX-License-Identifier: GPL-2.0-only
#include "page_ring.h"

#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <uapi/errno.h>

static void free_page(void **slot)
{
	if (*slot)
		frame_free(virt_to_frame(*slot));
	*slot = NULL;
}

void page_ring_free_page(struct page_ring *ring, u64 counter)
{
	free_page(page_ring_slot(ring, counter));
}

int page_ring_init(struct page_ring *ring, u32 nr_pages)
{
	*ring = (struct page_ring){
		.nr_pages = nr_pages,
		.pages = kcalloc(nr_pages, sizeof(ring->pages[0])),
	};
	return ring->pages ? 0 : -ENOMEM;
}

void page_ring_destroy(struct page_ring *ring)
{
	for (u32 i = 0; i < ring->nr_pages; i++)
		free_page(&ring->pages[i]);
	kfree(ring->pages);
	ring->pages = NULL;
}

/* A page for the byte of @counter, if there is none. */
static bool make_place(struct page_ring *ring, u64 counter)
{
	void **slot = page_ring_slot(ring, counter);
	struct frame *frame;

	if (*slot)
		return true;
	frame = frame_alloc(FRAME_ANY);
	if (!frame)
		return false;
	*slot = frame_to_virt(frame);
	return true;
}

/* The counter was @written, and is to be that again. */
static void take_back(struct page_ring *ring, u64 written)
{
	while (ring->written > written) {
		u64 start = (ring->written - 1) & ~(PAGE_SIZE - 1);

		ring->written = max(start, written);
		if (ring->written == start)
			page_ring_free_page(ring, start);
	}
}

/* Up to @size bytes into the page at ring->written. */
static ssize_t write_page(struct page_ring *ring, struct io_iter *from,
			  size_t size)
{
	size_t run = min(size, page_ring_left_in_page(ring->written));
	size_t copied;

	if (unlikely(!make_place(ring, ring->written)))
		return -ENOMEM;
	copied = io_copy_from(from, page_ring_byte(ring, ring->written), run);
	ring->written += copied;
	return likely(copied) ? (ssize_t)copied : -EFAULT;
}

ssize_t page_ring_write_pages(struct page_ring *ring, struct io_iter *from,
			      size_t size, bool whole)
{
	u64 before = ring->written;
	ssize_t got;

	for (size_t done = 0; done < size; done += (size_t)got) {
		got = write_page(ring, from, size - done);
		if (likely(got > 0))
			continue;
		if (whole)
			take_back(ring, before);
		return whole || !done ? got : (ssize_t)done;
	}
	return (ssize_t)size;
}

ssize_t page_ring_read_pages(struct page_ring *ring, struct io_iter *to,
			     size_t size)
{
	size_t done = 0;

	while (done < size) {
		size_t run =
			min(size - done, page_ring_left_in_page(ring->read));
		size_t copied =
			io_copy_to(to, page_ring_byte(ring, ring->read), run);

		if (unlikely(!copied))
			return done ? (ssize_t)done : -EFAULT;
		page_ring_consume(ring, copied);
		done += copied;
	}
	return (ssize_t)done;
}

/* How many pages the waiting bytes lie in. */
static u64 pages_used(const struct page_ring *ring)
{
	if (ring->read == ring->written)
		return 0;
	return ((ring->written - 1) >> PAGE_SHIFT) -
	       (ring->read >> PAGE_SHIFT) + 1;
}

int page_ring_resize(struct page_ring *ring, u32 nr_pages)
{
	struct page_ring new;
	int err;

	if (pages_used(ring) > nr_pages)
		return -EBUSY;
	err = page_ring_init(&new, nr_pages);
	if (err)
		return err;
	new.read = ring->read;
	new.written = ring->written;
	for (u64 at = ring->read; at < ring->written;
	     at += page_ring_left_in_page(at)) {
		*page_ring_slot(&new, at) = *page_ring_slot(ring, at);
		*page_ring_slot(ring, at) = NULL;
	}
	page_ring_destroy(ring);
	*ring = new;
	return 0;
}
