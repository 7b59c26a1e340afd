// SPDX-License-Identifier: GPL-2.0-only
/*
 * fork_bomb LIMIT: as a user who may have LIMIT processes, make as many as there
 * can be, and say what ended it.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	USER = 1000,
};

int main(int argc, char **argv)
{
	rlim_t most = argc == 2 ? (rlim_t)atoi(argv[1]) : 0;
	struct rlimit limit = {most, most};
	pid_t child;
	int made = 0, error;

	if (setpgid(0, 0) || setrlimit(RLIMIT_NPROC, &limit) || setuid(USER)) {
		perror("fork_bomb");
		return 1;
	}
	while ((child = fork()) > 0)
		made++;
	if (child == 0) {
		pause();
		_exit(0);
	}
	error = errno;
	printf("%d made, then: %s\n", made,
	       error == EAGAIN ? "EAGAIN" : strerror(error));
	fflush(stdout);
	signal(SIGTERM, SIG_IGN);
	kill(0, SIGTERM);
	while (wait(NULL) > 0)
		;
	return 0;
}
