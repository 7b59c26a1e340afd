// SPDX-License-Identifier: GPL-2.0-only
#include "page_ring.h"

#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <uapi/errno.h>

static void free_page(struct page_ring *ring, void **slot)
{
	if (!*slot)
		return;
	frame_free(virt_to_frame(*slot));
	*slot = NULL;
	ring->nr_held--;
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
		free_page(ring, &ring->pages[i]);
	kfree(ring->pages);
	ring->pages = NULL;
}

/* A page for the empty @slot; NULL when memory is short. */
static u8 *new_page(struct page_ring *ring, void **slot)
{
	struct frame *frame = frame_for_program(FRAME_ANY);

	if (unlikely(!frame))
		return NULL;
	ring->nr_held++;
	return *slot = frame_to_virt(frame);
}

/* The counter was @written, and is to be that again. */
static void take_back(struct page_ring *ring, u64 written)
{
	while (ring->written > written) {
		u64 start = (ring->written - 1) & ~(PAGE_SIZE - 1);

		ring->written = max(start, written);
		if (ring->written == start)
			free_page(ring, page_ring_slot(ring, start));
	}
}

/*
 * What is written so far stays, or nothing if it was to be whole. How many bytes
 * that is; @err when it is none.
 */
static ssize_t end_early(struct page_ring *ring, u64 before, bool whole,
			 int err)
{
	if (whole)
		take_back(ring, before);
	if (ring->written == before)
		return err;
	return (ssize_t)(ring->written - before);
}

ssize_t page_ring_write_pages(struct page_ring *ring, struct io_iter *from,
			      size_t size, bool whole)
{
	u64 before = ring->written, at = before, end = before + size;

	while (at < end) {
		void **slot = page_ring_slot(ring, at);
		size_t run = min(end - at, page_ring_left_in_page(at));
		u8 *page = *slot;
		size_t copied;

		if (!page) {
			page = new_page(ring, slot);
			if (unlikely(!page))
				return end_early(ring, before, whole, -ENOMEM);
		}
		copied = io_copy_from(from, page + at % PAGE_SIZE, run);
		ring->written = at += copied;
		if (unlikely(copied < run))
			return end_early(ring, before, whole, -EFAULT);
	}
	return (ssize_t)size;
}

ssize_t page_ring_read_pages(struct page_ring *ring, struct io_iter *to,
			     size_t size)
{
	u64 before = ring->read, at = before, end = before + size;

	while (at < end) {
		size_t run = min(end - at, page_ring_left_in_page(at));
		size_t copied = io_copy_to(to, page_ring_byte(ring, at), run);

		at += copied;
		if (unlikely(copied < run))
			break;
	}
	if (unlikely(at == before))
		return -EFAULT;
	ring->read = at;
	page_ring_restart_if_empty(ring);
	return (ssize_t)(at - before);
}

void page_ring_trim(struct page_ring *ring)
{
	void **kept = page_ring_slot(ring, ring->written);

	for (u32 i = 0; i < ring->nr_pages; i++) {
		if (&ring->pages[i] != kept)
			free_page(ring, &ring->pages[i]);
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
	for (u64 at = ring->read; at < ring->written;
	     at += page_ring_left_in_page(at)) {
		*page_ring_slot(&new, at) = *page_ring_slot(ring, at);
		*page_ring_slot(ring, at) = NULL;
		new.nr_held++;
		ring->nr_held--;
	}
	page_ring_destroy(ring);
	*ring = new;
	return 0;
}
