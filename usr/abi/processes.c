// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes: made, waited for, grouped.
 */
#include "abi.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>

static void exit_3(void)
{
	RAW(SYS_exit_group, 3);
}

static void exit_large(void)
{
	RAW(SYS_exit_group, 0x1234);
}

static void kill_self(void)
{
	kill(getpid(), SIGKILL);
}

static void divide_by_zero(void)
{
	volatile int zero = 0, one = 1;

	one /= zero;
}

static void undefined_instruction(void)
{
	__asm__ volatile("ud2");
}

static void breakpoint(void)
{
	__asm__ volatile("int3");
}

static void privileged_instruction(void)
{
	__asm__ volatile("hlt");
}

static void port_access(void)
{
	__asm__ volatile("inb $0x80, %%al" : : : "rax");
}

static void non_canonical(void)
{
	*(volatile char *)0x800000000000;
}

static void jump_to_kernel(void)
{
	((void (*)(void))KERNEL)();
}

static void read_null(void)
{
	*(volatile char *)NOWHERE;
}

static void show_ends(void)
{
	topic("how processes end");
	show_child("exit_group(3)", exit_3);
	show_child("exit_group(0x1234)", exit_large);
	show_child("kill(getpid(), SIGKILL)", kill_self);
	show_child("abort()", abort);
	show_child("division by zero", divide_by_zero);
	show_child("UD2", undefined_instruction);
	show_child("INT3", breakpoint);
	show_child("HLT", privileged_instruction);
	show_child("IN", port_access);
	show_child("a non-canonical address", non_canonical);
	show_child("a jump to the kernel", jump_to_kernel);
	show_child("a read of address 8", read_null);
}

static pid_t start(void (*child)(void))
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		child();
		_exit(0);
	}
	return pid;
}

static void wait_for_signal(void)
{
	pause();
}

static void show_wait(void)
{
	struct rusage usage;
	siginfo_t info;
	int status;
	pid_t pid;

	topic("wait4");
	SHOW(wait4, -1, &status, 0, NULL);
	SHOW(wait4, -1, &status, 0x1000, NULL);
	SHOW(wait4, 1 << 22, &status, 0, NULL);
	pid = start(wait_for_signal);
	SHOW(wait4, -1, &status, WNOHANG, NULL);
	SHOW(wait4, pid + 1000, &status, 0, NULL);
	kill(pid, SIGSTOP);
	VALUE(wait4(pid, &status, WUNTRACED, NULL) == pid);
	show_status("child", status);
	SHOW(wait4, pid, &status, WNOHANG | WUNTRACED, NULL);
	kill(pid, SIGCONT);
	VALUE(wait4(pid, &status, WCONTINUED, NULL) == pid);
	show_status("child", status);
	kill(pid, SIGTERM);
	VALUE(wait4(-1, &status, 0, &usage) == pid);
	show_status("child", status);
	SHOW(wait4, pid, &status, 0, NULL);
	pid = start(exit_3);
	VALUE(RAW(SYS_wait4, pid, NOWHERE, 0, NULL));
	SHOW(wait4, -1, NULL, 0, NULL);

	topic("waitid");
	pid = start(exit_3);
	SHOW(waitid, P_PID, pid, &info, WEXITED | WNOWAIT, NULL);
	VALUE(info.si_signo == SIGCHLD);
	VALUE(info.si_code == CLD_EXITED);
	VALUE(info.si_status);
	VALUE(info.si_pid == pid);
	SHOW(waitid, P_ALL, 0, &info, WEXITED, NULL);
	SHOW(waitid, P_ALL, 0, &info, WEXITED, NULL);
	SHOW(waitid, P_PID, pid, &info, 0, NULL);
	SHOW(waitid, 99, pid, &info, WEXITED, NULL);
	pid = start(wait_for_signal);
	SHOW(waitid, P_PGID, 0, &info, WEXITED | WNOHANG, NULL);
	VALUE(info.si_pid);
	kill(pid, SIGKILL);
	SHOW(waitid, P_PID, pid, &info, WEXITED, NULL);
	VALUE(info.si_code == CLD_KILLED);
	VALUE(info.si_status);
}

/* Children that have something to tell, behind others that have not any more. */
static void show_order(void)
{
	pid_t quiet, dead, middle, left;
	siginfo_t info;
	int status;

	topic("children with and without news");
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	quiet = start(wait_for_signal);
	dead = start(wait_for_signal);
	kill(dead, SIGKILL);
	SHOW(waitid, P_PID, dead, &info, WEXITED | WNOWAIT, NULL);
	SHOW(waitid, P_PID, dead, &info, WSTOPPED | WNOHANG, NULL);
	kill(quiet, SIGSTOP);
	VALUE(wait4(quiet, &status, WUNTRACED, NULL) == quiet);
	VALUE(wait4(-1, &status, WNOHANG, NULL) == dead);
	show_status("the dead one", status);
	fflush(stdout);
	middle = fork();
	if (middle == 0) {
		left = start(wait_for_signal);
		kill(left, SIGSTOP);
		waitid(P_PID, left, &info, WSTOPPED | WNOWAIT);
		_exit(0);
	}
	VALUE(wait4(middle, &status, 0, NULL) == middle);
	left = wait4(-1, &status, WNOHANG | WUNTRACED, NULL);
	VALUE(left > 0);
	show_status("the stopped one that was left", status);
	if (left > 0)
		kill(left, SIGKILL);
	kill(quiet, SIGKILL);
	while (wait(NULL) > 0)
		;
}

static void kill_as_user(void)
{
	siginfo_t info;
	pid_t child;

	setuid(1000);
	SHOW(kill, 1, 0);
	SHOW(kill, -1, 0);
	child = start(exit_3);
	waitid(P_PID, child, &info, WEXITED | WNOWAIT);
	SHOW(kill, child, 0);
	SHOW(kill, child, SIGTERM);
}

/* A grandchild outlives its parent and is given to process 1. */
static void leave_orphan(void)
{
	int ends[2];
	char byte;

	pipe(ends);
	if (fork() == 0) {
		if (fork() == 0) {
			close(ends[0]);
			while (getppid() != 1)
				sched_yield();
			write(ends[1], "x", 1);
			_exit(0);
		}
		_exit(0);
	}
	wait(NULL);
	close(ends[1]);
	VALUE(read(ends[0], &byte, 1));
}

static void ignore_children(void)
{
	signal(SIGCHLD, SIG_IGN);
	start(exit_3);
	SHOW(wait4, -1, NULL, 0, NULL);
}

static int variable;

static int vfork_child(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		variable = 5;
		_exit(7);
	}
	return pid;
}

static void show_clone(void)
{
	int status;
	pid_t pid, told = 0;

	topic("vfork, clone");
	pid = vfork_child();
	VALUE(variable);
	VALUE(waitpid(pid, &status, 0) == pid);
	show_status("vfork's child", status);
	fflush(stdout);
	pid = (pid_t)RAW(SYS_clone, CLONE_PARENT_SETTID | SIGCHLD, 0, &told, 0,
			 0);
	if (pid == 0)
		_exit(9);
	VALUE(told == pid);
	VALUE(waitpid(pid, &status, 0) == pid);
	show_status("clone's child", status);
	pid = (pid_t)RAW(SYS_clone, 0, 0, 0, 0, 0); /* no signal at its end */
	if (pid == 0)
		_exit(9);
	SHOW(wait4, -1, &status, 0, NULL);
	VALUE(wait4(-1, &status, __WCLONE, NULL) == pid);
	SHOW(clone, CLONE_SIGHAND | SIGCHLD, 0, 0, 0, 0);
	SHOW(clone, CLONE_THREAD | SIGCHLD, 0, 0, 0, 0);
	SHOW(clone, CLONE_FS | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0);
}

static void show_groups(void)
{
	pid_t me = getpid(), child;

	topic("process groups and sessions");
	VALUE(RAW(SYS_getpid, 0) == me);
	VALUE(RAW(SYS_gettid, 0) == me);
	SHOW_SIGN(getppid, 0);
	child = start(wait_for_signal);
	VALUE(getpgid(child) == getpgrp());
	SHOW(setpgid, child, 0);
	VALUE(getpgid(child) == child);
	SHOW(setpgid, child, 1 << 22);
	SHOW(setpgid, child, -1);
	SHOW(setpgid, -1, 0);
	SHOW(setpgid, 1 << 22, 0);
	SHOW(getpgid, 1 << 22);
	SHOW(getsid, 1 << 22);
	SHOW(setpgid, 1, 0);
	SHOW(kill, -child, 0);
	SHOW(kill, -(1 << 22), 0);
	SHOW(kill, 1 << 22, 0);
	SHOW(kill, child, 65);
	SHOW(kill, child, -1);
	SHOW(kill, -child, SIGKILL);
	SHOW_SIGN(wait4, child, NULL, 0, NULL);
	SHOW(kill, child, 0);
}

static void new_session(void)
{
	VALUE(setsid() == getpid());
	VALUE(getsid(0) == getpid());
	VALUE(getpgrp() == getpid());
	SHOW(setsid, 0);
	SHOW(setpgid, 0, 0);
	SHOW(open, "/dev/tty", O_RDWR);
}

enum {
	SMALL_MB = 16,
	LARGE_MB = 40,
};

static void use_memory(size_t mb)
{
	char *memory = mmap(NULL, mb << 20, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	memset(memory, 1, mb << 20);
	munmap(memory, mb << 20);
}

/* In MB, of getrusage(2). */
static long most_memory(int who)
{
	struct rusage usage = {};

	RAW(SYS_getrusage, who, &usage);
	return usage.ru_maxrss / 1024;
}

/* What was used for a while only is remembered, and told to who waits. */
static void show_most_memory(void)
{
	struct rusage usage = {};
	int child;

	VALUE(most_memory(RUSAGE_SELF) < SMALL_MB);
	use_memory(SMALL_MB);
	VALUE(most_memory(RUSAGE_SELF) >= SMALL_MB);
	VALUE(most_memory(RUSAGE_THREAD) == most_memory(RUSAGE_SELF));
	child = fork();
	if (!child) {
		use_memory(LARGE_MB);
		_exit(0);
	}
	SHOW_SIGN(wait4, child, NULL, 0, &usage);
	VALUE(usage.ru_maxrss / 1024 >= LARGE_MB);
	VALUE(most_memory(RUSAGE_CHILDREN) >= LARGE_MB);
	VALUE(most_memory(RUSAGE_SELF) < LARGE_MB);
}

static void show_limits(void)
{
	struct rlimit limit;

	topic("limits, usage, priority");
	SHOW(prlimit64, 0, RLIMIT_CORE, NULL, &limit);
	SHOW(prlimit64, 0, 99, NULL, &limit);
	SHOW(prlimit64, 1 << 22, RLIMIT_CORE, NULL, &limit);
	SHOW(prlimit64, 0, RLIMIT_CORE, NOWHERE, NULL);
	limit = (struct rlimit){2, 1};
	SHOW(prlimit64, 0, RLIMIT_CORE, &limit, NULL);
	SHOW(getrlimit, RLIMIT_STACK, &limit);
	VALUE(limit.rlim_cur);
	struct rusage usage;
	SHOW(getrusage, RUSAGE_SELF, &usage);
	SHOW(getrusage, RUSAGE_CHILDREN, &usage);
	SHOW(getrusage, 99, &usage);
	SHOW(getrusage, RUSAGE_SELF, NOWHERE);
	show_most_memory();
	struct tms times;
	SHOW_SIGN(times, &times);
	SHOW(getpriority, PRIO_PROCESS, 0);
	SHOW(setpriority, PRIO_PROCESS, 0, 5);
	SHOW(getpriority, PRIO_PROCESS, 0);
	SHOW(setpriority, PRIO_PROCESS, 0, 0);
	SHOW(setpriority, PRIO_PROCESS, 1 << 22, 0);
	SHOW(setpriority, 99, 0, 0);
	SHOW(sched_yield, 0);
}

static void show_name(void)
{
	char name[17] = {0};

	topic("prctl");
	SHOW(prctl, PR_SET_NAME, "a name that is too long");
	SHOW(prctl, PR_GET_NAME, name);
	TEXT(name);
	SHOW(prctl, PR_SET_NAME, NOWHERE);
	SHOW(prctl, PR_SET_PDEATHSIG, 99);
	SHOW(prctl, 99999, 0, 0, 0, 0);
	SHOW(arch_prctl, 0x9999, 0);
}

void abi_processes(void)
{
	show_ends();
	show_wait();
	show_child("parent of several", show_order);
	topic("orphans");
	show_child("parent of an orphan", leave_orphan);
	show_child("process that ignores its children", ignore_children);
	show_clone();
	show_groups();
	show_child("user who sends signals", kill_as_user);
	show_child("leader of a session", new_session);
	show_limits();
	show_child("process with a name", show_name);
}
