/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Children that are killed while they wait: a victim ends up asleep in the state that
 * is looked at.
 */
#ifndef TESTS_VICTIM_H
#define TESTS_VICTIM_H

#include "family.h"

#include <signal.h>

static inline void await_sleep(pid_t pid)
{
	await_state(pid, 'S');
}

/* A child that sleeps in @run, which never returns. */
static inline pid_t start_victim(int (*run)(void))
{
	pid_t pid = start(run);

	await_sleep(pid);
	return pid;
}

static inline void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* The same, once the caller sleeps. */
static inline void end_later(pid_t pid)
{
	pid_t caller = getpid();

	if (fork())
		return;
	await_sleep(caller);
	kill(pid, SIGKILL);
	_exit(0);
}

static inline void reap(void)
{
	while (wait(NULL) > 0)
		;
}

static inline int sleep_for_ever(void)
{
	for (;;)
		pause();
	return 0;
}

#endif
