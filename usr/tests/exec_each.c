// SPDX-License-Identifier: GPL-2.0-only
/*
 * exec_each PROGRAM...: execute each, in a child that lives for a second at most, and
 * count what has come of it: refused by execve(2), killed, or exited.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	REFUSED = 126,
};

/* The status of wait(2). */
static int execute(char *program)
{
	char *const arguments[] = {program, NULL};
	char *const nothing[] = {NULL};
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		alarm(1);
		close(1);
		execve(program, arguments, nothing);
		_exit(REFUSED);
	}
	waitpid(child, &status, 0);
	return status;
}

int main(int argc, char **argv)
{
	int refused = 0, killed = 0, exited = 0;

	for (int i = 1; i < argc; i++) {
		int status = execute(argv[i]);

		if (WIFSIGNALED(status))
			killed++;
		else if (WEXITSTATUS(status) == REFUSED)
			refused++;
		else
			exited++;
	}
	printf("refused %d killed %d exited %d\n", refused, killed, exited);
	return 0;
}
