/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. The engine under pipes: a bounded queue of bytes in pages that come
 * with the data.
 *
 *	      read                     written
 *	       v                          v
 *	[ page ]   [ page ]   [ page ]  [ page ]   [      ]   [      ]
 *	       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
 *	       bytes waiting                       no page yet
 *
 * Both counters run freely; a byte lies in the page that its counter's bits
 * above the page offset choose, modulo the number of pages. A page that has been
 * read in part makes no room yet; one that has been read stays in its place for
 * later bytes until the owner trims the ring. When that becomes empty, both
 * counters go back to the start of their page: the next byte finds it warm.
 *
 * The owner's lock covers all of it. Reads and writes within one page, which
 * most are, are inlined.
 */
#ifndef IPC_PAGE_RING_H
#define IPC_PAGE_RING_H

#include <asm/memlayout.h>
#include <exo/compiler.h>
#include <exo/io_iter.h>
#include <exo/types.h>
#include <uapi/errno.h>

struct page_ring {
	u64 read, written;
	u32 nr_pages; /* places for them; a power of two */
	u32 nr_held; /* pages that are there */
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

static inline size_t page_ring_left_in_page(u64 counter)
{
	return PAGE_SIZE - (counter & (PAGE_SIZE - 1));
}

/* Where the page is, or is to be, in which the byte of @counter lies. */
static inline void **page_ring_slot(const struct page_ring *ring, u64 counter)
{
	return &ring->pages[(counter >> PAGE_SHIFT) & (ring->nr_pages - 1)];
}

static inline u8 *page_ring_byte(const struct page_ring *ring, u64 counter)
{
	return (u8 *)*page_ring_slot(ring, counter) +
	       (counter & (PAGE_SIZE - 1));
}

/* For what is not within one page, or needs one. */
ssize_t page_ring_write_pages(struct page_ring *ring, struct io_iter *from,
			      size_t size, bool whole);
ssize_t page_ring_read_pages(struct page_ring *ring, struct io_iter *to,
			     size_t size);

/*
 * Add @size bytes, at least one, of @from, which has as many; there is room for
 * them. When memory is short or cannot be accessed half-way, what came before
 * stays, or nothing if it is all or none (@whole). Returns how many were added;
 * -ENOMEM or -EFAULT for none. May sleep.
 */
static __always_inline ssize_t page_ring_write(struct page_ring *ring,
					       struct io_iter *from,
					       size_t size, bool whole)
{
	size_t copied;

	if (unlikely(size > page_ring_left_in_page(ring->written) ||
		     !*page_ring_slot(ring, ring->written)))
		return page_ring_write_pages(ring, from, size, whole);
	copied = io_copy_from(from, page_ring_byte(ring, ring->written), size);
	if (unlikely(copied < size && (whole || !copied)))
		return -EFAULT;
	ring->written += copied;
	return (ssize_t)copied;
}

static __always_inline void page_ring_restart_if_empty(struct page_ring *ring)
{
	if (ring->read == ring->written)
		ring->read = ring->written = (ring->read - 1) &
					     ~(PAGE_SIZE - 1);
}

/*
 * Take @size bytes, at least one, that wait and that @to has room for. How many;
 * none but -EFAULT can go wrong. May sleep.
 */
static __always_inline ssize_t page_ring_read(struct page_ring *ring,
					      struct io_iter *to, size_t size)
{
	size_t copied;

	if (unlikely(size > page_ring_left_in_page(ring->read)))
		return page_ring_read_pages(ring, to, size);
	copied = io_copy_to(to, page_ring_byte(ring, ring->read), size);
	if (unlikely(!copied))
		return -EFAULT;
	ring->read += copied;
	page_ring_restart_if_empty(ring);
	return (ssize_t)copied;
}

/* Give back the pages of an empty ring but one, the next to be written. */
void page_ring_trim(struct page_ring *ring);

/*
 * Let it hold @nr_pages, a power of two. -EBUSY when more waits than would fit,
 * -ENOMEM; then nothing has changed.
 */
int page_ring_resize(struct page_ring *ring, u32 nr_pages);

#endif
