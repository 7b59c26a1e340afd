// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a signal interrupts: EINTR from each call that waits. The signal comes again and
 * again, so that it does not matter whether the call has begun.
 */
#include "abi.h"

#include <poll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>

/* Linux's <linux/futex.h>, which musl does not have. */
enum {
	FUTEX_WAIT = 0,
	FUTEX_WAIT_BITSET = 9,
	FUTEX_CLOCK_REALTIME = 256,
};

static char page[4096];
static int ends[2];

static void ignore(int signal)
{
	(void)signal;
}

static void interrupt_every(long microseconds)
{
	struct itimerval interval = {{0, microseconds}, {0, microseconds}};

	setitimer(ITIMER_REAL, &interval, NULL);
}

/* Nobody interrupts this any more. */
static void show_end(pid_t pid)
{
	kill(pid, SIGKILL);
	interrupt_every(0);
	SHOW_SIGN(wait4, pid, NULL, 0, NULL);
}

static void show_closed_ends(void)
{
	SHOW(close, 5);
	SHOW(close, 4);
	SHOW(close, 3);
}

static void show_transfers(void)
{
	struct iovec piece = {page, 16};
	loff_t start = 0;

	topic("transfers that are interrupted");
	pipe(ends);
	SHOW(read, 3, page, 1);
	SHOW(readv, 3, &piece, 1);
	SHOW(preadv2, 3, &piece, 1, -1, -1, 0);
	SHOW(write, 4, page, 4096);
	for (int i = 1; i < 16; i++)
		write(4, page, sizeof(page));
	SHOW(write, 4, page, 1);
	SHOW(writev, 4, &piece, 1);
	SHOW(pwritev2, 4, &piece, 1, -1, -1, 0);
	SHOW(open, "file", O_RDWR | O_CREAT, 0644);
	SHOW(write, 5, page, 16);
	SHOW(sendfile, 4, 5, &start, 16);
	show_closed_ends();
}

static void show_fifo(void)
{
	uint64_t how[3] = {O_WRONLY, 0, 0};

	topic("FIFOs that are opened");
	mknod("fifo", S_IFIFO | 0644, 0);
	SHOW(open, "fifo", O_RDONLY);
	SHOW(open, "fifo", O_WRONLY);
	SHOW(openat, AT_FDCWD, "fifo", O_RDONLY);
	SHOW(openat2, AT_FDCWD, "fifo", how, sizeof(how));
	SHOW(creat, "fifo", 0644);
	unlink("fifo");
}

static void show_waiting(void)
{
	struct timespec far = {100, 0}, left;
	struct timeval long_time = {100, 0};
	struct pollfd set = {.fd = 3, .events = POLLIN};
	uint64_t other = 1UL << (SIGUSR2 - 1), none = 0;
	uint32_t word = 5;
	fd_set in;

	topic("waiting that is interrupted");
	pipe(ends);
	FD_ZERO(&in);
	FD_SET(3, &in);
	SHOW(poll, &set, 1, -1);
	SHOW(poll, &set, 1, 100000);
	SHOW(ppoll, &set, 1, NULL, NULL, 8);
	SHOW(ppoll, &set, 1, &far, &none, 8);
	SHOW(select, 4, &in, NULL, NULL, NULL);
	SHOW(select, 4, &in, NULL, NULL, &long_time);
	SHOW(pselect6, 4, &in, NULL, NULL, NULL, NULL);
	SHOW(pause, 0);
	SHOW(rt_sigsuspend, &none, 8);
	SHOW(rt_sigtimedwait, &other, NULL, NULL, 8);
	SHOW(rt_sigtimedwait, &other, NULL, &far, 8);
	SHOW(nanosleep, &far, &left);
	SHOW(clock_nanosleep, CLOCK_MONOTONIC, 0, &far, &left);
	clock_gettime(CLOCK_REALTIME, &far);
	far.tv_sec += 1000;
	SHOW(clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, &far, NULL);
	SHOW(futex, &word, FUTEX_WAIT, 5, NULL);
	SHOW(futex, &word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 5, &far,
	     NULL, -1);
	SHOW(close, 3);
	SHOW(close, 4);
}

static void show_children(void)
{
	siginfo_t info;
	pid_t pid;

	topic("waiting for children that is interrupted");
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		for (;;)
			pause();
	}
	SHOW(wait4, -1, NULL, 0, NULL);
	SHOW(wait4, pid, NULL, 0, NULL);
	SHOW(waitid, P_ALL, 0, &info, WEXITED, NULL);
	show_end(pid);
	interrupt_every(5000);
}

/* The other process has both locks, and wants what this one has. */
static void show_locks(void)
{
	struct flock lock = {.l_type = F_WRLCK, .l_len = 1};
	pid_t pid;
	char byte;

	topic("locks that are waited for");
	interrupt_every(0);
	SHOW(open, "file", O_RDWR);
	lock.l_start = 1;
	SHOW(fcntl, 3, F_SETLK, &lock);
	pipe(ends);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		int own = open("file", O_RDWR);

		lock.l_start = 0;
		fcntl(own, F_SETLK, &lock);
		flock(own, LOCK_EX);
		write(5, "x", 1);
		lock.l_start = 1;
		fcntl(own, F_SETLKW, &lock);
		_exit(0);
	}
	read(4, &byte, 1);
	interrupt_every(5000);
	SHOW(flock, 3, LOCK_EX);
	lock.l_start = 0;
	usleep(20000); /* by now the other one waits */
	SHOW(fcntl, 3, F_SETLKW, &lock);
	show_end(pid);
	show_closed_ends();
}

static void show_one_lock(void)
{
	struct flock lock = {.l_type = F_WRLCK, .l_len = 1};
	pid_t pid;
	char byte;

	SHOW(open, "file", O_RDWR);
	pipe(ends);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		fcntl(3, F_SETLK, &lock);
		write(5, "x", 1);
		for (;;)
			pause();
	}
	read(4, &byte, 1);
	interrupt_every(5000);
	SHOW(fcntl, 3, F_SETLKW, &lock);
	show_end(pid);
	show_closed_ends();
}

void abi_interruptions(void)
{
	struct sigaction action = {.sa_handler = ignore};

	sigaction(SIGALRM, &action, NULL);
	interrupt_every(5000);
	show_transfers();
	show_fifo();
	show_waiting();
	show_children();
	show_locks();
	show_one_lock();
	unlink("file");
}
