// SPDX-License-Identifier: GPL-2.0-only
/*
 * family: processes as parents, children and members of groups see them. Prints
 * what happens, without numbers that differ from run to run, so that it can be
 * compared with Linux.
 */
#include "family.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

static const char *self;

static int wait_for_ever(void)
{
	for (;;)
		pause();
	return 0;
}

/* Orphans. */

static pid_t reaper;

static int leave_a_child(void)
{
	if (fork() == 0) {
		while (getppid() != reaper)
			sched_yield();
		_exit(5);
	}
	return 0;
}

static void orphans(void)
{
	int status;

	reaper = getpid();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	show_end("the parent", start(leave_a_child));
	show("an orphan came", wait(&status) > 0);
	show_status("the orphan, whose parent we were then", status);
}

/* Told of the parent's end by SIGTERM. */
static int leave_a_mourner(void)
{
	int ready[2];
	char byte;

	pipe(ready);
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		write(ready[1], "x", 1);
		wait_for_ever();
	}
	read(ready[0], &byte, 1);
	return 0;
}

static void death_signal(void)
{
	int status;

	show_end("the parent", start(leave_a_mourner));
	wait(&status);
	show_status("the child that wanted to know", status);
}

/* POSIX: stopped members of a group that is orphaned are not left behind. */
static int leave_a_stopped_group(void)
{
	pid_t pid = start(wait_for_ever);
	int status;

	setpgid(pid, pid);
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	show("the member is stopped", WIFSTOPPED(status));
	return 0;
}

static void orphaned_group(void)
{
	int ends[2];
	char byte;

	prctl(PR_SET_CHILD_SUBREAPER, 0);
	pipe(ends);
	show_end("the link", start(leave_a_stopped_group));
	close(ends[1]);
	show("the member has ended", read(ends[0], &byte, 1) == 0);
	close(ends[0]);
}

/* What a parent is told. */

static volatile sig_atomic_t told;
static siginfo_t last_told;

static void tell(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	last_told = *info;
	told++;
}

static void listen(int flags)
{
	struct sigaction action = {.sa_sigaction = tell,
				   .sa_flags = SA_SIGINFO | flags};

	told = 0;
	sigaction(SIGCHLD, &action, NULL);
}

static void show_told(const char *what, pid_t pid, int times)
{
	while (told < times)
		sched_yield();
	printf("%s: code %d, status %d, %s\n", what, last_told.si_code,
	       last_told.si_status,
	       last_told.si_pid == pid ? "of the child" : "of another");
}

static int exit_with_7(void)
{
	return 7;
}

static void child_signals(void)
{
	int status;
	pid_t pid;

	listen(0);
	pid = start(wait_for_ever);
	kill(pid, SIGSTOP);
	show_told("stopped", pid, 1);
	kill(pid, SIGCONT);
	show_told("goes on", pid, 2);
	kill(pid, SIGKILL);
	show_told("killed", pid, 3);
	show_end("the child", pid);
	listen(0);
	pid = start(exit_with_7);
	show_told("exited", pid, 1);
	show_end("the child", pid);
	listen(SA_NOCLDSTOP);
	pid = start(wait_for_ever);
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	show("told of a stop that is not wanted", told);
	kill(pid, SIGKILL);
	show_end("the child", pid);
	listen(SA_NOCLDWAIT);
	pid = start(exit_with_7);
	show_told("exited", pid, 1);
	show_error("waiting for who leaves no zombie", wait(&status));
	signal(SIGCHLD, SIG_DFL);
}

/* Groups. */

static void groups(void)
{
	char *const arguments[] = {(char *)self, "wait", NULL};
	int ready[2], status;
	char byte;
	pid_t pid;

	pipe(ready);
	pid = fork();
	if (pid == 0) {
		dup2(ready[1], 1);
		execv(self, arguments);
		_exit(1);
	}
	read(ready[0], &byte, 1);
	show_error("moving a child that has called exec", setpgid(pid, pid));
	kill(pid, SIGKILL);
	await_state(pid, 'Z');
	show("the number of a zombie's group", getpgid(pid) == getpgrp());
	show("a signal to a zombie", kill(pid, SIGTERM));
	show_end("the child", pid);
	show_error("a signal to nobody", kill(pid, SIGTERM));
	pid = start(wait_for_ever);
	setpgid(pid, pid);
	show_error("waiting for our own group", waitpid(0, &status, WNOHANG));
	show("waiting for the child's", waitpid(-pid, &status, WNOHANG));
	kill(-pid, SIGINT);
	show("waiting for the child's", waitpid(-pid, &status, 0) == pid);
	show_status("the child", status);
}

/* What clone() shares. */

static char child_stack[16384];

static int close_3_and_move(void *arg)
{
	(void)arg;
	close(3);
	chdir("/tmp");
	return 0;
}

static void share(const char *what, int flags)
{
	char place[64];
	int status;

	dup2(1, 3);
	chdir("/");
	waitpid(clone(close_3_and_move, child_stack + sizeof(child_stack),
		      flags | SIGCHLD, NULL),
		&status, 0);
	printf("%s: 3 is %s, we are in %s\n", what,
	       fcntl(3, F_GETFD) < 0 ? "closed" : "open",
	       getcwd(place, sizeof(place)));
	fflush(stdout);
}

static int numbers[2];

static int look_at_number(void *arg)
{
	(void)arg;
	return numbers[1] == (int)syscall(SYS_gettid) ? 4 : 3;
}

static void sharing(void)
{
	int status;
	pid_t pid;

	share("nothing", 0);
	share("descriptors", CLONE_FILES);
	share("places", CLONE_FS);
	pid = clone(look_at_number, child_stack + sizeof(child_stack),
		    CLONE_VM | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID |
			    CLONE_CHILD_CLEARTID | SIGCHLD,
		    NULL, &numbers[0], NULL, &numbers[1]);
	waitpid(pid, &status, 0);
	show_status("the child that knows its number", status);
	show("the parent knows it", numbers[0] == pid);
	show("cleared", numbers[1]);
}

/* A parent in vfork() can be killed, its child goes on. */

static int ready[2];

static int vfork_and_wait(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		pid = getpid();
		write(ready[1], &pid, sizeof(pid));
		for (;;)
			pause();
	}
	return 1;
}

static void kill_in_vfork(void)
{
	pid_t parent, child;

	pipe(ready);
	parent = start(vfork_and_wait);
	read(ready[0], &child, sizeof(child));
	kill(parent, SIGUSR1);
	usleep(20000);
	show("a signal ends the parent", waitpid(parent, NULL, WNOHANG) != 0);
	kill(parent, SIGKILL);
	show_end("the parent", parent);
	show("the child is there", kill(child, SIGKILL) == 0);
}

/* Very many, one after the other. */
static void many(void)
{
	int good = 0;

	for (int i = 0; i < 1000; i++) {
		pid_t pid = fork();
		int status;

		if (pid == 0)
			_exit(i & 0xff);
		good += waitpid(pid, &status, 0) == pid &&
			WEXITSTATUS(status) == (i & 0xff);
	}
	show("children in a row", good);
}

static const struct {
	const char *name;
	void (*run)(void);
} topics[] = {
	{"orphans", orphans},
	{"death signal", death_signal},
	{"orphaned group", orphaned_group},
	{"SIGCHLD", child_signals},
	{"groups", groups},
	{"sharing", sharing},
	{"vfork", kill_in_vfork},
	{"many", many},
};

int main(int argc, char **argv)
{
	self = argv[0];
	if (argc == 2) {
		write(1, "x", 1);
		wait_for_ever();
	}
	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++) {
		printf("# %s\n", topics[i].name);
		fflush(stdout);
		topics[i].run();
	}
	return 0;
}
