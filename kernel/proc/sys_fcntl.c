// SPDX-License-Identifier: GPL-2.0-only
/*
 * fcntl(2), flock(2) and ioctl(2): a number says what is to be done. What one kind
 * of file only knows is in its operations; the rest is here.
 */
#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/file.h>
#include <exo/file_lock.h>
#include <exo/file_table.h>
#include <exo/inode.h>
#include <exo/limits.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/ioctl.h>

#include "duplicate.h"

static int lowest_of(unsigned long arg)
{
	return arg > INT_MAX ? -1 : (int)arg;
}

/* What locks of @command belong to. */
static const void *lock_owner(const struct file *file, int command)
{
	switch (command) {
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return file;
	default:
		return current->files;
	}
}

/* F_GETLK and its like tell it to those who ask. */
static int set_lock_pid(struct flock *lock, bool of_file)
{
	if (of_file && lock->l_pid)
		return -EINVAL;
	lock->l_pid = of_file		? -1
		      : current_process ? (s32)current_process->id
					: (s32)current->id;
	return 0;
}

/*
 * Who shares the table may have closed @fd since it was looked up, and with it have
 * let go of all locks of the process on @file: one that came later would stay.
 */
static int drop_unless_open(int fd, struct file *file)
{
	struct fd_ref ref = fd_ref_get(fd);
	bool open = ref.file == file;

	fd_ref_put(ref);
	if (open)
		return 0;
	file_locks_drop(file, current->files);
	return -EBADF;
}

static int change_lock(int fd, struct file *file, int command,
		       struct flock *lock)
{
	const void *owner = lock_owner(file, command);
	bool wait = command == F_SETLKW || command == F_OFD_SETLKW;
	int err = set_lock_pid(lock, owner == file);

	if (!err)
		err = file_lock_set(file, owner, lock, wait);
	if (err || owner == file || lock->l_type == F_UNLCK)
		return err;
	return drop_unless_open(fd, file);
}

static int test_lock(struct file *file, int command, struct flock *lock)
{
	const void *owner = lock_owner(file, command);
	int err = set_lock_pid(lock, owner == file);

	return err ? err : file_lock_test(file, owner, lock);
}

static long control_lock(int fd, struct file *file, int command,
			 struct flock __user *user)
{
	struct flock lock;
	int err;

	if (user_copy_from(&lock, user, sizeof(lock)))
		return -EFAULT;
	if (command != F_GETLK && command != F_OFD_GETLK)
		return change_lock(fd, file, command, &lock);
	err = test_lock(file, command, &lock);
	return err ? err : user_copy_to(user, &lock, sizeof(lock));
}

/* Whether a process, a thread or, as -@id, a group has that number. */
static bool somebody_is(s32 id)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	bool is = id < 0 ? process_group_find_locked(-(u32)id) != NULL
			 : process_find_by_task_locked((u32)id) != NULL;

	spin_unlock_irqrestore(&process_lock, flags);
	return is;
}

/* F_SETOWN; 0 is nobody. */
static long set_signal_owner(struct file *file, s32 owner)
{
	if (owner == INT_MIN)
		return -EINVAL;
	if (owner && !somebody_is(owner))
		return -ESRCH;
	return file_fcntl(file, F_SETOWN, (unsigned long)owner);
}

static long control_file(int fd, struct file *file, int command,
			 unsigned long arg)
{
	if (file->flags & O_PATH && command != F_GETFL)
		return -EBADF;
	switch (command) {
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return control_lock(fd, file, command,
				    (struct flock __user *)arg);
	case F_SETOWN:
		return set_signal_owner(file, (s32)arg);
	default:
		return file_fcntl(file, (unsigned int)command, arg);
	}
}

long sys_fcntl(int fd, int command, unsigned long arg)
{
	struct fd_ref ref;
	long result;

	switch (command) {
	case F_DUPFD:
		return duplicate_from(fd, 0, lowest_of(arg));
	case F_DUPFD_CLOEXEC:
		return duplicate_from(fd, O_CLOEXEC, lowest_of(arg));
	case F_GETFD:
		return fd_get_flags(current->files, fd);
	case F_SETFD:
		return fd_set_flags(current->files, fd, (u32)arg & FD_CLOEXEC);
	default:
		break;
	}
	ref = fd_ref_get(fd);
	if (!ref.file)
		return -EBADF;
	result = control_file(fd, ref.file, command, arg);
	fd_ref_put(ref);
	return result;
}

long sys_flock(int fd, unsigned int operation)
{
	struct fd_ref ref = fd_ref_get(fd);
	long result;

	if (!ref.file)
		return -EBADF;
	result = ref.file->flags & O_PATH ? -EBADF
					  : file_flock(ref.file, operation);
	fd_ref_put(ref);
	return result;
}

/* Set the status flag @flag as the int at @from says. */
static long set_flag(struct file *file, u32 flag, const int __user *from)
{
	u32 flags = __atomic_load_n(&file->flags, __ATOMIC_RELAXED);
	int on;

	if (user_get(on, from))
		return -EFAULT;
	return file_set_flags(file, on ? flags | flag : flags & ~flag);
}

/* FIONREAD: what is left of a regular file is known here. */
static long bytes_to_read(struct file *file)
{
	s64 position;

	if (!inode_is_regular(file->inode))
		return file_control(file, FIONREAD, 0);
	position = file_seek(file, 0, SEEK_CUR);
	return position < 0 ? position : (s64)file->inode->size - position;
}

static long put_bytes_to_read(struct file *file, int __user *to)
{
	long bytes = bytes_to_read(file);

	if (bytes < 0 && (!file->inode || !S_ISREG(file->inode->mode)))
		return bytes;
	return user_put(to, (int)bytes);
}

static long control(struct file *file, unsigned int command, unsigned long arg)
{
	if (file->flags & O_PATH)
		return -EBADF;
	switch (command) {
	case FIONBIO:
		return set_flag(file, O_NONBLOCK, (const int __user *)arg);
	case FIOASYNC:
		return set_flag(file, O_ASYNC, (const int __user *)arg);
	case FIONREAD:
		return put_bytes_to_read(file, (int __user *)arg);
	default:
		return file_control(file, command, arg);
	}
}

long sys_ioctl(int fd, unsigned int command, unsigned long arg)
{
	struct fd_ref ref;
	long result;

	if (command == FIOCLEX || command == FIONCLEX)
		return fd_set_flags(current->files, fd,
				    command == FIOCLEX ? FD_CLOEXEC : 0);
	ref = fd_ref_get(fd);
	if (!ref.file)
		return -EBADF;
	result = control(ref.file, command, arg);
	fd_ref_put(ref);
	return result;
}
