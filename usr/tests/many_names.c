// SPDX-License-Identifier: GPL-2.0-only
/*
 * many_names: ask for names that do not exist until the kernel remembers no more of
 * them, then use the memory that is free and most of what the names take.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum {
	NAMES = 100000,
	PAGE = 4096,
};

/* The number of this line of /proc/meminfo, in bytes; 0: there is none. */
static size_t meminfo(const char *name)
{
	FILE *file = fopen("/proc/meminfo", "r");
	const size_t length = strlen(name);
	char line[128];
	size_t kb = 0;

	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, name, length) && line[length] == ':')
			sscanf(line + length + 1, "%zu", &kb);
	if (file)
		fclose(file);
	return kb * 1024;
}

static void ask_for_names(void)
{
	char name[32];
	struct stat found;

	for (int i = 0; i < NAMES; i++) {
		snprintf(name, sizeof(name), "/tmp/none-%d", i);
		stat(name, &found);
	}
}

int main(void)
{
	size_t names, size;
	char *memory;

	ask_for_names();
	names = meminfo("SReclaimable");
	size = meminfo("MemFree") + names / 4 * 3;
	printf("names take %zu KB\n", names / 1024);
	fflush(stdout);
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	for (size_t at = 0; at < size; at += PAGE)
		memory[at] = 1;
	printf("%zu KB used, names take %zu KB\n", size / 1024,
	       meminfo("SReclaimable") / 1024);
	return 0;
}
