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
 * The pieces are the kernel's, or all a user program's. Those are copied by the
 * same functions, which may copy less than asked then: where the program has no
 * memory, and, with interrupts or preemption off, where it is not there yet. Who
 * copies under a lock calls io_fault_in() before, and again when it fell short.
 * Of the kernel's only a piece at NULL, behind another, cannot be accessed.
 *
 * Of user memory @here is 0 always, so that the copies within a kernel's piece need no
 * further test, and @next, with the bit IO_ITER_USER, is the piece at hand; it is NULL
 * when there is but one, whose range has been checked.
 */
#ifndef EXO_IO_ITER_H
#define EXO_IO_ITER_H

#include <exo/compiler.h>
#include <exo/string.h>
#include <exo/types.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/uio.h>

enum {
	/* The most bytes that one read or write moves, as Linux has it. */
	FILE_IO_MAX = 0x7ffff000,
};

struct io_iter {
	u8 *at;
	size_t here;
	size_t left; /* in all pieces */
	const struct iovec *next;
};

#define IO_ITER_USER 1UL /* in @next */

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
 * The same, of a user program's memory, FILE_IO_MAX bytes at most. False when that
 * cannot be a program's.
 */
static inline __must_check bool
io_iter_user(struct io_iter *iter, const void __user *buffer, size_t size)
{
	if (unlikely(!user_range_valid(buffer, size)))
		return false;
	*iter = (struct io_iter){
		.at = (u8 __force *)buffer,
		.left = min(size, (size_t)FILE_IO_MAX),
		.next = (const struct iovec *)IO_ITER_USER,
	};
	return true;
}

/* The rest is in one piece of a program's memory, as mostly it is. */
static inline bool io_iter_is_user_piece(const struct io_iter *iter)
{
	return IS_ENABLED(CONFIG_USER) &&
	       (unsigned long)iter->next == IO_ITER_USER;
}

/*
 * @count pieces, which must outlive *@iter. -EINVAL for more than UIO_MAXIOV or
 * when their sizes do not add up to a positive ssize_t (readv(2)).
 */
__must_check int io_iter_init(struct io_iter *iter, const struct iovec *pieces,
			      unsigned int count);

/* The same, of a user program's memory; *@pieces itself is the kernel's. */
__must_check int io_iter_init_user(struct io_iter *iter,
				   const struct iovec *pieces,
				   unsigned int count);

/* @run bytes of the piece at hand are done. */
static inline void io_iter_advance(struct io_iter *iter, size_t run)
{
	iter->at += run;
	iter->here -= run;
	iter->left -= run;
}

/* The same where that is a program's; also how many, for what follows. */
static inline size_t io_iter_advance_user(struct io_iter *iter, size_t run)
{
	iter->at += run;
	iter->left -= run;
	return run;
}

/* What follows, when it is not all in one piece. */
size_t io_copy_to_pieces(struct io_iter *to, const void *from, size_t size);
size_t io_copy_from_pieces(struct io_iter *from, void *to, size_t size);
size_t io_zero_pieces(struct io_iter *to, size_t size);
size_t io_skip_pieces(struct io_iter *iter, size_t size);

/* io_iter_user.c: the same for user memory. */
#ifdef CONFIG_USER
size_t io_copy_to_user(struct io_iter *to, const void *from, size_t size);
size_t io_copy_from_user(struct io_iter *from, void *to, size_t size);
size_t io_zero_user(struct io_iter *to, size_t size);
size_t io_skip_user(struct io_iter *iter, size_t size);

/*
 * Bring in the memory of the next @size bytes, to be read, or also written. How
 * many are there, from the next on: fewer than min(@size, iter->left) when the
 * program has no such memory. It may be gone again at any time. May sleep.
 */
size_t io_fault_in(const struct io_iter *iter, size_t size, bool write);
#else
static inline size_t io_copy_to_user(struct io_iter *to, const void *from,
				     size_t size)
{
	(void)to;
	(void)from;
	(void)size;
	return 0;
}

static inline size_t io_copy_from_user(struct io_iter *from, void *to,
				       size_t size)
{
	(void)from;
	(void)to;
	(void)size;
	return 0;
}

static inline size_t io_zero_user(struct io_iter *to, size_t size)
{
	(void)to;
	(void)size;
	return 0;
}

static inline size_t io_skip_user(struct io_iter *iter, size_t size)
{
	(void)iter;
	(void)size;
	return 0;
}

static inline size_t io_fault_in(const struct io_iter *iter, size_t size,
				 bool write)
{
	(void)write;
	return size < iter->left ? size : iter->left;
}
#endif

/*
 * Copy to or from the next min(@size, iter->left) bytes, zero them, or skip
 * them. Returns how many; fewer only when the memory cannot be accessed, and
 * *@iter stands behind the last. May sleep.
 */
static inline size_t io_copy_to(struct io_iter *to, const void *from,
				size_t size)
{
	if (likely(io_iter_is_user_piece(to))) {
		size = min(size, to->left);
		return io_iter_advance_user(
			to, size - user_copy_raw(to->at, from, size));
	}
	if (unlikely(size > to->here || size > to->left))
		return io_copy_to_pieces(to, from, size);
	memcpy(to->at, from, size);
	io_iter_advance(to, size);
	return size;
}

static inline size_t io_copy_from(struct io_iter *from, void *to, size_t size)
{
	if (likely(io_iter_is_user_piece(from))) {
		size = min(size, from->left);
		return io_iter_advance_user(
			from, size - user_copy_raw(to, from->at, size));
	}
	if (unlikely(size > from->here || size > from->left))
		return io_copy_from_pieces(from, to, size);
	memcpy(to, from->at, size);
	io_iter_advance(from, size);
	return size;
}

/*
 * What a read gives whole: all @size bytes at @from go to @to, which has room.
 * @size or -EFAULT. May sleep.
 */
static inline ssize_t io_give(struct io_iter *to, const void *from, size_t size)
{
	return likely(io_copy_to(to, from, size) == size) ? (ssize_t)size
							  : -EFAULT;
}

static inline size_t io_zero(struct io_iter *to, size_t size)
{
	if (likely(io_iter_is_user_piece(to))) {
		size = min(size, to->left);
		return io_iter_advance_user(to,
					    size - user_zero_raw(to->at, size));
	}
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
