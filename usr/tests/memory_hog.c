// SPDX-License-Identifier: GPL-2.0-only
/*
 * memory_hog: write to more and more memory until somebody ends it. The memory is
 * promised without being there, so that it is not mmap(2) that fails.
 */
#include <stdio.h>
#include <sys/mman.h>

enum {
	PAGE = 4096,
};

int main(void)
{
	const size_t size = 1UL << 36;
	volatile char *memory =
		mmap(NULL, size, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	for (size_t at = 0; at < size; at += PAGE)
		memory[at] = 1;
	puts("there was enough");
	return 0;
}
