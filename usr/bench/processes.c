// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes that come and go.
 */
#include "bench.h"

#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define TINY	"/bin/tiny"
#define BUSYBOX "/bin/busybox"

static char *const tiny[] = {TINY, NULL};
static char *const shell[] = {"sh", "-c", "exit 0", NULL};
static char *const no_environment[] = {NULL};

void reap(pid_t child)
{
	int status;

	MUST(child > 0 && waitpid(child, &status, 0) == child);
	MUST(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

void fork_and_wait(void)
{
	pid_t child = fork();

	if (!child)
		call3(SYS_exit_group, 0, 0, 0);
	reap(child);
}

static void vfork_and_wait(void)
{
	pid_t child = vfork();

	if (!child)
		call3(SYS_exit_group, 0, 0, 0);
	reap(child);
}

static char child_stack[4096] __attribute__((aligned(16)));

static int leave(void *arg)
{
	(void)arg;
	call3(SYS_exit_group, 0, 0, 0);
	return 0;
}

static void clone_and_wait(void)
{
	reap(clone(leave, child_stack + sizeof(child_stack), CLONE_VM | SIGCHLD,
		   NULL));
}

static void run_program(const char *path, char *const *arguments)
{
	pid_t child = fork();

	if (!child) {
		execve(path, arguments, no_environment);
		_exit(127);
	}
	reap(child);
}

static bool have_tiny(void)
{
	return !access(TINY, X_OK);
}

static bool have_shell(void)
{
	return !access(BUSYBOX, X_OK);
}

DEFINE_RUN(run_vfork, vfork_and_wait())
DEFINE_RUN(run_clone, clone_and_wait())
DEFINE_RUN(run_fork, fork_and_wait())
DEFINE_RUN(run_tiny, run_program(TINY, tiny))
DEFINE_RUN(run_shell, run_program(BUSYBOX, shell))

static const struct row rows[] = {
	{"vfork_exit_wait", 10, NULL, run_vfork, NULL},
	{"clone_vm_exit_wait", 10, NULL, run_clone, NULL},
	{"fork_exit_wait", 10, NULL, run_fork, NULL},
	{"fork_exec_wait_tiny", 5, have_tiny, run_tiny, NULL},
	{"fork_exec_wait_shell", 2, have_shell, run_shell, NULL},
};
ROWS(process_rows, rows);
