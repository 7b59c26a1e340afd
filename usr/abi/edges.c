// SPDX-License-Identifier: GPL-2.0-only
/*
 * At the edges of what calls allow: the further conditions of an errno that the manual
 * names, the largest and smallest numbers, flags that are seldom used.
 */
#include "abi.h"

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/statfs.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>

#define PAGE 4096L

/* The clock of a process's CPU time; 6 for 2: of a thread's. */
#define CPU_CLOCK(pid) (~(pid)*8 + 2)

static char page[4096];
static struct stat status;

static void show_opening(void)
{
	topic("edges of open");
	mkdir("dir", 0755);
	symlink("dir", "soft");
	symlink("gone", "dangling");
	mknod("file", S_IFREG | 0644, 0);
	SHOW(open, "soft", O_RDONLY | O_NOFOLLOW);
	SHOW(open, "soft/", O_RDONLY | O_NOFOLLOW);
	SHOW(close, 3);
	SHOW(open, "soft", O_RDONLY | O_NOFOLLOW | O_DIRECTORY);
	SHOW(open, "soft", O_PATH | O_NOFOLLOW | O_DIRECTORY);
	SHOW(open, "dangling", O_WRONLY | O_CREAT | O_NOFOLLOW, 0644);
	SHOW(open, "dangling", O_WRONLY | O_CREAT | O_EXCL, 0644);
	SHOW(open, "dangling/", O_WRONLY | O_CREAT, 0644);
	SHOW(open, "dir", O_RDONLY | O_TRUNC);
	SHOW(open, "dir", O_RDONLY | O_CREAT, 0644);
	SHOW(open, "dir/", O_RDONLY | O_CREAT, 0644);
	SHOW(open, "dir", O_RDONLY | O_CREAT | O_EXCL, 0644);
	SHOW(open, "file", O_RDONLY | O_EXCL);
	SHOW(close, 3);
	SHOW(open, "file", O_RDONLY | O_TRUNC);
	SHOW(close, 3);
	SHOW(open, "file", O_RDONLY | 1 << 30);
	SHOW(close, 3);
	SHOW(open, "file", O_PATH | O_WRONLY | O_CREAT | O_TRUNC);
	SHOW(fcntl, 3, F_GETFL);
	SHOW(fstat, 3, &status);
	SHOW(fchmod, 3, 0600);
	SHOW(fchown, 3, 0, 0);
	SHOW(ftruncate, 3, 0);
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(ioctl, 3, 0x5421, page);
	SHOW(fcntl, 3, F_SETFL, 0);
	SHOW(fcntl, 3, F_DUPFD, 10);
	SHOW(close, 10);
	SHOW(fsync, 3);
	SHOW(flock, 3, LOCK_SH);
	SHOW(getdents64, 3, page, 100);
	SHOW(fchdir, 3);
	SHOW(fstatfs, 3, page);
	SHOW(close, 3);
	SHOW(open, "/proc/self/fd/99", O_RDONLY);
	unlink("dangling");
	unlink("soft");
	unlink("file");
	rmdir("dir");
}

static void show_names(void)
{
	struct timespec omit[2] = {{0, UTIME_OMIT}, {0, UTIME_OMIT}};
	struct timespec wrong[2] = {{0, UTIME_NOW}, {0, -1}};

	topic("edges of names");
	mkdir("dir", 0755);
	mkdir("other", 0755);
	mknod("file", S_IFREG | 0644, 0);
	link("file", "twin");
	symlink("dir", "soft");
	SHOW(mkdir, "new/", 0755);
	SHOW(rmdir, "new/");
	SHOW(mkdir, "soft/", 0755);
	SHOW(rmdir, "soft");
	SHOW(rmdir, "soft/");
	SHOW(unlink, "soft/");
	SHOW(mknod, "new/", S_IFREG | 0644, 0);
	SHOW(symlink, "x", "new/");
	SHOW(link, "file", "new/");
	SHOW(link, "file/", "new");
	SHOW(mkdir, "dir/.", 0755);
	SHOW(mkdir, "dir/..", 0755);
	SHOW(mkdir, "dir/new/.", 0755);
	SHOW(rmdir, "dir/..");
	SHOW(unlink, ".");
	SHOW(unlink, "..");
	SHOW(unlink, "dir/");
	SHOW(rename, "file", "twin");
	SHOW(access, "file", F_OK);
	SHOW(rename, "file", "soft");
	SHOW(access, "file", F_OK);
	symlink("dir", "also");
	SHOW(rename, "also", "other");
	SHOW(rename, "also/", "other");
	SHOW(rename, "dir/", "new");
	SHOW(rename, "new", "twin/");
	SHOW(rename, "soft/", "new/");
	SHOW(rename, "other", "new/sub/sub");
	SHOW(rename, "new/..", "x");
	SHOW(rename, "new", "new/..");
	SHOW(rename, "new", "new/new");
	SHOW(rename, "new", "new");
	SHOW(renameat2, AT_FDCWD, "new", AT_FDCWD, "new", 1);
	SHOW(linkat, AT_FDCWD, "", AT_FDCWD, "x", AT_EMPTY_PATH);
	SHOW(readlinkat, AT_FDCWD, "", page, 10);
	SHOW(fchownat, AT_FDCWD, "soft", 1, 1, AT_SYMLINK_NOFOLLOW);
	SHOW(newfstatat, AT_FDCWD, "soft", &status, 0x800);
	SHOW(newfstatat, AT_FDCWD, "", &status, AT_EMPTY_PATH);
	SHOW(newfstatat, AT_FDCWD, NULL, &status, AT_EMPTY_PATH);
	SHOW(statx, AT_FDCWD, "file", 0x6000, 0x7ff, page);
	SHOW(statx, AT_FDCWD, "file", 0x2000, 0x7ff, page);
	SHOW(statx, AT_FDCWD, "", AT_EMPTY_PATH, 0x7ff, page);
	SHOW(utimensat, AT_FDCWD, "absent", omit, 0);
	SHOW(utimensat, AT_FDCWD, "twin", omit, 0);
	SHOW(utimensat, AT_FDCWD, "twin", wrong, 0);
	SHOW(utimensat, AT_FDCWD, NULL, NULL, 0);
	SHOW(utimensat, AT_FDCWD, "", NULL, AT_EMPTY_PATH);
	SHOW(unlinkat, AT_FDCWD, "new/", AT_REMOVEDIR);
	SHOW(chmod, "twin", 0177777);
	stat("twin", &status);
	VALUE(status.st_mode);
	SHOW(access, "twin", -1);
	SHOW(faccessat2, AT_FDCWD, "twin", F_OK, AT_SYMLINK_NOFOLLOW);
	SHOW(faccessat2, AT_FDCWD, "", F_OK, AT_EMPTY_PATH);
	unlink("soft");
	unlink("also");
	unlink("file");
	unlink("twin");
	rmdir("dir");
	rmdir("new");
	rmdir("other");
}

static void show_transfers(void)
{
	struct iovec none = {NOWHERE, 0};
	struct iovec pieces[2] = {{page, 1}, {NOWHERE, 1}};
	int ends[2];

	topic("edges of read, write, lseek");
	SHOW(open, "file", O_RDWR | O_CREAT, 0644);
	SHOW(write, 3, "0123456789", 10);
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(read, 3, page, LONG_MAX);
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(read, 3, page, -1);
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(readv, 3, &none, 1);
	SHOW(readv, 3, pieces, 2);
	SHOW(lseek, 3, 0, SEEK_CUR);
	SHOW(writev, 3, pieces, 2);
	SHOW(preadv2, 3, pieces, 1, 0, 0, 8);
	SHOW(preadv2, 3, pieces, 1, 0, 0, 1);
	SHOW(lseek, 3, 0, SEEK_END);
	SHOW(lseek, 3, LONG_MIN, SEEK_SET);
	SHOW(lseek, 3, LONG_MIN, SEEK_CUR);
	SHOW(lseek, 3, -1, SEEK_DATA);
	SHOW(lseek, 3, -1, SEEK_HOLE);
	SHOW(lseek, 3, 11, SEEK_HOLE);
	SHOW(lseek, 3, 11, SEEK_DATA);
	SHOW(ftruncate, 3, LONG_MAX);
	SHOW(ftruncate, 3, LONG_MIN);
	SHOW(ftruncate, 3, 0);
	SHOW(fallocate, 3, 1, 0, 100);
	SHOW(lseek, 3, 0, SEEK_END);
	SHOW(fadvise64, 3, -1, 0, 0);
	SHOW(fadvise64, 3, 0, -1, 0);
	SHOW(readahead, 3, -1, 10);
	SHOW(flock, 3, LOCK_SH | LOCK_EX);
	SHOW(flock, 3, LOCK_NB);
	SHOW(close, 3);
	pipe(ends);
	SHOW(sendfile, 4, 3, NULL, 0);
	SHOW(read, 3, page, 0);
	SHOW(write, 3, page, 0);
	SHOW(read, 4, page, 0);
	SHOW(fcntl, 3, F_SETPIPE_SZ, 0);
	SHOW(fcntl, 3, F_SETPIPE_SZ, -1);
	SHOW(fcntl, 3, F_SETPIPE_SZ, 1L << 32);
	SHOW(fchdir, 3);
	SHOW(fstat, 3, &status);
	VALUE(status.st_mode);
	SHOW(getdents64, 3, page, 100);
	SHOW(close, 3);
	SHOW(close, 4);
	SHOW(pipe2, ends, O_DIRECTORY);
	SHOW(pipe2, ends, O_APPEND);
	SHOW(close_range, 3, -1, 0);
	SHOW(close_range, 3, 4, 8);
	SHOW(dup3, 0, 50, O_CLOEXEC | O_NONBLOCK);
	unlink("file");
}

static void show_locks(void)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	topic("edges of locks");
	SHOW(open, "file", O_RDWR | O_CREAT, 0644);
	SHOW(write, 3, "0123456789", 10);
	lock.l_type = 99;
	SHOW(fcntl, 3, F_SETLK, &lock);
	SHOW(fcntl, 3, F_GETLK, &lock);
	lock.l_type = F_UNLCK;
	SHOW(fcntl, 3, F_GETLK, &lock);
	lock.l_type = F_WRLCK;
	lock.l_start = LONG_MAX;
	lock.l_len = 2;
	SHOW(fcntl, 3, F_SETLK, &lock);
	lock.l_len = 1;
	SHOW(fcntl, 3, F_SETLK, &lock);
	lock.l_whence = SEEK_END;
	SHOW(fcntl, 3, F_SETLK, &lock);
	lock.l_start = -10;
	lock.l_len = -1;
	SHOW(fcntl, 3, F_SETLK, &lock);
	lock.l_start = -9;
	SHOW(fcntl, 3, F_SETLK, &lock);
	lock.l_whence = SEEK_CUR;
	lock.l_len = 0;
	SHOW(fcntl, 3, F_SETLK, &lock);
	lock.l_pid = 5;
	SHOW(fcntl, 3, F_OFD_SETLK, &lock);
	lock.l_pid = 0;
	SHOW(fcntl, 3, F_OFD_SETLK, &lock);
	lock.l_type = F_UNLCK;
	SHOW(fcntl, 3, F_OFD_SETLK, &lock);
	SHOW(close, 3);
	unlink("file");
}

static void show_mappings(void)
{
	char *map = mmap(NULL, 8 * PAGE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	topic("edges of mappings");
	munmap(map + 4 * PAGE, 2 * PAGE);
	SHOW(munmap, -PAGE, 2 * PAGE);
	SHOW(munmap, map, -PAGE);
	SHOW(munmap, NULL, PAGE);
	SHOW(mprotect, map, PAGE, PROT_READ | 8);
	SHOW(mprotect, map, PAGE, PROT_READ | 0x10);
	SHOW(mprotect, map, PAGE, PROT_READ | PROT_WRITE);
	SHOW(mprotect, NULL, PAGE, PROT_READ);
	SHOW(mmap, map, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, 99, 3);
	SHOW(mmap, -PAGE, PAGE, PROT_READ,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	SHOW(mmap, NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_SHARED, -1, 0);
	SHOW(mmap, NULL, PAGE, PROT_READ, MAP_PRIVATE, -1, 0);
	SHOW(mremap, map, PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, map);
	SHOW(mremap, map, 2 * PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
	     map + 1);
	SHOW(mremap, map, 0, PAGE, MREMAP_MAYMOVE);
	SHOW(mremap, map, PAGE, PAGE, 4);
	SHOW(mremap, map, PAGE, 2 * PAGE, 4 | MREMAP_MAYMOVE);
	SHOW(mremap, NULL, PAGE, PAGE, 0);
	VALUE(RAW(SYS_mremap, map, 8 * PAGE, PAGE, 0) == (long)map);
	SHOW(mlock, map, PAGE);
	SHOW(madvise, map, PAGE, MADV_DONTNEED);
	SHOW(madvise, map, PAGE, MADV_FREE);
	SHOW(munlock, map, PAGE);
	SHOW(madvise, map, PAGE, -1);
	SHOW(madvise, NULL, PAGE, MADV_NORMAL);
	SHOW(mincore, map, 0, NOWHERE);
	SHOW(mincore, map, PAGE, KERNEL);
	SHOW(msync, map, 0, MS_SYNC);
	SHOW(msync, map, PAGE, 0);
	SHOW(mlockall, MCL_CURRENT | 8);
	munmap(map, 4 * PAGE);
}

static void show_signals(void)
{
	static char stack[8192];
	stack_t new = {.ss_sp = stack, .ss_size = 2047}, old;
	struct itimerval negative = {{0, 0}, {-1, 0}}, none = {{0, 0}, {0, 0}};
	struct {
		void *handler;
		unsigned long flags;
		void *restorer;
		uint64_t mask;
	} action = {SIG_IGN, ~0UL, NULL, ~0UL}, now;
	struct timespec soon = {0, 1};
	uint64_t set = 1UL << (SIGUSR1 - 1);

	topic("edges of signals");
	SHOW(sigaltstack, &new, NULL);
	new.ss_size = 2048;
	SHOW(sigaltstack, &new, NULL);
	new.ss_flags = SS_ONSTACK;
	SHOW(sigaltstack, &new, &old);
	VALUE(old.ss_flags);
	new.ss_flags = SS_DISABLE | SS_AUTODISARM;
	SHOW(sigaltstack, &new, NULL);
	new.ss_flags = SS_DISABLE;
	SHOW(sigaltstack, &new, &old);
	VALUE(old.ss_flags == (int)(SS_DISABLE | SS_AUTODISARM));
	SHOW(rt_sigaction, SIGUSR1, &action, NULL, 8);
	SHOW(rt_sigaction, SIGUSR1, NULL, &now, 8);
	VALUE(now.mask);
	VALUE(now.flags & 0xfffffffful);
	SHOW(kill, getpid(), SIGUSR1);
	action.handler = SIG_DFL;
	action.flags = 0;
	SHOW(rt_sigaction, SIGUSR1, &action, NULL, 8);
	SHOW(rt_sigtimedwait, &set, NULL, &soon, 8);
	SHOW(rt_sigaction, -1, NULL, &now, 8);
	SHOW(setitimer, ITIMER_REAL, &negative, NULL);
	SHOW(setitimer, ITIMER_VIRTUAL, &none, NULL);
	SHOW(setitimer, ITIMER_PROF, &none, &negative);
	SHOW(alarm, 1U << 31);
	SHOW(alarm, 0);
	SHOW(tgkill, -1, -1, 0);
	SHOW(tgkill, getpid(), -1, 0);
	SHOW(tkill, 0, 0);
	SHOW(kill, INT_MIN, 0);
	SHOW(kill, 0, 65);
	SHOW(kill, 0, 0);
	SHOW(kill, -1, 0);
	SHOW(kill, -2, -1);
}

static void show_waits(void)
{
	siginfo_t info;
	struct timeval zero = {0, 0}, negative = {-1, 0};
	struct timespec now = {0, 0}, past = {-1, 0};
	struct pollfd set = {.fd = -1, .events = -1, .revents = -1};
	fd_set in;

	topic("edges of waiting");
	SHOW(waitid, P_ALL, 0, &info, WEXITED | WNOHANG, NULL);
	SHOW(waitid, P_PID, -1, &info, WEXITED, NULL);
	SHOW(waitid, P_PGID, -1, &info, WEXITED, NULL);
	SHOW(waitid, P_PGID, 1 << 22, &info, WEXITED, NULL);
	SHOW(waitid, P_ALL, 0, &info, WNOHANG, NULL);
	SHOW(wait4, 0, NULL, WNOHANG, NULL);
	SHOW(wait4, -5, NULL, 0, NULL);
	SHOW(wait4, -1, NULL, WEXITED, NULL);
	SHOW(wait4, -1, NULL, __WALL | __WCLONE, NULL);
	SHOW(select, 0, NULL, NULL, NULL, &negative);
	FD_ZERO(&in);
	SHOW(select, INT_MAX, &in, NULL, NULL, &zero);
	SHOW(poll, &set, 1, 0);
	VALUE(set.revents);
	SHOW(ppoll, NULL, 0, &past, NULL, 8);
	SHOW(pselect6, INT_MAX, NULL, NULL, NULL, &now, NULL);
	SHOW(nanosleep, &past, NULL);
	SHOW(clock_nanosleep, CLOCK_MONOTONIC, 99, &now, NULL);
	SHOW(clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, &past, NULL);
	SHOW(clock_gettime, -1, &now);
	SHOW(clock_gettime, CPU_CLOCK(getpid()), &now);
	SHOW(clock_getres, CPU_CLOCK(getpid()), &now);
	SHOW(clock_gettime, CPU_CLOCK(0), &now);
	SHOW(clock_gettime, CPU_CLOCK(1 << 22), &now);
	SHOW(clock_gettime, CPU_CLOCK(getpid()) + 4, &now);
	SHOW(clock_gettime, 8, &now);
	SHOW(clock_gettime, 9, &now);
	SHOW(clock_gettime, 10, &now);
	SHOW(clock_gettime, 11, &now);
}

static long milliseconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A thread that is not the first has a number, but it is no process's. */
static void *use_own_number(void *unused)
{
	pid_t id = (pid_t)RAW(SYS_gettid, 0);
	struct rlimit limit;

	SHOW(setpgid, id, 0);
	VALUE(RAW(SYS_getpgid, id) == getpgrp());
	VALUE(RAW(SYS_getsid, id) == RAW(SYS_getsid, 0));
	SHOW(prlimit64, id, RLIMIT_NOFILE, NULL, &limit);
	return unused;
}

static void show_thread_numbers(void)
{
	pthread_t thread;

	topic("numbers of threads");
	pthread_create(&thread, NULL, use_own_number, NULL);
	pthread_join(thread, NULL);
}

static void *work(void *unused)
{
	while (milliseconds(CLOCK_THREAD_CPUTIME_ID) < 20)
		;
	return unused;
}

/* What a thread has worked counts for its process, when it has ended too. */
static void show_cpu_clocks(void)
{
	long own, all;
	pthread_t thread;

	topic("CPU time of threads");
	pthread_create(&thread, NULL, work, NULL);
	pthread_join(thread, NULL);
	own = milliseconds(CLOCK_THREAD_CPUTIME_ID);
	all = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
	VALUE(all - own >= 19);
	VALUE(milliseconds(CPU_CLOCK(getpid())) >= all);
	VALUE(milliseconds(CPU_CLOCK(getpid()) + 4) < all);
}

static void show_processes(void)
{
	struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
	struct sched_param parameters = {0};
	struct rusage usage;
	char text[8];

	topic("edges of limits and numbers");
	SHOW(getrusage, 1, &usage);
	SHOW(getrusage, -2, &usage);
	SHOW(prlimit64, 0, RLIMIT_NOFILE, &limit, NULL);
	SHOW(prlimit64, -1, RLIMIT_NOFILE, NULL, &limit);
	SHOW(prlimit64, 0, RLIMIT_NOFILE, NULL, NOWHERE);
	SHOW(prlimit64, 0, -1, NULL, &limit);
	SHOW(sched_setscheduler, 0, 0, &parameters);
	SHOW(sched_get_priority_max, 3);
	SHOW(sched_get_priority_max, 4);
	SHOW(sched_get_priority_max, 5);
	SHOW(sched_get_priority_max, 6);
	SHOW(getpriority, PRIO_PROCESS, -1);
	SHOW(setpriority, PRIO_PGRP, 1 << 22, 0);
	SHOW(setpriority, PRIO_USER, 12345, 0);
	SHOW(getcwd, text, 0);
	SHOW(getcwd, text, 1);
	SHOW(getcwd, NULL, 100);
	SHOW(sethostname, "", 0);
	SHOW(getgroups, 0, NOWHERE);
	SHOW(setgroups, -1, NULL);
	SHOW(setpgid, 0, -1);
	SHOW(umask, -1);
	SHOW(umask, 022);
	SHOW(getrandom, text, 8, 3);
	SHOW(getrandom, text, 8, 6);
	SHOW(getrandom, text, 8, 2);
	SHOW(personality, -1);
	SHOW(close, INT_MIN);
	SHOW(close, INT_MAX);
	SHOW_SIGN(syslog, 10, NULL, 0);
	SHOW(syslog, -1, NULL, 0);
}

void abi_edges(void)
{
	show_opening();
	show_names();
	show_transfers();
	show_locks();
	show_mappings();
	show_child("child with signals", show_signals);
	show_waits();
	show_cpu_clocks();
	show_thread_numbers();
	show_processes();
}
