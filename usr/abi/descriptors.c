// SPDX-License-Identifier: GPL-2.0-only
/*
 * Descriptors: copies, flags, limits.
 */
#include "abi.h"

#include <limits.h>
#include <sys/ioctl.h>
#include <sys/resource.h>

static void show_dup(void)
{
	topic("dup");
	SHOW(open, "file", O_RDWR | O_CREAT, 0644);
	SHOW(dup, 3);
	SHOW(dup, 99);
	SHOW(dup2, 3, 10);
	SHOW(dup2, 3, 3);
	SHOW(dup2, 99, 3);
	SHOW(dup2, 99, 99);
	SHOW(dup2, 3, -1);
	SHOW(dup2, 3, 1 << 30);
	SHOW(dup3, 3, 11, O_CLOEXEC);
	SHOW(dup3, 3, 3, 0);
	SHOW(dup3, 3, 12, O_APPEND);
	SHOW(write, 3, "ab", 2);
	SHOW(lseek, 10, 0, SEEK_CUR); /* they share a position */
	SHOW(fcntl, 10, F_GETFD);
	SHOW(fcntl, 11, F_GETFD);
}

static void flags_of_another(void)
{
	SHOW(fcntl, 3, F_SETFL, O_NOATIME);
	SHOW(setuid, 1000);
	SHOW(fcntl, 3, F_SETFL, O_NOATIME); /* as it is already */
	SHOW(fcntl, 3, F_SETFL, O_APPEND);
	SHOW(fcntl, 3, F_SETFL, O_NOATIME);
}

/* A file that tells of itself, while it is read. */
static void show_fdinfo(void)
{
	char text[100];

	topic("fdinfo");
	SHOW(open, "/dev/null", O_RDONLY);
	SHOW(open, "/proc/self/fdinfo/3", O_RDONLY);
	SHOW(dup2, 4, 3);
	SHOW_SIGN(read, 3, text, sizeof(text));
	VALUE(strncmp(text, "pos:\t0\n", 7));
	SHOW(close, 3);
	SHOW(close, 4);
}

static void show_fcntl(void)
{
	topic("fcntl");
	SHOW(fcntl, 3, F_DUPFD, 20);
	SHOW(fcntl, 3, F_DUPFD_CLOEXEC, 20);
	SHOW(fcntl, 21, F_GETFD);
	SHOW(fcntl, 3, F_DUPFD, -1);
	SHOW(fcntl, 3, F_DUPFD, 1 << 30);
	SHOW(fcntl, 3, F_SETFD, FD_CLOEXEC);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(fcntl, 4, F_GETFD);
	SHOW(fcntl, 3, F_SETFD, 0);
	VALUE(fcntl(3, F_GETFL) & (O_ACCMODE | O_APPEND | O_NONBLOCK));
	SHOW(fcntl, 3, F_SETFL, O_APPEND | O_NONBLOCK | O_WRONLY);
	VALUE(fcntl(3, F_GETFL) & (O_ACCMODE | O_APPEND | O_NONBLOCK));
	VALUE(fcntl(4, F_GETFL) & (O_ACCMODE | O_APPEND | O_NONBLOCK));
	SHOW(fcntl, 3, F_SETFL, 0);
	show_child("another user", flags_of_another);
	SHOW(fcntl, 3, F_SETOWN, 1);
	SHOW(fcntl, 3, F_GETOWN);
	SHOW(fcntl, 3, F_SETOWN, 1 << 22);
	SHOW(fcntl, 3, F_SETOWN, -(1 << 22));
	SHOW(fcntl, 3, F_SETOWN, INT_MIN);
	VALUE(fcntl(3, F_SETOWN, -getpgrp()));
	SHOW(fcntl, 3, F_SETOWN, 0);
	SHOW(fcntl, 3, F_GETOWN);
	SHOW(fcntl, 99, F_GETFD);
	SHOW(fcntl, 3, 9999);
	SHOW(fcntl, 3, F_GETPIPE_SZ);
}

static void show_ioctl(void)
{
	int on = 1;

	topic("ioctl");
	SHOW(ioctl, 3, FIOCLEX);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(ioctl, 3, FIONCLEX);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(ioctl, 3, FIONBIO, &on);
	VALUE(fcntl(3, F_GETFL) & O_NONBLOCK);
	SHOW(ioctl, 3, FIONBIO, NOWHERE);
	SHOW(ioctl, 3, TIOCGWINSZ, NOWHERE);
	SHOW(ioctl, 3, 0x12345678, 0);
	SHOW(ioctl, 99, FIOCLEX);
}

static void show_limit(void)
{
	struct rlimit limit = {16, 16}, old;

	topic("RLIMIT_NOFILE");
	SHOW(prlimit64, 0, RLIMIT_NOFILE, &limit, &old);
	VALUE(old.rlim_cur >= 64);
	SHOW(dup2, 3, 16);
	SHOW(dup2, 3, 15);
	for (int i = 4; i < 15; i++)
		dup2(3, i);
	SHOW(dup, 3);
	SHOW(open, "file", O_RDONLY);
	SHOW(fcntl, 3, F_DUPFD, 16);
	SHOW(read, 20, &limit, 0); /* above the limit, but open */
}

static void show_close(void)
{
	topic("close_range");
	SHOW(close_range, 5, 4, 0);
	SHOW(close_range, 5, 1 << 20, 99);
	SHOW(close_range, 4, ~0U, 0);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(fcntl, 4, F_GETFD);
	SHOW(dup, 3);
	SHOW(close_range, 4, 4, 4);
	SHOW(fcntl, 4, F_GETFD);
	SHOW(close, 4);
}

void abi_descriptors(void)
{
	show_fdinfo();
	show_dup();
	show_fcntl();
	show_ioctl();
	show_child("limited child", show_limit);
	show_close();
	SHOW(close, 3);
	unlink("file");
}
