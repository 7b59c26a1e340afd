// SPDX-License-Identifier: GPL-2.0-only
/*
 * spawn COUNT PROGRAM: run PROGRAM COUNT times, one after the other, and see that
 * each time it exits with 0.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* The status of wait(2), or -1. */
static int run(char *program)
{
	char *const arguments[] = {program, NULL};
	char *const environment[] = {NULL};
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		execve(program, arguments, environment);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		return -1;
	return status;
}

int main(int argc, char **argv)
{
	int count = argc == 3 ? atoi(argv[1]) : 0;

	for (int i = 0; i < count; i++) {
		int status = run(argv[2]);

		if (status) {
			printf("%s, time %d: status %#x\n", argv[2], i, status);
			return 1;
		}
	}
	printf("%d programs ran\n", count);
	return 0;
}
