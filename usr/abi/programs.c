// SPDX-License-Identifier: GPL-2.0-only
/*
 * execve(2).
 */
#include "abi.h"

#include <sys/mman.h>

static char *const no_arguments[] = {"x", NULL};
static char *const nothing[] = {NULL};

static void make_file(const char *name, const void *content, size_t size)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0755);

	write(fd, content, size);
	close(fd);
}

static void show_errors(void)
{
	topic("execve");
	SHOW(execve, "absent", no_arguments, nothing);
	SHOW(execve, "", no_arguments, nothing);
	SHOW(execve, ".", no_arguments, nothing);
	SHOW(execve, NOWHERE, no_arguments, nothing);
	SHOW(execve, "/proc/self/exe", NOWHERE, nothing);
	make_file("empty", "", 0);
	SHOW(execve, "empty", no_arguments, nothing);
	SHOW(execve, "empty/x", no_arguments, nothing);
	make_file("text", "no program\n", 11);
	SHOW(execve, "text", no_arguments, nothing);
	chmod("text", 0644);
	SHOW(execve, "text", no_arguments, nothing);
	make_file("short", "\177ELF\2\1\1", 7);
	SHOW(execve, "short", no_arguments, nothing);
	make_file("script", "#!/absent/shell\n", 16);
	SHOW(execve, "script", no_arguments, nothing);
	make_file("script", "#!\n", 3);
	SHOW(execve, "script", no_arguments, nothing);
	make_file("script", "#!script\n", 9);
	SHOW(execve, "script", no_arguments, nothing);
	SHOW(open, "text", O_WRONLY);
	chmod("text", 0755);
	SHOW(execve, "text", no_arguments, nothing);
	SHOW(close, 3);
	SHOW(execveat, AT_FDCWD, "absent", no_arguments, nothing, 0);
	SHOW(execveat, 99, "x", no_arguments, nothing, 0);
	SHOW(execveat, AT_FDCWD, "text", no_arguments, nothing, 0x4);
	unlink("empty");
	unlink("text");
	unlink("short");
	unlink("script");
}

static void too_many_arguments(void)
{
	size_t size = 64 << 20;
	char *large = mmap(NULL, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *arguments[] = {large, NULL};

	memset(large, 'x', size - 1);
	SHOW(execve, "/proc/self/exe", arguments, nothing);
	large[131072] = '\0';
	SHOW(execve, "/proc/self/exe", arguments, nothing);
}

void abi_programs(void)
{
	show_errors();
	topic("large arguments");
	show_child("too much", too_many_arguments);
}
