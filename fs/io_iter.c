// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walking over the pieces of memory of one read or write.
 */
#include <exo/compiler.h>
#include <exo/io_iter.h>
#include <exo/limits.h>
#include <exo/string.h>
#include <uapi/errno.h>

/* Never without CONFIG_USER, and the compiler knows. */
static bool is_user(const struct io_iter *iter)
{
	return IS_ENABLED(CONFIG_USER) &&
	       (unsigned long)iter->next & IO_ITER_USER;
}

int io_iter_init(struct io_iter *iter, const struct iovec *pieces,
		 unsigned int count)
{
	size_t sum = 0;

	if (count > UIO_MAXIOV)
		return -EINVAL;
	for (unsigned int i = 0; i < count; i++) {
		if (__builtin_add_overflow(sum, pieces[i].iov_len, &sum) ||
		    sum > SSIZE_MAX)
			return -EINVAL;
	}
	*iter = (struct io_iter){.left = sum, .next = pieces};
	return 0;
}

/*
 * Bytes, up to @size, that lie in a row at iter->at; 0 only at the end, or when
 * the next piece cannot be accessed.
 */
static size_t run_of(struct io_iter *iter, size_t size)
{
	size = min(size, iter->left);
	while (size && !iter->here) {
		if (unlikely(!iter->next->iov_base && iter->next->iov_len))
			return 0;
		iter->at = iter->next->iov_base;
		iter->here = iter->next->iov_len;
		iter->next++;
	}
	return min(size, iter->here);
}

static __noinline size_t copy_to_kernel(struct io_iter *to, const void *from,
					size_t size)
{
	size_t run, done = 0;

	while ((run = run_of(to, size - done))) {
		memcpy(to->at, (const u8 *)from + done, run);
		io_iter_advance(to, run);
		done += run;
	}
	return done;
}

/* The choice alone, so that a program pays for no registers of the other. */
size_t io_copy_to_pieces(struct io_iter *to, const void *from, size_t size)
{
	return is_user(to) ? io_copy_to_user(to, from, size)
			   : copy_to_kernel(to, from, size);
}

static __noinline size_t copy_from_kernel(struct io_iter *from, void *to,
					  size_t size)
{
	size_t run, done = 0;

	while ((run = run_of(from, size - done))) {
		memcpy((u8 *)to + done, from->at, run);
		io_iter_advance(from, run);
		done += run;
	}
	return done;
}

size_t io_copy_from_pieces(struct io_iter *from, void *to, size_t size)
{
	return is_user(from) ? io_copy_from_user(from, to, size)
			     : copy_from_kernel(from, to, size);
}

static __noinline size_t zero_kernel(struct io_iter *to, size_t size)
{
	size_t run, done = 0;

	while ((run = run_of(to, size - done))) {
		memset(to->at, 0, run);
		io_iter_advance(to, run);
		done += run;
	}
	return done;
}

size_t io_zero_pieces(struct io_iter *to, size_t size)
{
	return is_user(to) ? io_zero_user(to, size) : zero_kernel(to, size);
}

static __noinline size_t skip_kernel(struct io_iter *iter, size_t size)
{
	size_t run, done = 0;

	while ((run = run_of(iter, size - done))) {
		io_iter_advance(iter, run);
		done += run;
	}
	return done;
}

size_t io_skip_pieces(struct io_iter *iter, size_t size)
{
	return is_user(iter) ? io_skip_user(iter, size)
			     : skip_kernel(iter, size);
}
