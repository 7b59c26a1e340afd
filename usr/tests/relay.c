// SPDX-License-Identifier: GPL-2.0-only
/*
 * relay: processes of a group, of which each makes the next one and ends. A signal to
 * the group must end them all, and none may escape because it is just being born.
 * Exits with 1 if one does.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	ROUNDS = 100,
	PATIENCE_MS = 1000,
};

/* Not by fork(): that of the library blocks signals first. */
static void relay(void)
{
	setpgid(0, 0);
	while (syscall(SYS_fork) == 0)
		;
	_exit(0);
}

/* All are this process's children by now. */
static bool all_end(void)
{
	for (int i = 0; i < PATIENCE_MS; i++) {
		pid_t child;

		do
			child = waitpid(-1, NULL, WNOHANG);
		while (child > 0);
		if (child < 0)
			return true;
		usleep(1000);
	}
	return false;
}

static bool escapes(unsigned int delay_us)
{
	const pid_t first = fork();
	bool ended;

	if (first == 0)
		relay();
	setpgid(first, first);
	usleep(delay_us);
	kill(-first, SIGTERM);
	ended = all_end();
	kill(-first, SIGKILL);
	return !ended;
}

int main(void)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (unsigned int i = 0; i < ROUNDS; i++)
		if (escapes(1000 + 130 * i))
			return 1;
	return 0;
}
