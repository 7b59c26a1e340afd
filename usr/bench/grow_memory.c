// SPDX-License-Identifier: GPL-2.0-only
/*
 * What more memory costs: pages that a process has, and areas these are in.
 */
#include "bench.h"

#include <sys/mman.h>
#include <sys/syscall.h>

enum {
	PAGE = 4096,
	MEBIBYTE = 1 << 20,
	SMALL = 65536,
	TOUCHED = 64, /* pages */
};

static char *memory, *spare;
static size_t memory_size;

static char *map(size_t size, int protection)
{
	char *start = mmap(NULL, size, protection,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	MUST(start != MAP_FAILED);
	return start;
}

static void fill_mebibytes(unsigned int count)
{
	memory_size = (size_t)count * MEBIBYTE;
	memory = map(memory_size, PROT_READ | PROT_WRITE);
	for (size_t at = 0; at < memory_size; at += PAGE)
		memory[at] = 1;
}

/* Neighbours differ, or they were one area. */
static void make_areas(unsigned int count)
{
	memory_size = (size_t)count * PAGE;
	memory = map(memory_size, PROT_READ);
	for (size_t at = 0; at < memory_size; at += 2 * PAGE)
		MUST(!mprotect(memory + at, PAGE, PROT_READ | PROT_WRITE));
	spare = map(TOUCHED * PAGE, PROT_READ | PROT_WRITE);
}

static void unmap_all(void)
{
	munmap(memory, memory_size);
	if (spare)
		munmap(spare, TOUCHED * PAGE);
	spare = NULL;
}

static void map_and_unmap(void)
{
	munmap(map(SMALL, PROT_READ | PROT_WRITE), SMALL);
}

static void protect_and_back(void)
{
	call3(SYS_mprotect, (long)spare, PAGE, PROT_READ);
	call3(SYS_mprotect, (long)spare, PAGE, PROT_READ | PROT_WRITE);
}

/* @operations is TOUCHED. */
static uint64_t run_touch(unsigned int operations)
{
	uint64_t start;

	MUST(!madvise(spare, TOUCHED * PAGE, MADV_DONTNEED));
	start = tick_read();
	for (unsigned int i = 0; i < operations; i++)
		*(volatile char *)(spare + i * PAGE) = 1;
	return tick_read() - start;
}

DEFINE_RUN(run_fork, fork_and_wait())
DEFINE_RUN(run_map, map_and_unmap())
DEFINE_RUN(run_protect, protect_and_back())

static const struct growth growths[] = {
	{{"fork_of_mebibytes", 5, NULL, run_fork, unmap_all},
	 fill_mebibytes,
	 {1, 256}},
	{{"mmap_among_areas", 50, NULL, run_map, unmap_all},
	 make_areas,
	 {10, 10000}},
	{{"mprotect_among_areas", 50, NULL, run_protect, unmap_all},
	 make_areas,
	 {10, 10000}},
	{{"first_touch_among_areas", TOUCHED, NULL, run_touch, unmap_all},
	 make_areas,
	 {10, 10000}},
	{{"fork_of_areas", 2, NULL, run_fork, unmap_all},
	 make_areas,
	 {10, 10000}},
};
GROWTHS(memory_growths, growths);
