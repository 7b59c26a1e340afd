// SPDX-License-Identifier: GPL-2.0-only
/*
 * fill_files FILE: write to FILE until there is no more room, tell what memory is
 * free then, and remove what was written.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	PIECE = 64 * 1024,
};

/* Prints the lines of /proc/meminfo up to MemFree, by memory that is there. */
static void show_free(void)
{
	static char text[512];
	int fd = open("/proc/meminfo", O_RDONLY);
	ssize_t size = read(fd, text, sizeof(text) - 1);
	char *end;

	close(fd);
	if (size <= 0)
		return;
	end = strstr(text, "MemAvailable");
	write(1, text, end ? (size_t)(end - text) : (size_t)size);
}

int main(int argc, char **argv)
{
	static char bytes[PIECE];
	ssize_t written;
	int fd, error;

	memset(bytes, 1, sizeof(bytes));
	fd = argc == 2 ? open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
	if (fd < 0)
		return 2;
	puts("filling");
	fflush(stdout);
	do
		written = write(fd, bytes, sizeof(bytes));
	while (written > 0);
	error = errno;
	show_free();
	ftruncate(fd, 0);
	unlink(argv[1]);
	printf("%s\n", strerror(error));
	return 0;
}
