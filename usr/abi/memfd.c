// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files without a name, and seals.
 */
#include "abi.h"

#include <sys/mman.h>
#include <sys/uio.h>

#define PAGE	   4096L
#define READ_WRITE (PROT_READ | PROT_WRITE)
#define F_ADD	   1033 /* F_ADD_SEALS */
#define F_GET	   1034

enum {
	SEAL = 1,
	SHRINK = 2,
	GROW = 4,
	WRITE = 8,
	FUTURE_WRITE = 16,
	CLOEXEC = 1,
	ALLOW_SEALING = 2,
};

static char bytes[2 * PAGE];

/* A mapping, by its errno only. */
static void show_map(const char *text, int fd, int prot, int flags)
{
	long at = RAW(SYS_mmap, NULL, PAGE, prot, flags, fd, 0);

	show(text, at < 0 && at > -4096 ? at : 0);
	if (at > 0)
		munmap((void *)at, PAGE);
}

#define SHOW_MAP(fd, prot, flags) \
	show_map("mmap(" #fd ", " #prot ", " #flags ")", fd, prot, flags)

static void show_create(void)
{
	static char longest[251];
	struct stat status;
	char text[64] = "";

	topic("memfd_create");
	memset(longest, 'x', 249);
	SHOW(memfd_create, "name", 0);
	RAW(SYS_fstat, 3, &status);
	VALUE(status.st_mode & 0170000);
	VALUE(status.st_mode & 07777);
	VALUE(status.st_nlink);
	VALUE(status.st_size);
	VALUE(status.st_uid);
	SHOW(readlink, "/proc/self/fd/3", text, sizeof(text) - 1);
	TEXT(text);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(fcntl, 3, F_GETFL);
	SHOW(fcntl, 3, F_GET);
	SHOW(fcntl, 3, F_ADD, SHRINK);
	SHOW(write, 3, "hello", 5);
	SHOW(lseek, 3, 0, SEEK_CUR);
	SHOW(pread64, 3, bytes, 10, 1);
	SHOW(ftruncate, 3, 3 * PAGE);
	SHOW(lseek, 3, 0, SEEK_END);
	SHOW(fallocate, 3, 0, 0, 4 * PAGE);
	SHOW(lseek, 3, 0, SEEK_END);
	SHOW(open, "/proc/self/fd/3", O_RDONLY);
	SHOW(pread64, 4, bytes, 10, 0);
	SHOW(fcntl, 4, F_GET);
	SHOW(fcntl, 4, F_ADD, SHRINK);
	SHOW(close, 4);
	SHOW(fchmod, 3, 0);
	SHOW(fchown, 3, 1, 1);
	SHOW(fsync, 3);
	SHOW(close, 3);
	SHOW(memfd_create, "", CLOEXEC | ALLOW_SEALING);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(fcntl, 3, F_GET);
	SHOW(close, 3);
	SHOW(memfd_create, longest, 0);
	SHOW(close, 3);
	longest[249] = 'x';
	SHOW(memfd_create, longest, 0);
	SHOW(memfd_create, "name", 0x100);
	SHOW(memfd_create, NOWHERE, 0);
	SHOW(memfd_create, NOWHERE, 0x100);
	SHOW(memfd_create, KERNEL, 0);
}

static void show_size_seals(void)
{
	topic("F_SEAL_SHRINK and F_SEAL_GROW");
	SHOW(memfd_create, "name", ALLOW_SEALING);
	SHOW(ftruncate, 3, PAGE + 10);
	SHOW(fcntl, 3, F_ADD, SHRINK);
	SHOW(fcntl, 3, F_GET);
	SHOW(ftruncate, 3, PAGE);
	SHOW(ftruncate, 3, PAGE + 10);
	SHOW(ftruncate, 3, PAGE + 20);
	SHOW(fcntl, 3, F_ADD, GROW);
	SHOW(fcntl, 3, F_ADD, GROW);
	SHOW(fcntl, 3, F_GET);
	SHOW(ftruncate, 3, PAGE + 21);
	SHOW(ftruncate, 3, PAGE + 19);
	SHOW(fallocate, 3, 0, 0, PAGE + 20);
	SHOW(fallocate, 3, 0, 0, PAGE + 21);
	SHOW(pwrite64, 3, bytes, 20, PAGE);
	SHOW(pwrite64, 3, bytes, 21, PAGE);
	SHOW(pwrite64, 3, bytes, PAGE + 21, 0);
	SHOW(pwrite64, 3, bytes, 1, PAGE + 20);
	SHOW(pwrite64, 3, bytes, 0, PAGE + 20);
	SHOW(pwrite64, 3, bytes, 30, PAGE - 10);
	SHOW(fcntl, 3, F_ADD, SEAL);
	SHOW(fcntl, 3, F_ADD, SEAL);
	SHOW(fcntl, 3, F_ADD, 0);
	SHOW(fcntl, 3, F_GET);
	SHOW(pwrite64, 3, "a", 1, 0);
	SHOW(close, 3);
}

static void show_write_seals(void)
{
	char *map;

	topic("F_SEAL_WRITE");
	SHOW(memfd_create, "name", ALLOW_SEALING);
	SHOW(ftruncate, 3, PAGE);
	map = mmap(NULL, PAGE, READ_WRITE, MAP_SHARED, 3, 0);
	map[0] = 'm';
	SHOW(fcntl, 3, F_ADD, WRITE);
	SHOW(fcntl, 3, F_ADD, WRITE | GROW);
	SHOW(fcntl, 3, F_GET);
	SHOW(mprotect, map, PAGE, PROT_READ);
	SHOW(fcntl, 3, F_ADD, WRITE);
	SHOW(munmap, map, PAGE);
	map = mmap(NULL, PAGE, READ_WRITE, MAP_PRIVATE, 3, 0);
	SHOW(fcntl, 3, F_ADD, WRITE);
	SHOW(fcntl, 3, F_ADD, WRITE);
	SHOW(fcntl, 3, F_GET);
	VALUE(map[0]);
	map[0] = 'p';
	SHOW(write, 3, "a", 1);
	SHOW(write, 3, "a", 0);
	SHOW(pread64, 3, bytes, 1, 0);
	VALUE(bytes[0]);
	SHOW_MAP(3, READ_WRITE, MAP_SHARED);
	SHOW_MAP(3, READ_WRITE, MAP_PRIVATE);
	SHOW_MAP(3, PROT_READ, MAP_PRIVATE);
	SHOW(ftruncate, 3, 2 * PAGE);
	SHOW(ftruncate, 3, 0);
	SHOW(munmap, map, PAGE);
	SHOW(open, "/proc/self/fd/3", O_RDONLY);
	SHOW_MAP(4, PROT_READ, MAP_SHARED);
	SHOW_MAP(4, READ_WRITE, MAP_SHARED);
	SHOW(close, 4);
	SHOW(close, 3);
	topic("F_SEAL_FUTURE_WRITE");
	SHOW(memfd_create, "name", ALLOW_SEALING);
	SHOW(ftruncate, 3, PAGE);
	map = mmap(NULL, PAGE, READ_WRITE, MAP_SHARED, 3, 0);
	SHOW(fcntl, 3, F_ADD, FUTURE_WRITE);
	map[0] = 'f';
	SHOW(pread64, 3, bytes, 1, 0);
	VALUE(bytes[0]);
	SHOW(write, 3, "a", 1);
	SHOW_MAP(3, READ_WRITE, MAP_SHARED);
	SHOW_MAP(3, PROT_READ, MAP_SHARED);
	SHOW(fcntl, 3, F_ADD, WRITE);
	SHOW(munmap, map, PAGE);
	map = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, 3, 0);
	SHOW(mprotect, map, PAGE, READ_WRITE);
	SHOW(munmap, map, PAGE);
	SHOW(fcntl, 3, F_ADD, WRITE);
	SHOW(fcntl, 3, F_GET);
	SHOW(close, 3);
}

/* Ways to change a file besides write. */
static void show_other_ways(void)
{
	struct iovec piece = {bytes, 10};
	loff_t start;
	char *map, *other;

	topic("what is sealed, by other calls");
	SHOW(memfd_create, "name", ALLOW_SEALING);
	SHOW(ftruncate, 3, 2 * PAGE);
	map = mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, 3, 0);
	SHOW(fcntl, 3, F_ADD, WRITE);
	SHOW(mprotect, map, PAGE, PROT_NONE);
	SHOW(munmap, map, PAGE);
	SHOW(fcntl, 3, F_ADD, WRITE);
	SHOW(munmap, map + PAGE, PAGE);
	map = mmap(NULL, 2 * PAGE, READ_WRITE, MAP_SHARED, 3, 0);
	SHOW(fcntl, 3, F_ADD, FUTURE_WRITE | SHRINK);
	SHOW(mprotect, map, PAGE, PROT_READ);
	SHOW(mprotect, map, PAGE, READ_WRITE);
	other = (char *)RAW(SYS_mremap, map, PAGE, 2 * PAGE, MREMAP_MAYMOVE);
	VALUE((long)other > 0);
	other[0] = 'r';
	VALUE(other[0]);
	SHOW(munmap, other, 2 * PAGE);
	SHOW(munmap, map + PAGE, PAGE);
	SHOW(fcntl, 3, F_ADD, WRITE);
	SHOW(fcntl, 3, F_GET);
	SHOW(memfd_create, "from", 0);
	SHOW(write, 4, bytes, 100);
	start = 0;
	SHOW(sendfile, 3, 4, &start, 10);
	start = 0;
	SHOW(copy_file_range, 4, &start, 3, NULL, 10, 0);
	SHOW(pwritev, 3, &piece, 1, 0);
	SHOW(fallocate, 3, 0, 0, PAGE);
	SHOW(fallocate, 3, 0, 0, 3 * PAGE);
	SHOW(ftruncate, 3, PAGE);
	SHOW(truncate, "/proc/self/fd/3", PAGE);
	SHOW(open, "/proc/self/fd/3", O_RDWR | O_TRUNC);
	SHOW(open, "/proc/self/fd/3", O_WRONLY);
	SHOW(fcntl, 5, F_GET);
	SHOW(fcntl, 5, F_ADD, GROW);
	SHOW(fchmod, 5, 0600);
	SHOW(ftruncate, 5, 3 * PAGE);
	SHOW(close, 5);
	SHOW(ftruncate, 3, 3 * PAGE);
	SHOW(lseek, 3, 0, SEEK_END);
	SHOW(close, 4);
	SHOW(close, 3);
}

/* The child of a process that may write to what is sealed may, too. */
static char *inherited;

static void write_inherited(void)
{
	inherited[0] = 'c';
	SHOW(munmap, inherited, PAGE);
}

static void show_inheritance(void)
{
	topic("sealed mappings and fork");
	SHOW(memfd_create, "name", ALLOW_SEALING);
	SHOW(ftruncate, 3, 2 * PAGE);
	inherited = mmap(NULL, 2 * PAGE, READ_WRITE, MAP_SHARED, 3, 0);
	SHOW(fcntl, 3, F_ADD, FUTURE_WRITE);
	show_child("a child that writes", write_inherited);
	VALUE(inherited[0]);
	SHOW(fcntl, 3, F_ADD, WRITE);
	SHOW(munmap, inherited, 2 * PAGE);
	SHOW(fcntl, 3, F_ADD, WRITE);
	SHOW(close, 3);
}

/* The kernel, too, finds nothing behind the end. */
static void show_beyond(void)
{
	char *map;

	topic("calls behind a truncated end");
	SHOW(memfd_create, "name", 0);
	SHOW(ftruncate, 3, 2 * PAGE);
	map = mmap(NULL, 2 * PAGE, READ_WRITE, MAP_SHARED, 3, 0);
	map[PAGE] = 'b';
	SHOW(ftruncate, 3, 10);
	SHOW(pread64, 3, map + PAGE, 1, 0);
	SHOW(pread64, 3, map + PAGE - 5, 10, 0);
	SHOW(write, 3, map + PAGE, 1);
	SHOW(open, map + PAGE, O_RDONLY);
	SHOW(mprotect, map, 2 * PAGE, PROT_READ);
	SHOW(ftruncate, 3, 2 * PAGE);
	VALUE(map[PAGE]);
	VALUE(map[10]);
	SHOW(munmap, map, 2 * PAGE);
	SHOW(close, 3);
}

static void show_other_files(void)
{
	topic("seals of other files");
	SHOW(open, "plain", O_RDWR | O_CREAT, 0600);
	SHOW(fcntl, 3, F_ADD, 0x20000000);
	SHOW(close, 3);
	SHOW(open, ".", O_RDONLY);
	SHOW(fcntl, 3, F_GET);
	SHOW(fcntl, 3, F_ADD, SEAL);
	SHOW(close, 3);
	SHOW(memfd_create, "name", ALLOW_SEALING);
	SHOW(fcntl, 3, F_ADD, 64);
	SHOW(fcntl, 3, F_ADD, 1L << 32);
	SHOW(fcntl, 3, F_GETPIPE_SZ);
	SHOW(fcntl, 9, F_GET);
	SHOW(close, 3);
}

static void read_beyond(void)
{
	volatile char *map;

	RAW(SYS_memfd_create, "name", 0);
	ftruncate(3, 2 * PAGE);
	map = mmap(NULL, 2 * PAGE, READ_WRITE, MAP_SHARED, 3, 0);
	map[PAGE] = 1;
	ftruncate(3, PAGE);
	map[0] = 1;
	printf("still there\n");
	fflush(stdout);
	map[PAGE] = 1;
}

static void read_after_close(void)
{
	volatile char *map;

	RAW(SYS_memfd_create, "name", 0);
	ftruncate(3, PAGE);
	map = mmap(NULL, PAGE, READ_WRITE, MAP_SHARED, 3, 0);
	close(3);
	map[5] = 'k';
	VALUE(map[5]);
}

void abi_memfd(void)
{
	show_create();
	show_size_seals();
	show_write_seals();
	show_other_ways();
	show_inheritance();
	show_beyond();
	show_other_files();
	topic("mapped files without a name");
	show_child("beyond a truncated end", read_beyond);
	show_child("after the last descriptor", read_after_close);
}
