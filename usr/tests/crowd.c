// SPDX-License-Identifier: GPL-2.0-only
/*
 * crowd COUNT: have COUNT children alive at once, all waiting for the end of a
 * pipe, then let them go.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int start[2], came[2];

static void child(void)
{
	char byte = 'x';

	close(start[1]);
	write(came[1], &byte, 1);
	read(start[0], &byte, 1);
	_exit(0);
}

/* How many could be made. */
static int make(int count)
{
	for (int i = 0; i < count; i++) {
		pid_t pid = fork();

		if (pid == 0)
			child();
		if (pid < 0) {
			perror("fork");
			return i;
		}
	}
	return count;
}

/* How many have said that they run. */
static int count_alive(int count)
{
	char byte;
	int alive = 0;

	while (alive < count && read(came[0], &byte, 1) == 1)
		alive++;
	return alive;
}

int main(int argc, char **argv)
{
	int count = argc == 2 ? atoi(argv[1]) : 0, ended = 0, status;

	if (pipe(start) || pipe(came))
		return 1;
	count = make(count);
	printf("%d alive\n", count_alive(count));
	fflush(stdout);
	close(start[1]);
	while (wait(&status) > 0)
		ended += status == 0;
	printf("%d ended\n", ended);
	return 0;
}
