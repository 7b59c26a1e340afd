/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. The engine under pipes and channels: a bounded queue of bytes in
 * pages that come with the data and go with it.
 *
 *	      read                     written
 *	       v                          v
 *	[ page ]   [ page ]   [ page ]  [ page ]   [      ]   [      ]
 *	       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
 *	       bytes waiting                       no page yet
 *
 * Both counters run freely; a byte lies in the page that its counter's bits
 * above the page offset choose, modulo the number of pages. A page that has been
 * read in part makes no room yet. An empty ring starts over at its first page,
 * which it keeps: the next byte finds it warm.
 *
 * The owner's lock covers all of it. A change that fails half-way, because
 * memory is short or cannot be accessed, leaves what was moved so far.
 */
#ifndef IPC_PAGE_RING_H
#define IPC_PAGE_RING_H

#include <asm/memlayout.h>
#include <exo/compiler.h>
#include <exo/io_iter.h>
#include <exo/types.h>

struct page_ring {
	u64 read, written;
	u32 nr_pages; /* a power of two */
	void **pages; /* NULL: none yet */
};

/* An empty ring for up to @nr_pages, a power of two. 0 or -ENOMEM. */
__must_check int page_ring_init(struct page_ring *ring, u32 nr_pages);

/* Give back all its memory. */
void page_ring_destroy(struct page_ring *ring);

static inline size_t page_ring_used(const struct page_ring *ring)
{
	return ring->written - ring->read;
}

static inline size_t page_ring_size(const struct page_ring *ring)
{
	return (size_t)ring->nr_pages * PAGE_SIZE;
}

/* How many bytes fit. */
static inline size_t page_ring_room(const struct page_ring *ring)
{
	return (ring->read & ~(u64)(PAGE_SIZE - 1)) + page_ring_size(ring) -
	       ring->written;
}

/*
 * Add up to @size bytes of @from, as many as there are and fit. How many;
 * -ENOMEM or -EFAULT when that is none. May sleep.
 */
ssize_t page_ring_write(struct page_ring *ring, struct io_iter *from,
			size_t size);

/* Take up to @size bytes; none but -EFAULT can go wrong. May sleep. */
ssize_t page_ring_read(struct page_ring *ring, struct io_iter *to, size_t size);

/*
 * Take back what was written last: ring->written was @written before. For
 * messages, which are whole or not at all.
 */
void page_ring_take_back(struct page_ring *ring, u64 written);

/*
 * Let it hold @nr_pages, a power of two. -EBUSY when more waits than would fit,
 * -ENOMEM; then nothing has changed.
 */
int page_ring_resize(struct page_ring *ring, u32 nr_pages);

#endif
