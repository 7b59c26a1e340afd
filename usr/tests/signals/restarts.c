// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which calls go on after a signal. Each is made with SA_RESTART, without, and with a
 * stop and SIGCONT in place of a handler.
 */
#include "signals.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <time.h>

static int ends[2];
static volatile int taken;
static uint32_t word;

static void take(int signal)
{
	taken = signal;
}

static long do_read(void)
{
	char byte;

	return read(ends[0], &byte, 1);
}

static long do_write(void)
{
	static char much[100000];

	return write(ends[1], much, sizeof(much));
}

static long do_wait(void)
{
	return wait(NULL) > 0;
}

static long do_waitid(void)
{
	return waitid(P_ALL, 0, NULL, WEXITED);
}

static const struct timespec quarter = {0, 250000000};

static long do_nanosleep(void)
{
	return nanosleep(&quarter, NULL);
}

static long do_clock_nanosleep(void)
{
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec++;
	return syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME,
		       &end, NULL);
}

static long do_poll(void)
{
	return poll(NULL, 0, 250);
}

static long do_ppoll(void)
{
	return ppoll(NULL, 0, &quarter, NULL);
}

static long do_select(void)
{
	struct timeval time = {0, 250000};

	return select(0, NULL, NULL, NULL, &time);
}

static long do_pselect(void)
{
	return pselect(0, NULL, NULL, NULL, &quarter, NULL);
}

static long do_futex(void)
{
	return syscall(SYS_futex, &word, 0 /* FUTEX_WAIT */, 0, NULL, NULL, 0);
}

static long do_futex_limited(void)
{
	return syscall(SYS_futex, &word, 0 /* FUTEX_WAIT */, 0, &quarter, NULL,
		       0);
}

static long do_flock(void)
{
	int fd = open("/tmp/locked", O_RDWR | O_CREAT, 0600);
	long result = RESULT(flock(fd, LOCK_EX));

	close(fd);
	errno = (int)-result;
	return result < 0 ? -1 : result;
}

static long do_open(void)
{
	int fd = open("/tmp/fifo", O_RDONLY);

	if (fd >= 0)
		close(fd);
	return fd < 0 ? -1 : 0;
}

enum way {
	RESTART,
	INTERRUPT,
	STOP,
};

static enum way way;
static bool frees; /* what the parent waits for comes */

/* Signal the parent while it waits; then let the wait end. */
static void disturb(void)
{
	int fd = open("/tmp/locked", O_RDWR | O_CREAT, 0600);

	flock(fd, LOCK_EX);
	sleep_ms(50);
	if (way == STOP) {
		kill(getppid(), SIGSTOP);
		sleep_ms(30);
		kill(getppid(), SIGCONT);
	} else {
		kill(getppid(), SIGUSR1);
	}
	sleep_ms(50);
	flock(fd, LOCK_UN);
	open("/tmp/fifo", O_WRONLY | O_NONBLOCK);
	if (frees)
		write(ends[1], "x", 1);
}

static const struct {
	const char *name;
	long (*call)(void);
} calls[] = {
	{"read", do_read},
	{"wait4", do_wait},
	{"waitid", do_waitid},
	{"nanosleep", do_nanosleep},
	{"clock_nanosleep", do_clock_nanosleep},
	{"poll", do_poll},
	{"ppoll", do_ppoll},
	{"select", do_select},
	{"pselect", do_pselect},
	{"futex", do_futex_limited},
	{"flock", do_flock},
	{"open", do_open},
};

static void show_call(size_t i)
{
	static const char *const ways[] = {"restarted", "interrupted",
					   "stopped"};
	long result;
	pid_t pid;

	if (pipe(ends))
		return;
	frees = calls[i].call == do_read;
	pid = start(disturb);
	if (calls[i].call == do_flock)
		sleep_ms(20);
	taken = 0;
	result = RESULT(calls[i].call());
	printf("%s, %s: %ld, handler %d\n", calls[i].name, ways[way], result,
	       taken);
	close(ends[0]);
	close(ends[1]);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static void show_all(void)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		show_call(i);
}

/* The futex word never changes: only a signal ends that. */
static void show_endless(void)
{
	pid_t pid;

	way = INTERRUPT;
	handle(SIGUSR1, take, 0);
	pid = start(disturb);
	show("futex", RESULT(do_futex()));
	waitpid(pid, NULL, 0);
	if (pipe(ends))
		return;
	pid = start(disturb);
	show("write", RESULT(do_write()));
	waitpid(pid, NULL, 0);
}

static void restart_all(void)
{
	mkfifo("/tmp/fifo", 0600);
	topic("calls that signals interrupt");
	way = RESTART;
	handle(SIGUSR1, take, SA_RESTART);
	show_all();
	way = INTERRUPT;
	handle(SIGUSR1, take, 0);
	show_all();
	way = STOP;
	show_all();
	show_endless();
	unlink("/tmp/fifo");
	unlink("/tmp/locked");
}

/* Process 1 cannot be stopped. */
void test_restarts(void)
{
	show_child("all", restart_all);
}
