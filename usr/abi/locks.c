// SPDX-License-Identifier: GPL-2.0-only
/*
 * Locks on files.
 */
#include "abi.h"

#include <sys/file.h>

static struct flock range(short type, long start, long length)
{
	return (struct flock){.l_type = type,
			      .l_whence = SEEK_SET,
			      .l_start = start,
			      .l_len = length};
}

static void lock_from_child(void)
{
	struct flock lock = range(F_WRLCK, 5, 1);

	SHOW(fcntl, 3, F_SETLK, &lock);
	SHOW(fcntl, 3, F_GETLK, &lock);
	VALUE(lock.l_type);
	VALUE(lock.l_start);
	VALUE(lock.l_len);
	VALUE(lock.l_pid == getppid());
	lock = range(F_RDLCK, 25, 1);
	SHOW(fcntl, 3, F_SETLK, &lock);
	lock = range(F_WRLCK, 15, 5);
	SHOW(fcntl, 3, F_SETLK, &lock);
	SHOW(fcntl, 3, F_GETLK, &lock);
	VALUE(lock.l_type == F_UNLCK);
}

static void flock_from_child(void)
{
	SHOW(open, "file", O_RDWR);
	SHOW(flock, 4, LOCK_SH | LOCK_NB);
	SHOW(flock, 3, LOCK_EX | LOCK_NB); /* the parent's own lock */
}

void abi_locks(void)
{
	struct flock lock = range(F_WRLCK, 0, 10);

	topic("byte ranges");
	SHOW(open, "file", O_RDWR | O_CREAT, 0644);
	SHOW(fcntl, 3, F_SETLK, &lock);
	lock = range(F_RDLCK, 20, 10);
	SHOW(fcntl, 3, F_SETLK, &lock);
	lock = range(F_WRLCK, 0, 0);
	SHOW(fcntl, 3, F_GETLK, &lock);
	VALUE(lock.l_type == F_UNLCK);
	show_child("another process", lock_from_child);
	lock = range(F_WRLCK, 0, 10);
	lock.l_type = 99;
	SHOW(fcntl, 3, F_SETLK, &lock);
	lock = range(F_WRLCK, -1, 1);
	SHOW(fcntl, 3, F_SETLK, &lock);
	lock = range(F_WRLCK, 5, -10);
	SHOW(fcntl, 3, F_SETLK, &lock);
	SHOW(fcntl, 3, F_SETLK, NOWHERE);
	SHOW(fcntl, 99, F_SETLK, &lock);
	lock = range(F_UNLCK, 0, 0);
	SHOW(fcntl, 3, F_SETLK, &lock);

	topic("flock");
	SHOW(flock, 3, LOCK_EX);
	show_child("another file", flock_from_child);
	SHOW(flock, 3, LOCK_SH);
	SHOW(flock, 3, LOCK_UN);
	SHOW(flock, 3, 0);
	SHOW(flock, 99, LOCK_EX);
	SHOW(close, 3);
	SHOW(open, "file", O_RDONLY);
	lock = range(F_WRLCK, 0, 1);
	SHOW(fcntl, 3, F_SETLK, &lock);
	SHOW(close, 3);
	unlink("file");
}
