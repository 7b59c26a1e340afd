// SPDX-License-Identifier: GPL-2.0-only
/*
 * hungry private|shared|tables|stack: take memory of one kind until somebody ends it:
 * pages, pages that could be shared, page tables for pages far apart, or stack.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

enum {
	PAGE = 4096,
	BETWEEN = 2 << 20, /* so that each page needs a table of its own */
};

/* Touch a page each @step bytes of memory that is promised without being there. */
static void touch(int flags, size_t step)
{
	const size_t size = 1UL << 40;
	volatile char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
				     flags | MAP_ANONYMOUS | MAP_NORESERVE, -1,
				     0);

	if (memory == MAP_FAILED) {
		perror("mmap");
		return;
	}
	for (size_t at = 0; at < size; at += step)
		memory[at] = 1;
}

static int recurse(int depth)
{
	volatile char page[PAGE];

	page[0] = (char)depth;
	return depth ? recurse(depth - 1) + page[0] : 0;
}

int main(int argc, char **argv)
{
	const char *what = argc == 2 ? argv[1] : "";

	if (!strcmp(what, "private"))
		touch(MAP_PRIVATE, PAGE);
	else if (!strcmp(what, "shared"))
		touch(MAP_SHARED, PAGE);
	else if (!strcmp(what, "tables"))
		touch(MAP_PRIVATE, BETWEEN);
	else if (!strcmp(what, "stack"))
		recurse(1 << 24);
	return 1;
}
