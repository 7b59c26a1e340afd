// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arguments that are wrong: addresses, numbers out of range, what does not go together.
 * Here is what the other topics do not ask; the manual's errnos are complete with it.
 */
#include "abi.h"

#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>

/* Linux's <asm/prctl.h> and <linux/reboot.h>, which musl does not have. */
enum {
	ARCH_SET_GS = 0x1001,
	ARCH_SET_FS = 0x1002,
	ARCH_GET_FS = 0x1003,
	ARCH_GET_GS = 0x1004,
	ARCH_SET_CPUID = 0x1012,
};

#define REBOOT_MAGIC1	0xfee1dead
#define REBOOT_MAGIC2	672274793
#define REBOOT_CAD_OFF	0
#define REBOOT_RESTART2 0xa1b2c3d4

static void show_identity(void)
{
	uid_t real, saved;

	topic("wrong users and groups");
	SHOW(setuid, -1);
	SHOW(setgid, -1);
	SHOW(setreuid, -1, -1);
	SHOW(setresgid, -1, -1, -1);
	SHOW(setgroups, 2, NOWHERE);
	SHOW(getgroups, -1, NULL);
	SHOW(getresuid, &real, NOWHERE, &saved);
	SHOW(getpgid, -1);
	SHOW(getsid, -1);
}

static void execute_true(void)
{
	static char *program[] = {"/bin/true", NULL};

	execve("/bin/true", program, program + 1);
}

/* A child that has called execve(2) may not be moved to another group. */
static void show_groups(void)
{
	int ends[2];
	char byte;
	pid_t pid;

	topic("the group of a child that runs another program");
	pipe2(ends, O_CLOEXEC);
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		execute_true();
	close(ends[1]);
	VALUE(read(ends[0], &byte, 1));
	close(ends[0]);
	SHOW(setpgid, pid, pid);
	SHOW_SIGN(wait4, pid, NULL, 0, NULL);
	SHOW(wait4, INT32_MIN, NULL, 0, NULL);
	SHOW(waitid, P_PID, 0, NULL, WEXITED, NULL);
	SHOW(waitid, P_ALL, 0, NULL, WEXITED | 0x100, NULL);
}

static void show_times(void)
{
	struct timespec now = {0, 0}, bad = {0, 1000000000};
	struct timeval wrong = {0, 1000000};
	struct timex clock = {.modes = ADJ_TICK, .tick = 1};
	struct timezone zone;

	topic("wrong times");
	SHOW(time, NOWHERE);
	SHOW(times, NOWHERE);
	SHOW_SIGN(times, NULL);
	SHOW(gettimeofday, NULL, NOWHERE);
	SHOW(settimeofday, &wrong, NULL);
	SHOW(gettimeofday, NULL, &zone);
	SHOW(getitimer, ITIMER_REAL, NOWHERE);
	SHOW(setitimer, ITIMER_REAL, NULL, NOWHERE);
	SHOW(clock_getres, CLOCK_REALTIME, NOWHERE);
	SHOW(clock_gettime, CLOCK_REALTIME, NOWHERE);
	SHOW(clock_settime, CLOCK_MONOTONIC, &now);
	SHOW(clock_settime, CLOCK_PROCESS_CPUTIME_ID, &now);
	SHOW(clock_settime, CLOCK_REALTIME, &bad);
	SHOW(clock_nanosleep, CLOCK_REALTIME, 0, NOWHERE, NULL);
	SHOW(clock_nanosleep, CLOCK_MONOTONIC_RAW, 0, &now, NULL);
	SHOW(clock_nanosleep, CLOCK_MONOTONIC_COARSE, 0, &now, NULL);
	SHOW(clock_nanosleep, CLOCK_REALTIME_COARSE, 0, &now, NULL);
	SHOW(clock_nanosleep, CLOCK_THREAD_CPUTIME_ID, 0, &now, NULL);
	SHOW(clock_nanosleep, CLOCK_BOOTTIME, 0, &now, NULL);
	SHOW(adjtimex, &clock);
	SHOW(clock_adjtime, CLOCK_REALTIME, &clock);
	SHOW(clock_adjtime, CLOCK_REALTIME, NOWHERE);
	SHOW(clock_adjtime, CLOCK_MONOTONIC, &clock);
}

static void show_scheduling(void)
{
	struct sched_param parameters = {.sched_priority = 1};
	struct timespec interval;

	topic("wrong priorities");
	SHOW(getpriority, 99, 0);
	SHOW(sched_get_priority_min, 99);
	SHOW(sched_rr_get_interval, -1, &interval);
	SHOW(sched_setparam, -1, &parameters);
	SHOW(sched_setparam, 0, NULL);
	SHOW(getrlimit, 99, &parameters);
	SHOW(getrlimit, RLIMIT_CORE, NOWHERE);
	SHOW(membarrier, 0, 1, 0);
}

static void on_other_stack(int signal)
{
	static char stack[16384];
	stack_t new = {.ss_sp = stack, .ss_size = sizeof(stack)};

	(void)signal;
	SHOW(sigaltstack, &new, NULL);
	SHOW(sigaltstack, NULL, NOWHERE);
}

static void show_signals(void)
{
	static char stack[65536];
	stack_t new = {.ss_sp = stack, .ss_size = sizeof(stack)};
	struct sigaction action = {.sa_handler = on_other_stack,
				   .sa_flags = SA_ONSTACK};
	struct {
		uint64_t flags, pidfd, child_tid, parent_tid, exit_signal;
		uint64_t stack, stack_size, tls;
	} child = {.flags = CLONE_SETTLS,
		   .exit_signal = SIGCHLD,
		   .tls = (uint64_t)KERNEL};
	struct timespec bad = {0, 1000000000};
	siginfo_t info = {.si_code = SI_QUEUE};
	uint64_t set = 1 << (SIGUSR1 - 1);

	topic("wrong registers of a child");
	SHOW(clone, CLONE_SETTLS | SIGCHLD, 0, NULL, NULL, KERNEL);
	SHOW(clone3, &child, sizeof(child));

	topic("wrong signals");
	SHOW(rt_sigpending, NOWHERE, 8);
	SHOW(rt_sigpending, &set, 16);
	SHOW(rt_sigsuspend, NOWHERE, 8);
	SHOW(rt_sigsuspend, &set, 4);
	SHOW(rt_sigtimedwait, &set, NULL, &bad, 8);
	SHOW(rt_sigtimedwait, &set, NULL, NOWHERE, 8);
	SHOW(rt_sigtimedwait, NOWHERE, NULL, NULL, 8);
	SHOW(rt_sigtimedwait, &set, NULL, NULL, 4);
	SHOW(tkill, 1 << 22, 0);
	SHOW(tkill, getpid(), 65);
	SHOW(rt_tgsigqueueinfo, getpid(), getpid(), 65, &info);
	SHOW(sigaltstack, &new, NULL);
	sigaction(SIGUSR1, &action, NULL);
	raise(SIGUSR1);
	signal(SIGUSR1, SIG_DFL);
	new.ss_flags = SS_DISABLE;
	SHOW(sigaltstack, &new, NULL);
}

static void show_process_calls(void)
{
	unsigned long base;

	topic("wrong requests of prctl, arch_prctl, reboot");
	SHOW(arch_prctl, ARCH_SET_FS, KERNEL);
	SHOW(arch_prctl, ARCH_SET_GS, KERNEL);
	SHOW(arch_prctl, ARCH_GET_FS, NOWHERE);
	SHOW(arch_prctl, ARCH_GET_GS, &base);
	SHOW(arch_prctl, ARCH_SET_CPUID, 0);
	SHOW(prctl, PR_SET_DUMPABLE, 2);
	SHOW(prctl, PR_SET_NO_NEW_PRIVS, 1, 1, 0, 0);
	SHOW(prctl, PR_GET_NO_NEW_PRIVS, 1, 0, 0, 0);
	SHOW(prctl, PR_CAPBSET_READ, 99, 0, 0, 0);
	SHOW(prctl, PR_GET_CHILD_SUBREAPER, NOWHERE, 0, 0, 0);
	SHOW(prctl, PR_GET_PDEATHSIG, NOWHERE, 0, 0, 0);
	SHOW(prctl, PR_GET_TID_ADDRESS, NOWHERE, 0, 0, 0);
	SHOW(prctl, PR_SET_KEEPCAPS, 2, 0, 0, 0);
	SHOW(reboot, REBOOT_MAGIC1, REBOOT_MAGIC2, REBOOT_CAD_OFF, NULL);
	SHOW(reboot, REBOOT_MAGIC1, REBOOT_MAGIC2, 99, NULL);
	SHOW(reboot, REBOOT_MAGIC1, REBOOT_MAGIC2, REBOOT_RESTART2, NOWHERE);
	SHOW(setdomainname, NOWHERE, 4);
	SHOW(syslog, 2, NULL, -1);
	SHOW(syslog, 3, NULL, 4);
	SHOW(syslog, 3, NOWHERE, 4);
	SHOW(syslog, 8, NULL, 9);
}

static void poll_too_much(void)
{
	struct rlimit limit = {4, 4};
	struct pollfd sets[5] = {{.fd = -1}, {.fd = -1}};

	setrlimit(RLIMIT_NOFILE, &limit);
	SHOW(poll, sets, 5, 0);
	SHOW(ppoll, sets, 5, NULL, NULL, 8);
	SHOW(poll, NOWHERE, 5, 0);
}

static void show_polls(void)
{
	struct timespec none = {0, 0}, bad = {0, -1};
	uint64_t set[16] = {1UL << 50}, mask = 0;
	struct {
		void *set;
		size_t size;
	} masks = {&mask, 4};

	topic("wrong sets");
	show_child("child with few descriptors", poll_too_much);
	SHOW(poll, NULL, -1, 0);
	SHOW(ppoll, NULL, 0, &none, &mask, 4);
	SHOW(ppoll, NULL, 0, &none, NOWHERE, 8);
	SHOW(pselect6, 51, set, NULL, NULL, &none, NULL);
	SHOW(pselect6, -1, NULL, NULL, NULL, &none, NULL);
	SHOW(pselect6, 0, NULL, NULL, NULL, &bad, NULL);
	SHOW(pselect6, 0, NULL, NULL, NULL, NOWHERE, NULL);
	SHOW(pselect6, 1, NOWHERE, NULL, NULL, &none, NULL);
	SHOW(pselect6, 0, NULL, NULL, NULL, &none, &masks);
	SHOW(pselect6, 0, NULL, NULL, NULL, &none, NOWHERE);
}

static void show_open_flags(void)
{
	uint64_t how[4] = {O_RDONLY, 0, 0, 1};

	topic("wrong ways to open");
	SHOW(open, "/bin/abi", O_WRONLY);
	SHOW(openat, AT_FDCWD, "/bin/abi", O_RDWR);
	SHOW(creat, "/bin/abi", 0755);
	SHOW(truncate, "/bin/abi", 0);
	SHOW(access, "/bin/abi", W_OK);
	SHOW(open, ".", O_TMPFILE | O_RDONLY, 0600);
	SHOW(openat, AT_FDCWD, ".", O_TMPFILE | O_RDONLY, 0600);
	mknod("device", S_IFCHR | 0666, makedev(240, 0));
	SHOW(open, "device", O_RDONLY);
	SHOW(openat, AT_FDCWD, "device", O_RDONLY);
	SHOW(creat, "device", 0644);
	unlink("device");
	SHOW(open, "dir", O_CREAT | O_DIRECTORY, 0600);
	SHOW(openat, AT_FDCWD, ".", O_WRONLY);
	SHOW(openat, AT_FDCWD, "file", O_CREAT | O_EXCL | O_WRONLY, 0644);
	SHOW(close, 3);
	SHOW(openat, AT_FDCWD, "file", O_CREAT | O_EXCL | O_WRONLY, 0644);
	SHOW(creat, ".", 0644);
	how[2] = 0;
	SHOW(openat2, AT_FDCWD, "file", how, 32);
	SHOW(openat2, AT_FDCWD, "file", how, 8192);
	SHOW(openat2, AT_FDCWD, "file", how, 16);
	how[2] = 1 << 10;
	SHOW(openat2, AT_FDCWD, "file", how, 24);
	how[2] = 0x18; /* RESOLVE_BENEATH and RESOLVE_IN_ROOT */
	SHOW(openat2, AT_FDCWD, "file", how, 24);
	how[2] = 0;
	how[0] = O_WRONLY;
	SHOW(openat2, AT_FDCWD, "/bin/abi", how, 24);
	SHOW(openat2, AT_FDCWD, ".", how, 24);
	how[0] = O_WRONLY | O_CREAT | O_EXCL;
	how[1] = 0644;
	SHOW(openat2, AT_FDCWD, "file", how, 24);
	how[1] = 010000;
	SHOW(openat2, AT_FDCWD, "file", how, 24);
	unlink("file");
	mknod("fifo", S_IFIFO | 0644, 0);
	how[0] = O_WRONLY | O_NONBLOCK;
	how[1] = 0;
	SHOW(openat, AT_FDCWD, "fifo", O_WRONLY | O_NONBLOCK);
	SHOW(openat2, AT_FDCWD, "fifo", how, 24);
	unlink("fifo");
}

static void show_names(void)
{
	char text[64];

	topic("wrong names");
	mkdir("dir", 0755);
	mkdir("dir/sub", 0755);
	mkdir("other", 0755);
	symlink("dir", "soft");
	mknod("file", S_IFREG | 0644, 0);
	SHOW(mknod, "file", S_IFREG | 0644, 0);
	SHOW(mknod, "what", 0170000, 0);
	SHOW(mkdirat, AT_FDCWD, "dir", 0755);
	SHOW(symlinkat, "x", AT_FDCWD, "file");
	SHOW(linkat, AT_FDCWD, "file", AT_FDCWD, "dir", 0);
	SHOW(linkat, AT_FDCWD, "dir", AT_FDCWD, "new", 0);
	SHOW(linkat, 99, "", AT_FDCWD, "new", AT_EMPTY_PATH);
	SHOW(renameat, AT_FDCWD, "other", AT_FDCWD, "dir");
	SHOW(renameat, AT_FDCWD, "file", AT_FDCWD, "dir");
	SHOW(renameat, AT_FDCWD, "dir", AT_FDCWD, "file");
	SHOW(renameat, AT_FDCWD, "dir", AT_FDCWD, "dir/sub/x");
	SHOW(renameat, AT_FDCWD, ".", AT_FDCWD, "new");
	SHOW(renameat2, AT_FDCWD, "other", AT_FDCWD, "dir", 0);
	SHOW(renameat2, AT_FDCWD, "file", AT_FDCWD, "dir", 0);
	SHOW(renameat2, AT_FDCWD, "dir", AT_FDCWD, "file", 0);
	SHOW(renameat2, AT_FDCWD, ".", AT_FDCWD, "new", 0);
	SHOW(readlinkat, AT_FDCWD, "file", text, sizeof(text));
	SHOW(readlinkat, AT_FDCWD, "soft", text, 0);
	SHOW(readlinkat, AT_FDCWD, "soft", NOWHERE, 10);
	SHOW(newfstatat, AT_FDCWD, "file", NOWHERE, 0);
	SHOW(lstat, "file", NOWHERE);
	SHOW(fstatfs, 0, NOWHERE);
	SHOW(faccessat, AT_FDCWD, "file", 8);
	SHOW(fchownat, AT_FDCWD, "", 0, 0, 0);
	SHOW(unlinkat, AT_FDCWD, "dir", AT_REMOVEDIR);
	SHOW(unlink, "/");
	SHOW(unlink, "/proc");
	SHOW(unlinkat, AT_FDCWD, "/proc", AT_REMOVEDIR);
	SHOW(mkdir, "/proc/new", 0755);
	SHOW(open, "/proc/new", O_WRONLY | O_CREAT, 0644);
	SHOW(rename, "file", "/proc/new");
	SHOW(rmdir, "/proc/self");
	unlink("file");
	unlink("soft");
	rmdir("dir/sub");
	rmdir("dir");
	rmdir("other");
}

static void show_descriptors(void)
{
	int number = 0;

	topic("wrong requests of fcntl, ioctl, getdents");
	SHOW(open, "file", O_RDWR | O_CREAT, 0644);
	SHOW(getdents, 3, &number, 1000);
	SHOW(getdents, 99, &number, 1000);
	SHOW(fdatasync, 99);
	SHOW(fcntl, 3, F_SETSIG, 65);
	SHOW(fcntl, 3, F_GETLK, NOWHERE);
	SHOW(fcntl, 3, F_SETLKW, NOWHERE);
	SHOW(close, 3);
	unlink("file");
	mkdir("dir", 0755);
	SHOW(open, "dir", O_RDONLY);
	SHOW(getdents, 3, NOWHERE, 1000);
	rmdir("dir");
	SHOW(getdents, 3, &number, 1000);
	SHOW(close, 3);
	SHOW(open, "/dev/console", O_RDWR | O_NOCTTY);
	SHOW(ioctl, 3, TCFLSH, 99);
	SHOW(ioctl, 3, TCXONC, 99);
	SHOW(ioctl, 3, TIOCSETD, NOWHERE);
	SHOW(close, 3);
}

/* Each of the two has what the other one wants: who asks last is told. */
static void show_deadlock(void)
{
	struct flock lock = {.l_type = F_WRLCK, .l_len = 1};
	int ends[2];
	pid_t pid;
	char byte;

	topic("locks that would be waited for for ever");
	SHOW(open, "file", O_RDWR | O_CREAT, 0644);
	lock.l_start = 1;
	SHOW(fcntl, 3, F_SETLK, &lock);
	pipe(ends);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		lock.l_start = 0;
		fcntl(3, F_SETLK, &lock);
		write(ends[1], "x", 1);
		lock.l_start = 1;
		fcntl(3, F_SETLKW, &lock);
		_exit(0);
	}
	read(ends[0], &byte, 1);
	usleep(20000);
	lock.l_start = 0;
	SHOW(fcntl, 3, F_SETLKW, &lock);
	SHOW(close, 3);
	SHOW_SIGN(wait4, pid, NULL, 0, NULL);
	SHOW(close, ends[0]);
	SHOW(close, ends[1]);
	unlink("file");
}

void abi_bad_arguments(void)
{
	show_identity();
	show_groups();
	show_times();
	show_scheduling();
	show_signals();
	show_process_calls();
	show_polls();
	show_open_flags();
	show_names();
	show_descriptors();
	show_deadlock();
}
