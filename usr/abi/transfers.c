// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls that move bytes, by each kind of descriptor they may not be given: closed, of
 * the wrong direction, without an offset, full, limited.
 */
#include "abi.h"

#include <limits.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/uio.h>

static char page[4096];
static struct iovec piece = {page, 16};
static struct iovec bad = {NOWHERE, 16};
static struct iovec large[2] = {{page, SSIZE_MAX}, {page, 1}};

#define EACH_READ(fd, to, pieces)                        \
	do {                                             \
		SHOW(read, fd, to, 16);                  \
		SHOW(pread64, fd, to, 16, 0);            \
		SHOW(readv, fd, pieces, 1);              \
		SHOW(preadv, fd, pieces, 1, 0, 0);       \
		SHOW(preadv2, fd, pieces, 1, 0, 0, 0);   \
		SHOW(preadv2, fd, pieces, 1, -1, -1, 0); \
	} while (0)

#define EACH_WRITE(fd, from, pieces)                      \
	do {                                              \
		SHOW(write, fd, from, 16);                \
		SHOW(pwrite64, fd, from, 16, 0);          \
		SHOW(writev, fd, pieces, 1);              \
		SHOW(pwritev, fd, pieces, 1, 0, 0);       \
		SHOW(pwritev2, fd, pieces, 1, 0, 0, 0);   \
		SHOW(pwritev2, fd, pieces, 1, -1, -1, 0); \
	} while (0)

static void show_closed(void)
{
	topic("bytes from and to what is closed or the other way round");
	EACH_READ(99, page, &piece);
	EACH_WRITE(99, page, &piece);
	SHOW(open, "file", O_WRONLY | O_CREAT, 0644);
	EACH_READ(3, page, &piece);
	SHOW(write, 3, page, 100);
	SHOW(close, 3);
	SHOW(open, "file", O_RDONLY);
	EACH_WRITE(3, page, &piece);
	EACH_READ(3, NOWHERE, &bad);
	SHOW(preadv, 3, NOWHERE, 1, 0, 0);
	SHOW(preadv2, 3, NOWHERE, 1, 0, 0, 0);
	SHOW(close, 3);
	SHOW(open, ".", O_RDONLY);
	EACH_READ(3, page, &piece);
	EACH_WRITE(3, page, &piece);
	SHOW(close, 3);
	SHOW(open, "file", O_RDWR);
	EACH_WRITE(3, NOWHERE, &bad);
	SHOW(pwritev, 3, NOWHERE, 1, 0, 0);
	SHOW(pwritev2, 3, NOWHERE, 1, 0, 0, 0);
	SHOW(readv, 3, large, 2);
	SHOW(writev, 3, large, 2);
	SHOW(close, 3);
	SHOW(open, "file", O_PATH);
	EACH_READ(3, page, &piece);
	EACH_WRITE(3, page, &piece);
	SHOW(close, 3);
}

static void show_wrong_counts(void)
{
	topic("bytes at wrong places");
	SHOW(open, "file", O_RDWR);
	SHOW(preadv, 3, &piece, 1, -1, -1);
	SHOW(pwritev, 3, &piece, 1, -1, -1);
	SHOW(preadv, 3, &piece, 1025, 0, 0);
	SHOW(pwritev, 3, &piece, -1, 0, 0);
	SHOW(writev, 3, &piece, 1025);
	SHOW(preadv2, 3, &piece, 1, -2, -1, 0);
	SHOW(pwritev2, 3, &piece, 1, -2, -1, 0);
	SHOW(preadv2, 3, &piece, -1, 0, 0, 0);
	SHOW(pwritev2, 3, &piece, 1, 0, 0, 0x1000);
	SHOW(pwrite64, 3, page, 1, LONG_MAX);
	SHOW(pwrite64, 3, page, 16, LONG_MAX - 8);
	SHOW(lseek, 3, LONG_MAX, SEEK_SET);
	SHOW(write, 3, page, 1);
	SHOW(lseek, 3, 1, SEEK_CUR);
	SHOW(lseek, 3, LONG_MAX, SEEK_END);
	SHOW(close, 3);
}

static void show_without_offset(void)
{
	int ends[2];
	loff_t offset = 0;

	topic("bytes at a place in a pipe");
	SHOW(pipe2, ends, O_NONBLOCK);
	EACH_READ(3, page, &piece);
	SHOW(pwrite64, 4, page, 1, 0);
	SHOW(pwritev, 4, &piece, 1, 0, 0);
	SHOW(pwritev2, 4, &piece, 1, 0, 0, 0);
	SHOW(sendfile, 4, 3, &offset, 1);
	SHOW(sendfile, 4, 3, NULL, 1);
	SHOW(copy_file_range, 3, NULL, 4, NULL, 1, 0);
	SHOW(fallocate, 3, 0, 0, 1);
	SHOW(fallocate, 4, 0, 0, 1);
	SHOW(fadvise64, 3, 0, 0, 0);
	SHOW(readahead, 3, 0, 1);
	SHOW(syncfs, 3);
	SHOW(fdatasync, 3);
	while (write(4, page, sizeof(page)) > 0)
		;
	SHOW(write, 4, page, 16);
	SHOW(writev, 4, &piece, 1);
	SHOW(pwritev2, 4, &piece, 1, -1, -1, 0);
	SHOW(open, "file", O_RDONLY);
	SHOW(sendfile, 4, 5, NULL, 16);
	SHOW(close, 5);
	signal(SIGPIPE, SIG_IGN);
	SHOW(close, 3);
	SHOW(write, 4, page, 16);
	SHOW(writev, 4, &piece, 1);
	SHOW(pwritev2, 4, &piece, 1, -1, -1, 0);
	signal(SIGPIPE, SIG_DFL);
	SHOW(close, 4);
}

static void show_between_files(void)
{
	loff_t from = 0, to = 200, far = LONG_MAX;

	topic("bytes from file to file");
	SHOW(open, "file", O_RDWR);
	SHOW(open, "file", O_RDWR | O_APPEND);
	SHOW(open, ".", O_RDONLY);
	SHOW(sendfile, 4, 3, &from, 16);
	SHOW(copy_file_range, 3, &from, 4, &to, 16, 0);
	SHOW(sendfile, 3, 5, NULL, 16);
	SHOW(sendfile, 5, 3, NULL, 16);
	SHOW(copy_file_range, 5, NULL, 3, NULL, 16, 0);
	SHOW(copy_file_range, 3, NULL, 5, NULL, 16, 0);
	from = -1;
	SHOW(sendfile, 3, 3, &from, 16);
	SHOW(sendfile, 3, 3, &far, 16);
	SHOW(copy_file_range, 3, &from, 3, &to, 16, 0);
	from = 1;
	SHOW(copy_file_range, 3, &from, 3, &to, -1, 0);
	to = LONG_MAX;
	from = 0;
	SHOW(copy_file_range, 3, &from, 3, &to, 16, 0);
	SHOW(copy_file_range, 3, NOWHERE, 3, NULL, 16, 0);
	from = to = 0;
	SHOW(ftruncate, 3, 116);
	to = 116;
	SHOW(copy_file_range, 3, &from, 3, &to, LONG_MAX, 0);
	from = -100;
	SHOW(copy_file_range, 3, &from, 3, &to, 16, 0);
	SHOW(fallocate, 3, 0, LONG_MAX, 1);
	SHOW(fallocate, 3, 0, LONG_MAX - 1, 2);
	SHOW(fallocate, 3, 0x8, 0, 4096);
	SHOW(fallocate, 3, 0x1000, 0, 4096);
	SHOW(fallocate, 5, 0, 0, 1);
	SHOW(readahead, 5, 0, 1);
	SHOW(ftruncate, 5, 0);
	SHOW(close, 5);
	SHOW(open, "/dev/null", O_RDWR);
	SHOW(fallocate, 5, 0, 0, 1);
	SHOW(ftruncate, 5, 0);
	SHOW(copy_file_range, 3, NULL, 5, NULL, 16, 0);
	SHOW(truncate, "/dev/null", 0);
	SHOW(fsync, 5);
	SHOW(close, 5);
	SHOW(close, 4);
	SHOW(close, 3);
}

/* The limit is of 8192 bytes, and the signal of it is ignored. */
static void write_too_much(void)
{
	struct rlimit limit = {8192, 8192};
	loff_t from = 0, to = 8192;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	SHOW(open, "file", O_RDWR);
	SHOW(pwrite64, 3, page, 16, 8184);
	EACH_READ(3, page, &piece);
	SHOW(lseek, 3, 8192, SEEK_SET);
	SHOW(write, 3, page, 16);
	SHOW(pwrite64, 3, page, 16, 8192);
	SHOW(writev, 3, &piece, 1);
	SHOW(pwritev, 3, &piece, 1, 8192, 0);
	SHOW(pwritev2, 3, &piece, 1, 8192, 0, 0);
	SHOW(truncate, "file", 8193);
	SHOW(ftruncate, 3, 8193);
	SHOW(ftruncate, 3, 8192);
	SHOW(fallocate, 3, 0, 8192, 1);
	SHOW(copy_file_range, 3, &from, 3, &to, 16, 0);
	SHOW(sendfile, 3, 3, &from, 16);
	fflush(stdout);
	signal(SIGXFSZ, SIG_DFL);
	SHOW(write, 3, page, 16);
}

/* There is none left after the first. */
static void use_up_descriptors(void)
{
	struct rlimit limit = {4, 4};
	uint64_t how[3] = {O_RDONLY, 0, 0};
	int ends[2];

	SHOW(open, "file", O_RDWR);
	setrlimit(RLIMIT_NOFILE, &limit);
	SHOW(open, "file", O_RDONLY);
	SHOW(openat, AT_FDCWD, "file", O_RDONLY);
	SHOW(openat2, AT_FDCWD, "file", how, sizeof(how));
	SHOW(creat, "new", 0644);
	SHOW(access, "new", F_OK);
	SHOW(memfd_create, "name", 0);
	SHOW(dup, 3);
	SHOW(dup2, 3, 4);
	SHOW(dup3, 3, 4, 0);
	SHOW(dup3, 99, 1, 0);
	SHOW(fcntl, 3, F_DUPFD, 0);
	SHOW(fcntl, 3, F_DUPFD_CLOEXEC, 3);
	SHOW(pipe, ends);
	SHOW(pipe2, ends, 0);
	SHOW(pipe, NOWHERE);
	SHOW(close, 3);
	SHOW(pipe, ends); /* there is place for one of them */
	SHOW(open, "file", O_RDONLY);
}

void abi_transfers(void)
{
	show_closed();
	show_wrong_counts();
	show_without_offset();
	show_between_files();
	topic("limits of a process");
	show_child("child with small files", write_too_much);
	show_child("child with few descriptors", use_up_descriptors);
	unlink("file");
}
