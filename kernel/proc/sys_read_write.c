// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls that move bytes between a file and the program's memory. Results
 * are those of the file's operations: what was moved before an error counts.
 */
#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/file.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

#include "user_pieces.h"

enum {
	/* Of preadv2(2); those that make no difference to files in memory. */
	RWF_HIPRI = 1,
	RWF_DSYNC = 2,
	RWF_SYNC = 4,
};

/* The buffer cannot be the program's; the descriptor is looked at first. */
static __noinline long refuse(int fd, bool (*mode_allows)(const struct file *))
{
	struct fd_ref ref = fd_ref_get(fd);
	long err = ref.file && mode_allows(ref.file) ? -EFAULT : -EBADF;

	fd_ref_put(ref);
	return err;
}

long sys_read(int fd, void __user *buffer, size_t size)
{
	struct io_iter to;
	struct fd_ref ref;
	long done;

	if (unlikely(!io_iter_user(&to, buffer, size)))
		return refuse(fd, file_readable);
	ref = fd_ref_get(fd);
	if (unlikely(!ref.file))
		return -EBADF;
	done = file_read(ref.file, &to);
	fd_ref_put(ref);
	return done;
}

long sys_write(int fd, const void __user *buffer, size_t size)
{
	struct io_iter from;
	struct fd_ref ref;
	long done;

	if (unlikely(!io_iter_user(&from, buffer, size)))
		return refuse(fd, file_writable);
	ref = fd_ref_get(fd);
	if (unlikely(!ref.file))
		return -EBADF;
	done = file_write(ref.file, &from);
	fd_ref_put(ref);
	return done;
}

long sys_pread64(int fd, void __user *buffer, size_t size, s64 position)
{
	struct io_iter to;
	struct fd_ref ref;
	long done;

	if (unlikely(position < 0))
		return -EINVAL;
	if (unlikely(!io_iter_user(&to, buffer, size)))
		return refuse(fd, file_readable);
	ref = fd_ref_get(fd);
	if (unlikely(!ref.file))
		return -EBADF;
	done = file_read_at(ref.file, &to, (u64)position);
	fd_ref_put(ref);
	return done;
}

long sys_pwrite64(int fd, const void __user *buffer, size_t size, s64 position)
{
	struct io_iter from;
	struct fd_ref ref;
	long done;

	if (unlikely(position < 0))
		return -EINVAL;
	if (unlikely(!io_iter_user(&from, buffer, size)))
		return refuse(fd, file_writable);
	ref = fd_ref_get(fd);
	if (unlikely(!ref.file))
		return -EBADF;
	done = file_write_at(ref.file, &from, (u64)position);
	fd_ref_put(ref);
	return done;
}

/* At @position, or at the file's if that is NULL. */
struct piecewise {
	bool write;
	const s64 *position;
};

static long move_pieces(struct file *file, struct io_iter *iter,
			const struct piecewise *how)
{
	if (how->position && how->write)
		return file_write_at(file, iter, (u64)*how->position);
	if (how->position)
		return file_read_at(file, iter, (u64)*how->position);
	return how->write ? file_write(file, iter) : file_read(file, iter);
}

static long move_user_pieces(int fd, const struct iovec __user *from,
			     unsigned long count, const struct piecewise *how)
{
	struct fd_ref ref = fd_ref_get(fd);
	struct user_pieces pieces;
	struct io_iter iter;
	long done;

	if (!ref.file)
		return -EBADF;
	done = user_pieces_get(&pieces, from, count, &iter);
	if (!done) {
		done = move_pieces(ref.file, &iter, how);
		user_pieces_put(&pieces);
	}
	fd_ref_put(ref);
	return done;
}

long sys_readv(int fd, const struct iovec __user *pieces, unsigned long count)
{
	const struct piecewise how = {.write = false};

	return move_user_pieces(fd, pieces, count, &how);
}

long sys_writev(int fd, const struct iovec __user *pieces, unsigned long count)
{
	const struct piecewise how = {.write = true};

	return move_user_pieces(fd, pieces, count, &how);
}

static long move_user_pieces_at(int fd, const struct iovec __user *pieces,
				unsigned long count,
				const struct piecewise *how)
{
	if (*how->position < 0)
		return -EINVAL;
	return move_user_pieces(fd, pieces, count, how);
}

long sys_preadv(int fd, const struct iovec __user *pieces, unsigned long count,
		s64 position)
{
	const struct piecewise how = {.position = &position};

	return move_user_pieces_at(fd, pieces, count, &how);
}

long sys_pwritev(int fd, const struct iovec __user *pieces, unsigned long count,
		 s64 position)
{
	const struct piecewise how = {.write = true, .position = &position};

	return move_user_pieces_at(fd, pieces, count, &how);
}

static long check_rwf(int flags)
{
	return flags & ~(RWF_HIPRI | RWF_DSYNC | RWF_SYNC) ? -EOPNOTSUPP : 0;
}

/* The fifth argument is the upper half of the position where long is short. */
long sys_preadv2(int fd, const struct iovec __user *pieces, unsigned long count,
		 s64 position, unsigned long unused, int flags)
{
	(void)unused;
	if (check_rwf(flags))
		return -EOPNOTSUPP;
	return position == -1 ? sys_readv(fd, pieces, count)
			      : sys_preadv(fd, pieces, count, position);
}

long sys_pwritev2(int fd, const struct iovec __user *pieces,
		  unsigned long count, s64 position, unsigned long unused,
		  int flags)
{
	(void)unused;
	if (check_rwf(flags))
		return -EOPNOTSUPP;
	return position == -1 ? sys_writev(fd, pieces, count)
			      : sys_pwritev(fd, pieces, count, position);
}
