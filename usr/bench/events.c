// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters, timers, signals, and epolls that wait for them.
 */
#include "bench.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>

static int epoll, counter, answer, watched, watcher;
static pid_t peer;
static uint64_t value = 1;
static struct epoll_event event = {.events = EPOLLIN}, got[8];

static bool make_counter(void)
{
	counter = eventfd(0, 0);
	MUST(counter >= 0);
	return true;
}

static void close_counter(void)
{
	close(counter);
}

static void add_and_take(void)
{
	call3(SYS_write, counter, (long)&value, sizeof(value));
	call3(SYS_read, counter, (long)&value, sizeof(value));
}

static bool make_epoll(void)
{
	make_counter();
	epoll = epoll_create1(0);
	MUST(epoll >= 0);
	MUST(!epoll_ctl(epoll, EPOLL_CTL_ADD, counter, &event));
	return true;
}

static void close_epoll(void)
{
	close(epoll);
	close_counter();
}

static long look(void)
{
	register long r10 __asm__("r10") = 0;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(SYS_epoll_wait), "D"(epoll), "S"(got), "d"(8),
			   "r"(r10)
			 : "rcx", "r11", "memory");
	return result;
}

static bool make_ready(void)
{
	make_epoll();
	MUST(write(counter, &value, sizeof(value)) == sizeof(value));
	MUST(look() == 1);
	return true;
}

static void add_look_and_take(void)
{
	call3(SYS_write, counter, (long)&value, sizeof(value));
	look();
	call3(SYS_read, counter, (long)&value, sizeof(value));
}

static void delete_and_add(void)
{
	epoll_ctl(epoll, EPOLL_CTL_DEL, counter, NULL);
	epoll_ctl(epoll, EPOLL_CTL_ADD, counter, &event);
}

/* The other process: waits for the counter by its epoll, and answers. */
static void answer_each(void)
{
	while (epoll_wait(epoll, got, 8, -1) == 1) {
		call3(SYS_read, counter, (long)&value, sizeof(value));
		call3(SYS_write, answer, (long)&value, sizeof(value));
	}
	_exit(1);
}

static bool start_peer(void)
{
	make_epoll();
	answer = eventfd(0, 0);
	peer = fork();
	MUST(answer >= 0 && peer >= 0);
	if (!peer)
		answer_each();
	return true;
}

static void stop_peer(void)
{
	kill(peer, SIGKILL);
	waitpid(peer, NULL, 0);
	close(answer);
	close_epoll();
}

static void round_trip(void)
{
	call3(SYS_write, counter, (long)&value, sizeof(value));
	call3(SYS_read, answer, (long)&value, sizeof(value));
}

static int timer, signals;
static pid_t own_id;
static struct signalfd_siginfo told;

static bool make_timer(void)
{
	timer = timerfd_create(CLOCK_MONOTONIC, 0);
	MUST(timer >= 0);
	return true;
}

static void close_timer(void)
{
	close(timer);
}

static void set_timer(void)
{
	static const struct itimerspec far = {.it_value = {1000, 0}};

	timerfd_settime(timer, 0, &far, NULL);
}

static bool make_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	MUST(!sigprocmask(SIG_BLOCK, &set, NULL));
	signals = signalfd(-1, &set, 0);
	own_id = getpid();
	MUST(signals >= 0);
	return true;
}

static void close_signals(void)
{
	sigset_t set;

	close(signals);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	MUST(!sigprocmask(SIG_UNBLOCK, &set, NULL));
}

static void send_and_read(void)
{
	call3(SYS_kill, own_id, SIGUSR1, 0);
	call3(SYS_read, signals, (long)&told, sizeof(told));
}

static bool watch_file(void)
{
	watcher = inotify_init1(0);
	if (watcher < 0)
		return false;
	watched = open("/tmp/watched", O_RDWR | O_CREAT, 0600);
	MUST(watched >= 0);
	MUST(inotify_add_watch(watcher, "/tmp/watched", IN_MODIFY) == 1);
	return true;
}

static void close_watched(void)
{
	close(watcher);
	close(watched);
	unlink("/tmp/watched");
}

/* One byte, always at the end of what is there. */
static void write_and_hear(void)
{
	static struct inotify_event heard;

	call3(SYS_write, watched, (long)&value, 1);
	call3(SYS_read, watcher, (long)&heard, sizeof(heard));
}

DEFINE_RUN(run_watched, write_and_hear())
DEFINE_RUN(run_timer, set_timer())
DEFINE_RUN(run_signals, send_and_read())
DEFINE_RUN(run_counter, add_and_take())
DEFINE_RUN(run_look, look())
DEFINE_RUN(run_edge, add_look_and_take())
DEFINE_RUN(run_control, delete_and_add())
DEFINE_RUN(run_round_trip, round_trip())

static const struct row rows[] = {
	{"eventfd", 500, make_counter, run_counter, close_counter},
	{"timerfd_settime", 500, make_timer, run_timer, close_timer},
	{"inotify", 200, watch_file, run_watched, close_watched},
	{"signalfd", 200, make_signals, run_signals, close_signals},
	{"epoll_nothing", 500, make_epoll, run_look, close_epoll},
	{"epoll_ready", 500, make_ready, run_look, close_epoll},
	{"epoll_event", 500, make_epoll, run_edge, close_epoll},
	{"epoll_control", 500, make_epoll, run_control, close_epoll},
	{"epoll_round_trip", 100, start_peer, run_round_trip, stop_peer},
};
ROWS(event_rows, rows);
