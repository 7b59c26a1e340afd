// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address spaces: mappings, and the faults that fill them.
 */
#include "bench.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum {
	PAGE = 4096,
	PAGES = 128,
	FEW_PAGES = 32,
	IDLE_US = 1000,
	SMALL = 65536,
};

/* Where nothing else is, and one page table suffices for PAGES. */
#define PLACE ((void *)0x10000000)

static char *area;

/* At @place; NULL: anywhere. */
static char *map(void *place, size_t size)
{
	char *start = mmap(place, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	MUST(start != MAP_FAILED);
	return start;
}

static void map_and_unmap(void)
{
	munmap(map(NULL, SMALL), SMALL);
}

static bool map_area(void)
{
	area = map(PLACE, PAGES * PAGE);
	for (int i = 0; i < PAGES; i++)
		area[i * PAGE] = 1;
	return true;
}

static void unmap_area(void)
{
	munmap(area, PAGES * PAGE);
}

static void protect_and_back(void)
{
	call3(SYS_mprotect, (long)area, PAGE, PROT_READ);
	call3(SYS_mprotect, (long)area, PAGE, PROT_READ | PROT_WRITE);
}

static uint64_t touch(char *start, unsigned int pages)
{
	uint64_t from = tick_read();

	for (unsigned int i = 0; i < pages; i++)
		*(volatile char *)(start + i * PAGE) = 1;
	return tick_read() - from;
}

/* @operations is at most PAGES. */
static uint64_t run_first_touch(unsigned int operations)
{
	char *start = map(PLACE, PAGES * PAGE);
	uint64_t ticks = touch(start, operations);

	munmap(start, PAGES * PAGE);
	return ticks;
}

/* After the machine was idle, which may have made pages ready meanwhile. */
static uint64_t run_touch_after_idle(unsigned int operations)
{
	usleep(IDLE_US);
	return run_first_touch(operations);
}

/* In a child, whose pages are its parent's until it writes to them. */
static uint64_t run_copy(unsigned int operations)
{
	uint64_t ticks = 0;
	int result[2];
	pid_t child;

	MUST(!pipe(result));
	child = fork();
	MUST(child >= 0);
	if (!child) {
		area[0] = 2; /* page tables are another matter */
		ticks = touch(area + PAGE, operations);
		_exit(write(result[1], &ticks, sizeof(ticks)) < 0);
	}
	MUST(read(result[0], &ticks, sizeof(ticks)) == sizeof(ticks));
	waitpid(child, NULL, 0);
	close(result[0]);
	close(result[1]);
	return ticks;
}

DEFINE_RUN(run_map_unmap, map_and_unmap())
DEFINE_RUN(run_protect, protect_and_back())

static const struct row rows[] = {
	{"mmap_munmap_64k", 200, NULL, run_map_unmap, NULL},
	{"mprotect_pair", 200, map_area, run_protect, unmap_area},
	{"first_touch", PAGES, NULL, run_first_touch, NULL},
	{"first_touch_after_idle", FEW_PAGES, NULL, run_touch_after_idle, NULL},
	{"copy_on_write", PAGES - 1, map_area, run_copy, unmap_area},
};
ROWS(memory_rows, rows);
