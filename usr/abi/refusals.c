// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a user is refused who is not root: other processes, clocks, limits, priorities,
 * locked memory, files of others.
 */
#include "abi.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <utime.h>

/* Linux's <linux/reboot.h>, which musl does not have. */
#define REBOOT_MAGIC1  0xfee1dead
#define REBOOT_MAGIC2  672274793
#define REBOOT_CAD_OFF 0

enum {
	USER = 1000,
};

static int ends[2];

static void become_user(void)
{
	SHOW(setgid, USER);
	SHOW(setuid, USER);
}

static void touch_processes(void)
{
	siginfo_t info = {.si_code = SI_QUEUE};
	struct sched_param parameters = {0};
	struct rlimit limit;
	uint64_t set = 1;
	void *head;
	size_t size;

	become_user();
	SHOW(kill, 1, SIGTERM);
	SHOW(tkill, 1, SIGTERM);
	SHOW(tgkill, 1, 1, SIGTERM);
	SHOW(kill, 1, 65);
	SHOW(rt_sigqueueinfo, 1, SIGTERM, &info);
	SHOW(rt_tgsigqueueinfo, 1, 1, SIGTERM, &info);
	SHOW(sched_setparam, 1, &parameters);
	SHOW(sched_setscheduler, 1, SCHED_OTHER, &parameters);
	SHOW(sched_getscheduler, 1);
	SHOW(sched_setaffinity, 1, sizeof(set), &set);
	SHOW(setpriority, PRIO_PROCESS, 1, 5);
	SHOW(getpriority, PRIO_PROCESS, 1);
	SHOW(prlimit64, 1, RLIMIT_CORE, NULL, &limit);
	SHOW(get_robust_list, 1, &head, &size);
	SHOW_SIGN(getpgid, 1);
	SHOW_SIGN(getsid, 1);
}

static void raise_limits(void)
{
	struct rlimit limit = {5, 5};

	become_user();
	SHOW(setrlimit, RLIMIT_CORE, &limit);
	limit = (struct rlimit){5, 6};
	SHOW(setrlimit, RLIMIT_CORE, &limit);
	SHOW(prlimit64, 0, RLIMIT_CORE, &limit, NULL);
	SHOW(setpriority, PRIO_PROCESS, 0, -1);
	SHOW(setgroups, 0, NULL);
	SHOW(setreuid, -1, 5);
	SHOW(setregid, -1, 5);
	SHOW(setresgid, -1, 5, -1);
	SHOW(setgid, 5);
}

static void set_clocks(void)
{
	struct timex clock = {.modes = ADJ_FREQUENCY};
	struct timespec now = {1, 0};

	become_user();
	SHOW(adjtimex, &clock);
	SHOW(clock_adjtime, CLOCK_REALTIME, &clock);
	SHOW(clock_settime, CLOCK_REALTIME, &now);
	SHOW(sethostname, "x", 1);
	SHOW(setdomainname, "x", 1);
	SHOW(reboot, REBOOT_MAGIC1, REBOOT_MAGIC2, REBOOT_CAD_OFF, NULL);
	SHOW(reboot, 0, 0, 0, NULL);
	SHOW(syslog, 5, NULL, 0);
	SHOW(syslog, 6, NULL, 0);
	SHOW(chroot, ".");
	SHOW(vhangup, 0);
}

static void touch_files(void)
{
	struct timespec times[2] = {{1, 0}, {2, 0}};
	struct timeval old_times[2] = {{1, 0}, {2, 0}};
	struct utimbuf both = {1, 2};
	uint64_t how[3] = {O_RDONLY | O_NOATIME, 0, 0};

	become_user();
	SHOW(open, "file", O_RDONLY);
	SHOW(open, "file", O_RDONLY | O_NOATIME);
	SHOW(openat, AT_FDCWD, "file", O_RDONLY | O_NOATIME);
	SHOW(openat2, AT_FDCWD, "file", how, sizeof(how));
	SHOW(fchmod, 3, 0777);
	SHOW(fchmodat, AT_FDCWD, "file", 0777);
	SHOW(fchown, 3, USER, USER);
	SHOW(lchown, "file", USER, USER);
	SHOW(fchownat, AT_FDCWD, "file", USER, USER, 0);
	SHOW(chown, "file", -1, -1);
	SHOW(utime, "file", NULL);
	SHOW(utime, "file", &both);
	SHOW(utimes, "file", NULL);
	SHOW(utimes, "file", old_times);
	SHOW(futimesat, AT_FDCWD, "file", old_times);
	SHOW(utimensat, AT_FDCWD, "file", times, 0);
	SHOW(utimensat, 3, NULL, NULL, 0);
	SHOW(faccessat, AT_FDCWD, "file", W_OK);
	SHOW(faccessat2, AT_FDCWD, "file", W_OK, AT_EACCESS);
	SHOW(creat, "file", 0644);
	SHOW(rmdir, "sticky/dir");
	SHOW(rename, "sticky/theirs", "sticky/mine");
	SHOW(renameat, AT_FDCWD, "sticky/theirs", AT_FDCWD, "sticky/mine");
	SHOW(renameat2, AT_FDCWD, "sticky/theirs", AT_FDCWD, "sticky/mine", 0);
	SHOW(unlinkat, AT_FDCWD, "sticky/theirs", 0);
	SHOW(linkat, AT_FDCWD, "secret", AT_FDCWD, "sticky/mine", 0);
	SHOW(mknodat, AT_FDCWD, "sticky/node", S_IFBLK | 0666, makedev(1, 3));
	SHOW(mknod, "sticky/fifo", S_IFIFO | 0666, 0);
	SHOW(chmod, "sticky/fifo", 07777);
	SHOW(chown, "sticky/fifo", USER, USER);
	SHOW(chown, "sticky/fifo", USER, 0);
	SHOW(chown, "sticky/fifo", 0, USER);
	SHOW(unlink, "sticky/fifo");
}

static void show_files(void)
{
	topic("files of another user");
	mknod("file", S_IFREG | 0644, 0);
	mknod("secret", S_IFREG | 0600, 0);
	mkdir("sticky", 0777);
	chmod("sticky", 01777);
	mkdir("sticky/dir", 0777);
	mknod("sticky/theirs", S_IFREG | 0644, 0);
	show_child("child that touches files", touch_files);
	unlink("sticky/theirs");
	rmdir("sticky/dir");
	rmdir("sticky");
	unlink("secret");
	unlink("file");
}

#define PAGE 4096L

static void lock_memory(void)
{
	struct rlimit limit = {4 * PAGE, 4 * PAGE};
	char *map = mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	setrlimit(RLIMIT_MEMLOCK, &limit);
	become_user();
	SHOW(mlock, map, 4 * PAGE);
	SHOW(mlock, map, 4 * PAGE); /* the same four again */
	SHOW(mlock, map, 5 * PAGE);
	SHOW(mlock2, map, 5 * PAGE, 0);
	SHOW(mlockall, MCL_CURRENT);
	SHOW(mlockall, MCL_FUTURE);
	SHOW(mmap, NULL, PAGE, PROT_READ,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);
	munlockall();
	mlock(map, 4 * PAGE);
	SHOW(mremap, map, 4 * PAGE, 32 * PAGE, MREMAP_MAYMOVE);
	SHOW(munlock, map, 4 * PAGE);
	limit = (struct rlimit){0, 0};
	setrlimit(RLIMIT_MEMLOCK, &limit);
	SHOW(mlock, map, PAGE);
	SHOW(mlock2, map, PAGE, 0);
	SHOW(mlockall, MCL_CURRENT);
	SHOW(mmap, NULL, PAGE, PROT_READ,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);
	SHOW(munlock, map, PAGE);
	SHOW(madvise, map, PAGE, 100);
}

static void queue_signals(void)
{
	struct rlimit limit = {0, 0};
	siginfo_t info = {.si_code = SI_QUEUE};
	uint64_t set = ~0UL;

	SHOW(rt_sigprocmask, SIG_BLOCK, &set, NULL, 8);
	setrlimit(RLIMIT_SIGPENDING, &limit);
	become_user();
	SHOW(kill, getpid(), 40);
	SHOW(rt_sigqueueinfo, getpid(), 41, &info);
	SHOW(rt_tgsigqueueinfo, getpid(), getpid(), 42, &info);
	SHOW(tgkill, getpid(), getpid(), 43);
	SHOW(tkill, getpid(), 44);
	SHOW(rt_sigqueueinfo, getpid(), SIGUSR1, &info);
}

/* A process of that user, until all of its group end. */
static void start_of_user(void)
{
	setpgid(0, 0);
	pipe(ends);
	fflush(stdout);
	if (fork() == 0) {
		setuid(USER);
		write(ends[1], "x", 1);
		for (;;)
			pause();
	}
	read(ends[0], ends, 1);
}

/* There may be no more processes of that user, and execve(2) is told of it late. */
static void make_processes(void)
{
	struct rlimit limit = {0, 0};
	struct {
		uint64_t flags, pidfd, child_tid, parent_tid, exit_signal;
		uint64_t stack, stack_size, tls;
	} arguments = {.exit_signal = SIGCHLD};
	static char *nothing[] = {NULL};

	start_of_user();
	setrlimit(RLIMIT_NPROC, &limit);
	become_user();
	SHOW(vfork, 0);
	SHOW(clone, SIGCHLD, 0, NULL, NULL, 0);
	SHOW(clone3, &arguments, sizeof(arguments));
	fflush(stdout);
	SHOW(execve, "/bin/true", nothing, nothing);
	SHOW(execveat, AT_FDCWD, "/bin/true", nothing, nothing, 0);
	SHOW(execve, "absent", nothing, nothing);
	fflush(stdout);
	kill(0, SIGKILL);
}

static void widen_pipe(void)
{
	become_user();
	pipe(ends);
	SHOW(fcntl, 3, F_SETPIPE_SZ, 1 << 20);
	SHOW(fcntl, 3, F_SETPIPE_SZ, (1 << 20) + 1);
}

static void set_capabilities(void)
{
	struct {
		uint32_t version;
		int pid;
	} header = {0x20080522, 1 << 22};
	uint32_t data[6] = {0};

	SHOW(capset, &header, data);
	header.pid = 1;
	SHOW(capset, &header, data);
	SHOW(capget, &header, data);
	become_user();
	SHOW(prctl, PR_CAPBSET_DROP, 0, 0, 0, 0);
	SHOW(prctl, PR_CAPBSET_DROP, 99, 0, 0, 0);
}

static void ask_for_real_time(void)
{
	struct sched_param none = {.sched_priority = 0};
	struct sched_param one = {.sched_priority = 1};
	struct sched_param many = {.sched_priority = 100};

	become_user();
	SHOW(sched_setscheduler, 0, SCHED_FIFO, &one);
	SHOW(sched_setscheduler, 0, SCHED_RR, &one);
	SHOW(sched_setscheduler, 0, SCHED_FIFO, &none);
	SHOW(sched_setscheduler, 0, SCHED_FIFO, &many);
}

/* A child that was made all the same would go on here: it ends. */
#define SHOW_CLONE(flags)                                             \
	do {                                                          \
		long child = RAW(SYS_clone, flags, 0, NULL, NULL, 0); \
                                                                      \
		if (!child)                                           \
			_exit(0);                                     \
		show("clone(" #flags ", 0, NULL, NULL, 0)", child);   \
	} while (0)

static void make_namespaces(void)
{
	become_user();
	SHOW_CLONE(CLONE_NEWNS);
	SHOW_CLONE(CLONE_NEWUTS | SIGCHLD);
	SHOW_CLONE(CLONE_NEWIPC | SIGCHLD);
	SHOW_CLONE(CLONE_NEWPID | SIGCHLD);
	SHOW_CLONE(CLONE_NEWNET | SIGCHLD);
	SHOW_CLONE(CLONE_NEWNS | CLONE_FS);
}

void abi_refusals(void)
{
	topic("processes of another user");
	show_child("child that touches processes", touch_processes);
	topic("limits that may not be raised");
	show_child("child that raises limits", raise_limits);
	show_child("child that locks memory", lock_memory);
	show_child("child that queues signals", queue_signals);
	show_child("child that makes processes", make_processes);
	show_child("child that widens a pipe", widen_pipe);
	topic("what only root may change");
	show_child("child that sets clocks", set_clocks);
	show_child("child that sets capabilities", set_capabilities);
	show_child("child that wants real-time policies", ask_for_real_time);
	show_child("child that makes namespaces", make_namespaces);
	show_files();
}
