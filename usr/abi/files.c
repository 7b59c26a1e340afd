// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading and writing regular files.
 */
#include "abi.h"

#include <limits.h>
#include <sys/sendfile.h>
#include <sys/uio.h>

static char buffer[8192];

static void show_open(void)
{
	topic("open");
	SHOW(open, "absent", O_RDONLY);
	SHOW(open, "", O_RDONLY);
	SHOW(open, NOWHERE, O_RDONLY);
	SHOW(open, KERNEL, O_RDONLY);
	SHOW(open, "file", O_RDWR | O_CREAT | O_EXCL, 0644);
	SHOW(open, "file", O_RDWR | O_CREAT | O_EXCL, 0644);
	SHOW(open, "file/below", O_RDONLY);
	SHOW(open, "file/", O_RDONLY);
	SHOW(open, "absent/", O_WRONLY | O_CREAT, 0644);
	SHOW(open, ".", O_WRONLY);
	SHOW(open, ".", O_RDWR | O_CREAT, 0644);
	SHOW(open, "file", O_RDONLY | O_DIRECTORY);
	SHOW(open, ".", O_RDONLY | O_DIRECTORY);
	SHOW(close, 4);
	symlink("file", "link");
	SHOW(open, "link", O_RDONLY | O_NOFOLLOW);
	SHOW(open, "link", O_RDONLY | O_CREAT | O_EXCL, 0644);
	SHOW(open, "link", O_PATH | O_NOFOLLOW);
	SHOW(read, 4, buffer, 1);
	SHOW(close, 4);
	SHOW(open, "file", O_WRONLY | O_RDWR);
	SHOW(read, 4, buffer, 1);
	SHOW(write, 4, "x", 1);
	SHOW(close, 4);
	unlink("link");
	SHOW(openat, AT_FDCWD, "file", O_RDONLY);
	SHOW(openat, 3, "x", O_RDONLY);
	SHOW(openat, 99, "x", O_RDONLY);
	SHOW(openat, 99, "/tmp", O_RDONLY);
	SHOW(close, 4);
	SHOW(close, 5);
	SHOW(close, 5);
	SHOW(close, -1);
	SHOW(creat, "created", 0600);
	SHOW(read, 4, buffer, 1);
	SHOW(close, 4);
	unlink("created");
}

static void show_write(void)
{
	topic("write");
	SHOW(write, 3, "0123456789", 10);
	SHOW(write, 3, NOWHERE, 0);
	SHOW(write, 3, NOWHERE, 1);
	SHOW(write, 3, KERNEL, 1);
	SHOW(write, 99, "x", 1);
	SHOW(write, -1, "x", 1);
	SHOW(lseek, 3, 0, SEEK_CUR);
	SHOW(open, "file", O_RDONLY);
	SHOW(write, 4, "x", 1);
	SHOW(close, 4);
	SHOW(open, "file", O_WRONLY | O_APPEND);
	SHOW(write, 4, "ab", 2);
	SHOW(lseek, 4, 0, SEEK_CUR);
	SHOW(pwrite64, 4, "cd", 2, 0); /* appends all the same */
	SHOW(read, 4, buffer, 1);
	SHOW(close, 4);
	SHOW(pwrite64, 3, "x", 1, -1);
	SHOW(pwrite64, 3, "x", 1, 20);
	SHOW(lseek, 3, 0, SEEK_END);
}

static void show_read(void)
{
	topic("read");
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(read, 3, buffer, 5);
	VALUE(memcmp(buffer, "01234", 5));
	SHOW(read, 3, buffer, 100);
	VALUE(buffer[8] == 'd' && buffer[9] == 0 && buffer[15] == 'x');
	SHOW(read, 3, buffer, 100);
	SHOW(read, 3, NOWHERE, 1);
	SHOW(read, 3, NOWHERE, 0);
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(read, 3, NOWHERE, 1);
	SHOW(read, 3, KERNEL, 1);
	SHOW(read, 99, buffer, 1);
	SHOW(pread64, 3, buffer, 3, 10);
	VALUE(memcmp(buffer, "abc", 3));
	SHOW(pread64, 3, buffer, 1, 1000);
	SHOW(pread64, 3, buffer, 1, -1);
	SHOW(pread64, 3, buffer, 1, LONG_MAX);
	SHOW(lseek, 3, 0, SEEK_CUR);
	SHOW(open, ".", O_RDONLY);
	SHOW(read, 4, buffer, 1);
	SHOW(pread64, 4, buffer, 1, 0);
	SHOW(close, 4);
}

static void show_vectors(void)
{
	struct iovec pieces[3] = {{buffer, 2}, {NULL, 0}, {buffer + 8, 4}};
	struct iovec bad[2] = {{"ab", 2}, {NOWHERE, 1}};
	struct iovec large[2] = {{buffer, SSIZE_MAX}, {buffer, 1}};

	topic("readv, writev");
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(readv, 3, pieces, 3);
	VALUE(memcmp(buffer, "01", 2));
	VALUE(memcmp(buffer + 8, "2345", 4));
	SHOW(readv, 3, pieces, 0);
	SHOW(readv, 3, pieces, -1);
	SHOW(readv, 3, pieces, 1025);
	SHOW(readv, 3, NOWHERE, 1);
	SHOW(readv, 3, large, 2);
	SHOW(writev, 3, bad, 2);
	SHOW(writev, 3, bad + 1, 1);
	SHOW(writev, 99, pieces, 1);
	SHOW(writev, 3, pieces, 3);
	SHOW(lseek, 3, 0, SEEK_CUR);
	SHOW(preadv, 3, pieces, 3, 8);
	SHOW(pwritev, 3, pieces, 3, 8);
	SHOW(preadv, 3, pieces, 3, -1);
}

static void show_seek(void)
{
	topic("lseek");
	SHOW(lseek, 3, 5, SEEK_SET);
	SHOW(lseek, 3, -2, SEEK_CUR);
	SHOW(lseek, 3, -4, SEEK_CUR);
	SHOW(lseek, 3, -1, SEEK_SET);
	SHOW(lseek, 3, 1L << 40, SEEK_SET);
	SHOW(read, 3, buffer, 1);
	SHOW(lseek, 3, LONG_MAX, SEEK_CUR);
	SHOW(lseek, 3, 0, 5);
	SHOW(lseek, 3, 0, SEEK_END);
	SHOW(lseek, 3, 1, SEEK_END);
	SHOW(lseek, 3, 0, SEEK_DATA);
	SHOW(lseek, 3, 100, SEEK_DATA);
	SHOW(lseek, 3, 0, SEEK_HOLE);
	SHOW(lseek, 99, 0, SEEK_SET);
}

static void show_truncate(void)
{
	topic("truncate");
	SHOW(ftruncate, 3, 5);
	SHOW(lseek, 3, 0, SEEK_END);
	SHOW(ftruncate, 3, 8);
	SHOW(pread64, 3, buffer, 20, 0);
	VALUE(buffer[5] == 0 && buffer[7] == 0);
	SHOW(ftruncate, 3, -1);
	SHOW(ftruncate, 99, 0);
	SHOW(open, "file", O_RDONLY);
	SHOW(ftruncate, 4, 0);
	SHOW(close, 4);
	SHOW(truncate, "file", 3);
	SHOW(truncate, "absent", 3);
	SHOW(truncate, ".", 3);
	SHOW(truncate, "file", -1);
	SHOW(truncate, NOWHERE, 1);
	SHOW(lseek, 3, 0, SEEK_END);
	SHOW(open, "file", O_WRONLY | O_TRUNC);
	SHOW(lseek, 4, 0, SEEK_END);
	SHOW(close, 4);
}

static void show_sendfile(void)
{
	off_t offset = 2;

	topic("sendfile");
	SHOW(pwrite64, 3, "0123456789", 10, 0);
	SHOW(open, "copy", O_RDWR | O_CREAT, 0644);
	SHOW(sendfile, 4, 3, &offset, 4);
	VALUE(offset);
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(sendfile, 4, 3, NULL, 100);
	SHOW(sendfile, 4, 3, NULL, 100);
	SHOW(lseek, 4, 0, SEEK_CUR);
	SHOW(pread64, 4, buffer, 20, 0);
	VALUE(memcmp(buffer, "23450123456789", 14));
	SHOW(sendfile, 99, 3, NULL, 1);
	SHOW(sendfile, 4, 99, NULL, 1);
	SHOW(sendfile, 4, 3, NOWHERE, 1);
	SHOW(close, 4);
	unlink("copy");
}

static void show_sync(void)
{
	topic("fsync");
	SHOW(fsync, 3);
	SHOW(fdatasync, 3);
	SHOW(fsync, 99);
	SHOW(sync, 0);
	SHOW(fadvise64, 3, 0, 0, 0);
	SHOW(fadvise64, 3, 0, 0, 99);
	SHOW(fadvise64, 99, 0, 0, 0);
	SHOW(fallocate, 3, 0, 0, 100);
	SHOW(lseek, 3, 0, SEEK_END);
	SHOW(fallocate, 3, 0, 0, 0);
	SHOW(fallocate, 3, 0, -1, 1);
	SHOW(fallocate, 99, 0, 0, 1);
}

void abi_files(void)
{
	show_open();
	show_write();
	show_read();
	show_vectors();
	show_seek();
	show_truncate();
	show_sendfile();
	show_sync();
	SHOW(close, 3);
	SHOW(unlink, "file");
}
