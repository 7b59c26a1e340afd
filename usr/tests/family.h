/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Printing what happens to processes.
 */
#ifndef TESTS_FAMILY_H
#define TESTS_FAMILY_H

#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static inline void show(const char *what, long value)
{
	printf("%s: %ld\n", what, value);
	fflush(stdout);
}

static inline void show_error(const char *what, long result)
{
	printf("%s: %s\n", what, result < 0 ? strerror(errno) : "done");
	fflush(stdout);
}

static inline void show_status(const char *what, int status)
{
	if (WIFEXITED(status))
		printf("%s: exit %d\n", what, WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		printf("%s: signal %d\n", what, WTERMSIG(status));
	else
		printf("%s: %#x\n", what, (unsigned int)status);
	fflush(stdout);
}

/* A child that calls @run, and exits with what it returns. */
static inline pid_t start(int (*run)(void))
{
	pid_t pid = fork();

	if (pid == 0) {
		int code = run();

		fflush(stdout);
		_exit(code);
	}
	return pid;
}

static inline void show_end(const char *what, pid_t pid)
{
	int status = -1;

	if (waitpid(pid, &status, 0) != pid)
		show_error(what, -1);
	else
		show_status(what, status);
}

/* Until @pid is what @state says: a letter of /proc/PID/stat. */
static inline void await_state(pid_t pid, char state)
{
	char name[32], text[256] = "";
	FILE *file;

	snprintf(name, sizeof(name), "/proc/%d/stat", pid);
	for (;;) {
		file = fopen(name, "r");
		if (!file || !fgets(text, sizeof(text), file))
			exit(1);
		fclose(file);
		if (strstr(text, ") ") && strstr(text, ") ")[2] == state)
			return;
		sched_yield();
	}
}

#endif
