// SPDX-License-Identifier: GPL-2.0-only
/*
 * greedy: ask for too much of what is limited, a line for each: descriptors,
 * symbolic links on the way to a file, arguments of a program.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static const char *error_name(int error)
{
	switch (error) {
	case EMFILE:
		return "EMFILE";
	case ELOOP:
		return "ELOOP";
	case E2BIG:
		return "E2BIG";
	default:
		return strerror(error);
	}
}

static void too_many_descriptors(void)
{
	struct rlimit limit = {64, 64};
	int last = -1, fd;

	setrlimit(RLIMIT_NOFILE, &limit);
	while ((fd = open("/dev/null", O_RDONLY)) >= 0)
		last = fd;
	printf("descriptors up to %d, then %s\n", last, error_name(errno));
	for (fd = 3; fd <= last; fd++)
		close(fd);
}

/* link0 -> file, link1 -> link0, ... */
static void too_many_links(void)
{
	char name[16], target[16] = "file";
	int i;

	close(open("file", O_CREAT | O_WRONLY, 0644));
	for (i = 0; i < 60; i++) {
		int fd;

		snprintf(name, sizeof(name), "link%d", i);
		symlink(target, name);
		strcpy(target, name);
		fd = open(name, O_RDONLY);
		if (fd < 0)
			break;
		close(fd);
	}
	printf("%d links, then %s\n", i, error_name(errno));
}

static void too_many_arguments(void)
{
	enum {
		COUNT = 1024,
		SIZE = 64 << 10, /* together 64 MB */
	};
	static char *arguments[COUNT + 1];
	char *const environment[] = {NULL};
	char *argument = malloc(SIZE);

	memset(argument, 'a', SIZE - 1);
	argument[SIZE - 1] = '\0';
	for (int i = 0; i < COUNT; i++)
		arguments[i] = argument;
	execve("/proc/self/exe", arguments, environment);
	printf("64 MB of arguments: %s\n", error_name(errno));
}

int main(void)
{
	char folder[] = "/tmp/greedy.XXXXXX";

	if (!mkdtemp(folder) || chdir(folder))
		return 1;
	too_many_descriptors();
	too_many_links();
	too_many_arguments();
	return 0;
}
