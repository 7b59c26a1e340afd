// SPDX-License-Identifier: GPL-2.0-only
#include "page_ring.h"

#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <uapi/errno.h>

static void **slot_of(const struct page_ring *ring, u64 counter)
{
	return &ring->pages[(counter >> PAGE_SHIFT) & (ring->nr_pages - 1)];
}

static size_t left_in_page(u64 counter)
{
	return PAGE_SIZE - (counter & (PAGE_SIZE - 1));
}

static void free_page(void **slot)
{
	if (*slot)
		frame_free(virt_to_frame(*slot));
	*slot = NULL;
}

/* The byte of @counter, in a page that is got for it if need be. */
static u8 *place_for(struct page_ring *ring, u64 counter)
{
	void **slot = slot_of(ring, counter);

	if (unlikely(!*slot)) {
		struct frame *frame = frame_alloc(FRAME_ANY);

		if (!frame)
			return NULL;
		*slot = frame_to_virt(frame);
	}
	return (u8 *)*slot + (counter & (PAGE_SIZE - 1));
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

/* Up to @size bytes, there is room for, into the page at ring->written. */
static ssize_t write_page(struct page_ring *ring, struct io_iter *from,
			  size_t size)
{
	size_t run = min(size, left_in_page(ring->written));
	u8 *place = place_for(ring, ring->written);
	size_t copied;

	if (unlikely(!place))
		return -ENOMEM;
	copied = io_copy_from(from, place, run);
	ring->written += copied;
	return likely(copied) ? (ssize_t)copied : -EFAULT;
}

ssize_t page_ring_write(struct page_ring *ring, struct io_iter *from,
			size_t size)
{
	ssize_t done = 0, got;

	size = min(min(size, from->left), page_ring_room(ring));
	while (size) {
		got = write_page(ring, from, size);
		if (unlikely(got < 0))
			return done ? done : got;
		done += got;
		size -= (size_t)got;
	}
	return done;
}

/* @run bytes, no more than wait in the page at ring->read, have been read. */
static void consume(struct page_ring *ring, size_t run)
{
	void **slot = slot_of(ring, ring->read);

	ring->read += run;
	if (ring->read == ring->written) {
		void *kept = *slot;

		*slot = NULL;
		free_page(ring->pages);
		ring->pages[0] = kept;
		ring->read = ring->written = 0;
	} else if (ring->read % PAGE_SIZE == 0) {
		free_page(slot);
	}
}

/* Up to @size bytes, that are there, out of the page at ring->read. */
static ssize_t read_page(struct page_ring *ring, struct io_iter *to,
			 size_t size)
{
	size_t run = min(size, left_in_page(ring->read));
	u8 *place = (u8 *)*slot_of(ring, ring->read) +
		    (ring->read & (PAGE_SIZE - 1));
	size_t copied = io_copy_to(to, place, run);

	if (unlikely(!copied))
		return -EFAULT;
	consume(ring, copied);
	return (ssize_t)copied;
}

ssize_t page_ring_read(struct page_ring *ring, struct io_iter *to, size_t size)
{
	ssize_t done = 0, got;

	size = min(min(size, to->left), page_ring_used(ring));
	while (size) {
		got = read_page(ring, to, size);
		if (unlikely(got < 0))
			return done ? done : got;
		done += got;
		size -= (size_t)got;
	}
	return done;
}

void page_ring_take_back(struct page_ring *ring, u64 written)
{
	while (ring->written > written) {
		u64 start = (ring->written - 1) & ~(u64)(PAGE_SIZE - 1);

		ring->written = max(start, written);
		if (ring->written == start)
			free_page(slot_of(ring, start));
	}
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
	for (u64 at = ring->read; at < ring->written; at += left_in_page(at)) {
		*slot_of(&new, at) = *slot_of(ring, at);
		*slot_of(ring, at) = NULL;
	}
	page_ring_destroy(ring);
	*ring = new;
	return 0;
}
