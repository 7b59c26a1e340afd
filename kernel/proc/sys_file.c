// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls about the position and the storage of an open file. There is no disk
 * as yet: advice is checked and forgotten.
 */
#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/file.h>
#include <exo/inode.h>
#include <exo/limits.h>
#include <exo/syscalls.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

enum {
	ADVICE_MAX = 5, /* POSIX_FADV_NOREUSE */
	/* Of fallocate(2). */
	FALLOC_FL_KEEP_SIZE = 1,
};

long sys_lseek(int fd, s64 offset, unsigned int whence)
{
	struct fd_ref ref = fd_ref_get(fd);
	s64 position = -EINVAL;

	if (unlikely(!ref.file))
		return -EBADF;
	if (whence <= SEEK_HOLE)
		position = file_seek(ref.file, offset, (int)whence);
	fd_ref_put(ref);
	return position;
}

static long sync_file(int fd, bool data_only)
{
	struct fd_ref ref = fd_ref_get(fd);
	int err;

	if (!ref.file)
		return -EBADF;
	err = file_sync(ref.file, data_only);
	fd_ref_put(ref);
	return err;
}

long sys_fsync(int fd)
{
	return sync_file(fd, false);
}

long sys_fdatasync(int fd)
{
	return sync_file(fd, true);
}

long sys_sync(void)
{
	return 0;
}

long sys_syncfs(int fd)
{
	struct fd_ref ref = fd_ref_get(fd);
	bool is_open = ref.file && !(ref.file->flags & O_PATH);

	fd_ref_put(ref);
	return is_open ? 0 : -EBADF;
}

static bool is_pipe(const struct file *file)
{
	return file->inode ? S_ISFIFO(file->inode->mode)
			   : file->stream && !file->ops->seek;
}

static int check_advice(const struct file *file, s64 length, int advice)
{
	if (file->flags & O_PATH)
		return -EBADF;
	if (is_pipe(file))
		return -ESPIPE;
	return length < 0 || (unsigned int)advice > ADVICE_MAX ? -EINVAL : 0;
}

long sys_fadvise64(int fd, s64 offset, s64 length, int advice)
{
	struct fd_ref ref = fd_ref_get(fd);
	int err;

	(void)offset;
	if (!ref.file)
		return -EBADF;
	err = check_advice(ref.file, length, advice);
	fd_ref_put(ref);
	return err;
}

long sys_readahead(int fd, s64 offset, size_t count)
{
	struct fd_ref ref = fd_ref_get(fd);
	int err = 0;

	(void)offset;
	(void)count;
	if (!ref.file)
		return -EBADF;
	if (!file_readable(ref.file))
		err = -EBADF;
	else if (!inode_is_regular(ref.file->inode))
		err = -EINVAL;
	fd_ref_put(ref);
	return err;
}

/* As Linux has it, in its order. */
static int check_fallocate(const struct file *file, int mode, s64 offset,
			   s64 length)
{
	if (offset < 0 || length <= 0)
		return -EINVAL;
	if (mode & ~FALLOC_FL_KEEP_SIZE)
		return -EOPNOTSUPP;
	if (!file_writable(file))
		return -EBADF;
	if (is_pipe(file))
		return -ESPIPE;
	if (file->inode && S_ISDIR(file->inode->mode))
		return -EISDIR;
	if (!inode_is_regular(file->inode))
		return -ENODEV;
	return offset > S64_MAX - length ? -EFBIG : 0;
}

/*
 * The file becomes as long as was asked for, of holes: memory is taken when they
 * are written to, and may then be short after all.
 */
static int extend(struct file *file, int mode, u64 end)
{
	return mode & FALLOC_FL_KEEP_SIZE ? 0 : vfs_extend_file(file, end);
}

long sys_fallocate(int fd, int mode, s64 offset, s64 length)
{
	struct fd_ref ref = fd_ref_get(fd);
	int err;

	if (!ref.file)
		return -EBADF;
	err = check_fallocate(ref.file, mode, offset, length);
	if (!err)
		err = extend(ref.file, mode, (u64)offset + (u64)length);
	fd_ref_put(ref);
	return err;
}
