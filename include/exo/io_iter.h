/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Where the bytes of a read go to, or those of a write come from: a
 * list of pieces of memory, and how far one has got.
 *
 *	next, first of the rest          left = here + |B| + |C|
 *	       v
 *	[ A ] [ B ] [ C ]
 *	   ^ at, here bytes left of A
 *
 * The pieces are the kernel's. (User memory is copied by the same functions
 * once there is any; that is why they may copy less than asked. Until then only
 * a piece at NULL, behind another, cannot be accessed.)
 */
#ifndef EXO_IO_ITER_H
#define EXO_IO_ITER_H

#include <exo/compiler.h>
#include <exo/string.h>
#include <exo/types.h>
#include <uapi/uio.h>

struct io_iter {
	u8 *at;
	size_t here;
	size_t left; /* in all pieces */
	const struct iovec *next;
};

/* One piece of @size bytes at @buffer. */
static inline struct io_iter io_iter_buffer(const void *buffer, size_t size)
{
	return (struct io_iter){
		.at = (u8 *)buffer,
		.here = size,
		.left = size,
	};
}

/*
 * @count pieces, which must outlive *@iter. -EINVAL for more than UIO_MAXIOV or
 * when their sizes do not add up to a positive ssize_t (readv(2)).
 */
__must_check int io_iter_init(struct io_iter *iter, const struct iovec *pieces,
			      unsigned int count);

/* @run bytes of the piece at hand are done. */
static inline void io_iter_advance(struct io_iter *iter, size_t run)
{
	iter->at += run;
	iter->here -= run;
	iter->left -= run;
}

/* What follows, when it is not all in one piece. */
size_t io_copy_to_pieces(struct io_iter *to, const void *from, size_t size);
size_t io_copy_from_pieces(struct io_iter *from, void *to, size_t size);
size_t io_zero_pieces(struct io_iter *to, size_t size);
size_t io_skip_pieces(struct io_iter *iter, size_t size);

/*
 * Copy to or from the next min(@size, iter->left) bytes, zero them, or skip
 * them. Returns how many; fewer only when the memory cannot be accessed, and
 * *@iter stands behind the last. May sleep.
 */
static inline size_t io_copy_to(struct io_iter *to, const void *from,
				size_t size)
{
	if (unlikely(size > to->here || size > to->left))
		return io_copy_to_pieces(to, from, size);
	memcpy(to->at, from, size);
	io_iter_advance(to, size);
	return size;
}

static inline size_t io_copy_from(struct io_iter *from, void *to, size_t size)
{
	if (unlikely(size > from->here || size > from->left))
		return io_copy_from_pieces(from, to, size);
	memcpy(to, from->at, size);
	io_iter_advance(from, size);
	return size;
}

static inline size_t io_zero(struct io_iter *to, size_t size)
{
	if (unlikely(size > to->here || size > to->left))
		return io_zero_pieces(to, size);
	memset(to->at, 0, size);
	io_iter_advance(to, size);
	return size;
}

static inline size_t io_skip(struct io_iter *iter, size_t size)
{
	if (unlikely(size > iter->here || size > iter->left))
		return io_skip_pieces(iter, size);
	io_iter_advance(iter, size);
	return size;
}

#endif
