// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walking over pieces of a user program's memory. A copy that falls short ends
 * there, in the middle of a piece.
 */
#include <exo/compiler.h>
#include <exo/io_iter.h>
#include <exo/uaccess.h>

static const struct iovec *piece_at_hand(const struct io_iter *iter)
{
	return (const void *)((unsigned long)iter->next & ~IO_ITER_USER);
}

static void set_piece(struct io_iter *iter, const struct iovec *piece)
{
	iter->at = piece->iov_base;
	iter->next = (const void *)((unsigned long)piece | IO_ITER_USER);
}

int io_iter_init_user(struct io_iter *iter, const struct iovec *pieces,
		      unsigned int count)
{
	int err = io_iter_init(iter, pieces, count);

	if (err)
		return err;
	if (count)
		set_piece(iter, pieces);
	else
		*iter = (struct io_iter){.next = (const void *)IO_ITER_USER};
	return 0;
}

/* Where a piece begins and how long it is, is the program's: the sum may wrap. */
static size_t piece_rest(const struct io_iter *iter, const struct iovec *piece)
{
	return (unsigned long)piece->iov_base + piece->iov_len -
	       (unsigned long)iter->at;
}

/* Bytes, up to @size, that lie in a row at iter->at; 0 only at the end. */
static size_t run_of(struct io_iter *iter, size_t size)
{
	const struct iovec *piece = piece_at_hand(iter);

	size = min(size, iter->left);
	if (!size || !piece)
		return size;
	while (!piece_rest(iter, piece))
		set_piece(iter, ++piece);
	return min(size, piece_rest(iter, piece));
}

static void __user *user_at(const struct io_iter *iter)
{
	return (void __user *)iter->at;
}

size_t io_copy_to_user(struct io_iter *to, const void *from, size_t size)
{
	size_t run, moved, done = 0;

	while ((run = run_of(to, size - done))) {
		moved = user_copy_to_part(user_at(to), (const u8 *)from + done,
					  run);
		io_iter_advance_user(to, moved);
		done += moved;
		if (moved < run)
			break;
	}
	return done;
}

size_t io_copy_from_user(struct io_iter *from, void *to, size_t size)
{
	size_t run, moved, done = 0;

	while ((run = run_of(from, size - done))) {
		moved = user_copy_from_part((u8 *)to + done, user_at(from),
					    run);
		io_iter_advance_user(from, moved);
		done += moved;
		if (moved < run)
			break;
	}
	return done;
}

size_t io_zero_user(struct io_iter *to, size_t size)
{
	size_t run, moved, done = 0;

	while ((run = run_of(to, size - done))) {
		moved = user_zero_part(user_at(to), run);
		io_iter_advance_user(to, moved);
		done += moved;
		if (moved < run)
			break;
	}
	return done;
}

size_t io_skip_user(struct io_iter *iter, size_t size)
{
	size_t run, done = 0;

	while ((run = run_of(iter, size - done))) {
		io_iter_advance_user(iter, run);
		done += run;
	}
	return done;
}

/* To the end of the page at iter->at. */
static size_t page_rest(const struct io_iter *iter)
{
	return PAGE_SIZE - ((unsigned long)iter->at & (PAGE_SIZE - 1));
}

size_t io_fault_in(const struct io_iter *iter, size_t size, bool write)
{
	struct io_iter ahead = *iter;
	size_t run, done = 0;

	if (!((unsigned long)iter->next & IO_ITER_USER))
		return min(size, iter->left);
	while ((run = run_of(&ahead, size - done))) {
		if (user_touch(user_at(&ahead), write))
			break;
		run = min(run, page_rest(&ahead));
		io_iter_advance_user(&ahead, run);
		done += run;
	}
	return done;
}
