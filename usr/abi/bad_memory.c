// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ranges of memory that are wrong: with holes, too long, of other rights, locked, of
 * files that cannot be mapped; and the number of areas there may be.
 */
#include "abi.h"

#include <sys/mman.h>

#define PAGE 4096L

/* Linux's <linux/mman.h>, of which musl has but a part. */
enum {
	POPULATE_READ = 22,
	POPULATE_WRITE = 23,
};

static void show_memory(void)
{
	char *map = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	topic("wrong memory");
	munmap(map + 2 * PAGE, PAGE);
	SHOW(mlock, map, 4 * PAGE);
	SHOW(munlock, map, 4 * PAGE);
	SHOW(mlock, map, -PAGE);
	SHOW(munlock, map, -PAGE);
	SHOW(mlock2, map, -PAGE, 0);
	SHOW(mlock, map + 1, PAGE);
	SHOW(msync, map, PAGE, MS_SYNC | MS_INVALIDATE);
	SHOW(munlock, map, 2 * PAGE);
	SHOW(msync, map, PAGE, MS_SYNC | MS_INVALIDATE);
	SHOW(msync, map, PAGE, 99);
	SHOW(mincore, map, -PAGE, map);
	SHOW(mincore, KERNEL, PAGE, map);
	SHOW(madvise, map, -PAGE, MADV_NORMAL);
	SHOW(madvise, map, PAGE, MADV_REMOVE);
	SHOW(madvise, map + 2 * PAGE, PAGE, MADV_WILLNEED);
	SHOW(mremap, map, PAGE, -PAGE, MREMAP_MAYMOVE);
	SHOW(mremap, map + PAGE, 2 * PAGE, 3 * PAGE, MREMAP_MAYMOVE);
	SHOW(mprotect, map, -PAGE, PROT_READ);
	SHOW(mprotect, map, PAGE, PROT_GROWSUP | PROT_GROWSDOWN | PROT_READ);
	SHOW(mmap, NULL, PAGE, PROT_READ, 0x4 | MAP_ANONYMOUS, -1, 0);
	SHOW(mmap, NULL, PAGE, PROT_READ, MAP_SHARED_VALIDATE | 0x80000000, -1,
	     0);
	munmap(map, 2 * PAGE);
	munmap(map + 3 * PAGE, PAGE);
}

/* As many areas as there may be, each with a neighbour of other rights. */
static void use_all_areas(void)
{
	const size_t pages = 1 << 17;
	char *map = mmap(NULL, pages * PAGE, PROT_NONE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *at = map;

	while (at < map + pages * PAGE && !mprotect(at, PAGE, PROT_READ))
		at += 2 * PAGE;
	VALUE(at < map + pages * PAGE);
	at += 8 * PAGE;
	SHOW(mprotect, at, PAGE, PROT_READ);
	SHOW(munmap, at, PAGE);
	SHOW(mmap, at, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
	     -1, 0);
	SHOW(madvise, at, PAGE, MADV_DONTFORK);
	SHOW(mlock, at, PAGE);
	SHOW(munmap, map, pages * PAGE);
}

static void show_memory_files(void)
{
	char *map;

	show_child("child with many areas", use_all_areas);

	topic("wrong memory of files");
	SHOW(open, "file", O_RDWR | O_CREAT, 0644);
	ftruncate(3, PAGE);
	map = mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, 3, 0);
	SHOW(madvise, map, PAGE, POPULATE_READ);
	SHOW(madvise, map, 2 * PAGE, POPULATE_READ);
	SHOW(madvise, map, PAGE, POPULATE_WRITE);
	munmap(map + PAGE, PAGE);
	SHOW(madvise, map, 2 * PAGE, POPULATE_READ);
	SHOW(mlock, map, PAGE);
	SHOW(msync, map, PAGE, MS_INVALIDATE);
	SHOW(munlock, map, PAGE);
	SHOW(mmap, NULL, PAGE, PROT_READ, MAP_SHARED, 3, -PAGE);
	SHOW(mmap, NULL, PAGE, PROT_READ, MAP_SHARED_VALIDATE | 0x80000, 3, 0);
	SHOW(mmap, NULL, 2 * PAGE, PROT_READ, MAP_SHARED, 3, INT64_MAX & -PAGE);
	munmap(map, PAGE);
	SHOW(close, 3);
	SHOW(open, "file", O_PATH);
	SHOW(mmap, NULL, PAGE, PROT_READ, MAP_SHARED, 3, 0);
	SHOW(close, 3);
	SHOW(open, "file", O_WRONLY);
	SHOW(mmap, NULL, PAGE, PROT_WRITE, MAP_SHARED, 3, 0);
	SHOW(close, 3);
	pipe((int[2]){0});
	SHOW(mmap, NULL, PAGE, PROT_READ, MAP_SHARED, 3, 0);
	SHOW(close, 3);
	SHOW(close, 4);
	unlink("file");
}

void abi_bad_memory(void)
{
	show_memory();
	show_memory_files();
}
