// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a child shares with its parent: fork, vfork, clone and clone3.
 */
#include "abi.h"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* Linux's <linux/sched.h>, of which musl has but a part. */
#ifndef CLONE_PIDFD
#define CLONE_PIDFD 0x1000
#endif

struct clone_args {
	uint64_t flags, pidfd, child_tid, parent_tid, exit_signal;
	uint64_t stack, stack_size, tls;
};

static int shared;

static pid_t make(unsigned long flags)
{
	fflush(stdout);
	return (pid_t)RAW(SYS_clone, flags | SIGCHLD, 0, NULL, NULL, 0);
}

static void wait_for(const char *text, pid_t child)
{
	int status = -1;

	VALUE(waitpid(child, &status, 0) == child);
	show_status(text, status);
}

static void show_fork(void)
{
	pid_t child;

	topic("fork, exit");
	shared = 1;
	fflush(stdout);
	child = (pid_t)RAW(SYS_fork, 0);
	if (child == 0) {
		shared = 2;
		RAW(SYS_exit, 300);
	}
	wait_for("fork's child", child);
	VALUE(shared);
}

static void show_files(void)
{
	pid_t child;

	topic("CLONE_FILES");
	SHOW(open, "/dev/null", O_RDONLY);
	child = make(CLONE_FILES);
	if (child == 0) {
		close(3);
		_exit(0);
	}
	wait_for("child that closes", child);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(open, "/dev/null", O_RDONLY);
	child = make(0);
	if (child == 0) {
		close(3);
		_exit(0);
	}
	wait_for("child that closes its own", child);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(close, 3);
}

static void show_context(void)
{
	pid_t child;
	char place[64];

	topic("CLONE_FS");
	child = make(CLONE_FS);
	if (child == 0) {
		chdir("/proc");
		umask(027);
		_exit(0);
	}
	wait_for("child that moves", child);
	getcwd(place, sizeof(place));
	TEXT(place);
	SHOW(umask, 022);
	SHOW(chdir, "/tmp/abi");
}

static void show_numbers(void)
{
	static pid_t told, cleared;
	pid_t child;

	topic("numbers in memory");
	told = cleared = 0;
	fflush(stdout);
	child = (pid_t)RAW(SYS_clone,
			   CLONE_CHILD_SETTID | CLONE_PARENT_SETTID | SIGCHLD,
			   0, &told, &cleared, 0);
	if (child == 0)
		_exit(cleared == getpid() ? 7 : 8);
	VALUE(told == child);
	VALUE(cleared);
	wait_for("child that knows its number", child);
	child = (pid_t)RAW(SYS_clone, CLONE_PARENT_SETTID | SIGCHLD, 0, NOWHERE,
			   0, 0);
	if (child == 0)
		_exit(3);
	wait_for("child of which NOWHERE is told", child);
}

static void clone_siblings(void)
{
	pid_t child = make(CLONE_PARENT);

	if (child == 0)
		_exit(6);
	SHOW(wait4, -1, NULL, 0, NULL);
}

static void show_siblings(void)
{
	int status;

	topic("CLONE_PARENT");
	show_child("who makes a sibling", clone_siblings);
	VALUE(wait(&status) > 0);
	show_status("sibling", status);
}

static void show_errors(void)
{
	topic("clone's errors");
	SHOW(clone, CLONE_SIGHAND | SIGCHLD, 0, NULL, NULL, 0);
	SHOW(clone, CLONE_THREAD | CLONE_SIGHAND | SIGCHLD, 0, NULL, NULL, 0);
	SHOW(clone, CLONE_PIDFD | CLONE_DETACHED | SIGCHLD, 0, NULL, NULL, 0);
	SHOW(clone, CLONE_NEWUSER | CLONE_FS | SIGCHLD, 0, NULL, NULL, 0);
}

/* Signals at a child's end that are none, and that exec makes the usual one. */
static void end_otherwise(void)
{
	siginfo_t info;
	pid_t child;
	int status;

	child = (pid_t)RAW(SYS_clone, 200, 0, NULL, NULL, 0);
	if (child == 0)
		_exit(12);
	SHOW(wait4, child, &status, 0, NULL);
	VALUE(wait4(child, &status, __WALL, NULL) == child);
	show_status("child that ends with signal 200", status);
	child = (pid_t)RAW(SYS_clone, 0, 0, NULL, NULL, 0);
	if (child == 0)
		execl("/bin/sh", "sh", "-c", "exit 13", NULL);
	SHOW(waitid, P_PID, child, &info, WEXITED | WNOWAIT | __WALL, NULL);
	VALUE(wait4(child, &status, 0, NULL) == child);
	show_status("child that has called exec", status);
}

/* A parent that waits in vfork() puts off a stop, but not its end. */
static void kill_waiting_parent(void)
{
	const pid_t parent = getpid();
	int i;

	if (vfork())
		return;
	kill(parent, SIGSTOP);
	usleep(20000);
	kill(parent, SIGKILL);
	for (i = 0; getppid() == parent && i < 200; i++)
		usleep(10000);
	_exit(getppid() == parent);
}

static void show_end_in_vfork(void)
{
	int status;

	topic("vfork and signals");
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	show_child("parent that is stopped and killed", kill_waiting_parent);
	VALUE(wait(&status) > 0);
	show_status("child that sees it go", status);
	prctl(PR_SET_CHILD_SUBREAPER, 0);
}

static void show_clone3(void)
{
	struct clone_args arguments = {.exit_signal = SIGCHLD};
	struct {
		struct clone_args known;
		uint64_t more;
	} longer = {.known = {.exit_signal = SIGCHLD}, .more = 1};
	pid_t child;

	topic("clone3");
	fflush(stdout);
	child = (pid_t)RAW(SYS_clone3, &arguments, sizeof(arguments));
	if (child == 0)
		_exit(11);
	wait_for("clone3's child", child);
	SHOW(clone3, &arguments, 8);
	SHOW(clone3, &arguments, 1 << 20);
	SHOW(clone3, NOWHERE, sizeof(arguments));
	SHOW(clone3, &longer, sizeof(longer));
	arguments.exit_signal = 99;
	SHOW(clone3, &arguments, sizeof(arguments));
	arguments.exit_signal = SIGCHLD;
	arguments.flags = CLONE_SIGHAND;
	SHOW(clone3, &arguments, sizeof(arguments));
	arguments.flags = 1ULL << 40;
	SHOW(clone3, &arguments, sizeof(arguments));
	arguments.flags = 0;
	arguments.stack = 0x10000;
	SHOW(clone3, &arguments, sizeof(arguments));
}

static void too_many(void)
{
	struct rlimit limit = {0, 0};

	setrlimit(RLIMIT_NPROC, &limit);
	setuid(1000);
	SHOW(fork, 0);
	SHOW(clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, NULL, NULL, 0);
}

static void wait_for_end(void)
{
	pause();
}

static void die_with_parent(void)
{
	int ends[2];
	char byte;

	pipe(ends);
	fflush(stdout);
	if (fork() == 0) {
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGTERM);
			close(ends[0]);
			write(ends[1], "x", 1);
			wait_for_end();
		}
		read(ends[0], &byte, 1);
		_exit(0);
	}
	wait(NULL);
	close(ends[1]);
	VALUE(read(ends[0], &byte, 1)); /* the end, once it is gone */
}

static void reap_grandchildren(void)
{
	int status;

	SHOW(prctl, PR_SET_CHILD_SUBREAPER, 1);
	fflush(stdout);
	if (fork() == 0) {
		if (fork() == 0) {
			while (getppid() == 1)
				;
			usleep(20000);
			_exit(4);
		}
		_exit(5);
	}
	VALUE(wait(&status) > 0);
	show_status("child", status);
	VALUE(wait(&status) > 0);
	show_status("grandchild", status);
	SHOW(wait4, -1, NULL, 0, NULL);
}

void abi_clones(void)
{
	show_fork();
	show_files();
	show_context();
	show_numbers();
	show_siblings();
	show_errors();
	show_child("parent of some that end otherwise", end_otherwise);
	show_end_in_vfork();
	show_clone3();
	topic("families");
	show_child("user who may have no processes", too_many);
	show_child("grandparent", die_with_parent);
	show_child("subreaper", reap_grandchildren);
}
