// SPDX-License-Identifier: GPL-2.0-only
/*
 * Timers and signals that are files.
 */
#include "abi.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>

static uint64_t value;
static struct itimerspec new, old;
static struct signalfd_siginfo told[2];
static uint64_t set;
static char link_text[64];

static void show_link(const char *path)
{
	ssize_t length = readlink(path, link_text, sizeof(link_text) - 1);

	link_text[length < 0 ? 0 : length] = 0;
	TEXT(link_text);
}

static void show_timer_create(void)
{
	topic("timerfd_create");
	SHOW(timerfd_create, CLOCK_PROCESS_CPUTIME_ID, 0);
	SHOW(timerfd_create, CLOCK_MONOTONIC_RAW, 0);
	SHOW(timerfd_create, CLOCK_TAI, 0);
	SHOW(timerfd_create, -1, 0);
	SHOW(timerfd_create, 99, 0);
	SHOW(timerfd_create, CLOCK_MONOTONIC, 1);
	SHOW(timerfd_create, CLOCK_BOOTTIME, 0);
	SHOW(close, 3);
	SHOW(timerfd_create, CLOCK_REALTIME_ALARM, 0);
	SHOW(close, 3);
	SHOW(timerfd_create, CLOCK_REALTIME, TFD_CLOEXEC);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(fcntl, 3, F_GETFL);
	show_link("/proc/self/fd/3");
	SHOW(write, 3, &value, 8);
	SHOW(pread64, 3, &value, 8, 0);
	SHOW(close, 3);
}

static void show_timer_settime(void)
{
	topic("timerfd_settime");
	SHOW(timerfd_create, CLOCK_MONOTONIC, TFD_NONBLOCK);
	SHOW(timerfd_settime, 3, 0, NULL, NULL);
	SHOW(timerfd_settime, 3, 0, NOWHERE, NULL);
	SHOW(timerfd_settime, 3, 4, &new, NULL);
	SHOW(timerfd_settime, 99, 0, &new, NULL);
	SHOW(timerfd_settime, 0, 0, &new, NULL);
	new.it_value.tv_nsec = 1000000000;
	SHOW(timerfd_settime, 3, 0, &new, NULL);
	new.it_value = (struct timespec){-1, 0};
	SHOW(timerfd_settime, 3, 0, &new, NULL);
	new.it_value = (struct timespec){0, 0};
	new.it_interval = (struct timespec){0, -1};
	SHOW(timerfd_settime, 3, 0, &new, NULL);
	new.it_interval = (struct timespec){7, 5};
	SHOW(timerfd_settime, 3, 0, &new, NULL);
	SHOW(timerfd_gettime, 3, &old);
	VALUE(old.it_value.tv_sec);
	VALUE(old.it_value.tv_nsec);
	VALUE(old.it_interval.tv_sec);
	VALUE(old.it_interval.tv_nsec);
	new.it_value = (struct timespec){1000, 0};
	new.it_interval = (struct timespec){0, 0};
	SHOW(timerfd_settime, 3, 0, &new, &old);
	VALUE(old.it_interval.tv_sec);
	SHOW(timerfd_settime, 3, 0, &new, NOWHERE);
	SHOW(timerfd_gettime, 3, NOWHERE);
	SHOW(timerfd_gettime, 99, &old);
	SHOW(timerfd_gettime, 0, &old);
	SHOW(timerfd_gettime, 3, &old);
	VALUE(old.it_value.tv_sec);
	VALUE(old.it_value.tv_nsec != 0);
	SHOW(read, 3, &value, 8);
	SHOW(read, 3, &value, 7);
	SHOW(close, 3);
}

static void show_timer_read(void)
{
	struct pollfd polled = {3, POLLIN | POLLOUT | POLLRDNORM, 0};

	topic("timerfd and read");
	SHOW(timerfd_create, CLOCK_MONOTONIC, 0);
	SHOW(poll, &polled, 1, 0);
	new.it_value = (struct timespec){0, 1000000};
	new.it_interval = (struct timespec){0, 0};
	SHOW(timerfd_settime, 3, 0, &new, NULL);
	SHOW(poll, &polled, 1, -1);
	VALUE(polled.revents);
	SHOW(read, 3, NOWHERE, 8);
	SHOW(timerfd_settime, 3, 0, &new, NULL);
	SHOW(read, 3, &value, 8);
	VALUE(value);
	SHOW(timerfd_gettime, 3, &old);
	VALUE(old.it_value.tv_sec);
	VALUE(old.it_value.tv_nsec);
	new.it_value = (struct timespec){0, 1};
	SHOW(timerfd_settime, 3, TFD_TIMER_ABSTIME, &new, NULL);
	SHOW(read, 3, &value, 16);
	VALUE(value);
	new.it_interval = (struct timespec){0, 1000000};
	SHOW(timerfd_settime, 3, 0, &new, NULL);
	usleep(20000);
	SHOW(read, 3, &value, 8);
	VALUE(value >= 20);
	SHOW(close, 3);
}

static void show_clock_set(void)
{
	struct timespec now;

	topic("timerfd and the clock");
	clock_gettime(CLOCK_REALTIME, &now);
	new.it_value = (struct timespec){now.tv_sec + 1000, 0};
	new.it_interval = (struct timespec){0, 0};
	SHOW(timerfd_create, CLOCK_REALTIME, TFD_NONBLOCK);
	SHOW(timerfd_settime, 3, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
	     &new, NULL);
	SHOW(read, 3, &value, 8);
	SHOW(clock_settime, CLOCK_REALTIME, &now);
	SHOW(read, 3, &value, 8);
	SHOW(read, 3, &value, 8);
	SHOW(clock_settime, CLOCK_REALTIME, &now);
	SHOW(timerfd_settime, 3, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
	     &new, NULL);
	SHOW(timerfd_settime, 3, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
	     &new, NULL);
	SHOW(close, 3);
}

static void not_root(void)
{
	setuid(1000);
	SHOW(timerfd_create, CLOCK_REALTIME_ALARM, 0);
	SHOW(timerfd_create, CLOCK_BOOTTIME_ALARM, 0);
}

static void no_descriptor_left(void)
{
	for (int fd = 3; fd < 1024; fd++)
		dup(1);
	SHOW(timerfd_create, CLOCK_MONOTONIC, 0);
	SHOW(signalfd, -1, &set, 8);
	SHOW(signalfd4, -1, &set, 8, 0);
}

static void show_signalfd(void)
{
	topic("signalfd");
	set = 1 << (SIGUSR1 - 1) | 1 << (SIGKILL - 1);
	SHOW(signalfd, -1, &set, 7);
	SHOW(signalfd, -1, NOWHERE, 8);
	SHOW(signalfd, -2, &set, 8);
	SHOW(signalfd, 99, &set, 8);
	SHOW(signalfd, 0, &set, 8);
	SHOW(signalfd4, -1, &set, 7, 0);
	SHOW(signalfd4, -1, NOWHERE, 8, 0);
	SHOW(signalfd4, -1, &set, 8, 1);
	SHOW(signalfd4, 99, &set, 8, 0);
	SHOW(signalfd4, 0, &set, 8, 0);
	SHOW(signalfd, -1, &set, 8);
	SHOW(close, 3);
	SHOW(signalfd4, -1, &set, 8, SFD_CLOEXEC | SFD_NONBLOCK);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(fcntl, 3, F_GETFL);
	show_link("/proc/self/fd/3");
	SHOW(read, 3, told, 127);
	SHOW(read, 3, told, 128);
	SHOW(write, 3, told, 128);
	SHOW(signalfd4, 3, &set, 8, 0);
	SHOW(close, 3);
}

static void show_told(int i)
{
	VALUE(told[i].ssi_signo);
	VALUE(-told[i].ssi_code);
	VALUE(told[i].ssi_pid == (uint32_t)getpid());
	VALUE(told[i].ssi_uid);
	VALUE(told[i].ssi_int);
}

static void show_signals_read(void)
{
	struct epoll_event event = {EPOLLIN, {.u64 = 1}};
	const union sigval sent = {.sival_int = 77};

	topic("signalfd and read");
	sighold(SIGUSR1);
	sighold(SIGUSR2);
	set = 1 << (SIGUSR1 - 1) | 1 << (SIGUSR2 - 1);
	SHOW(signalfd4, -1, &set, 8, SFD_NONBLOCK);
	SHOW(epoll_create1, 0);
	SHOW(epoll_ctl, 4, EPOLL_CTL_ADD, 3, &event);
	SHOW(epoll_wait, 4, &event, 1, 0);
	kill(getpid(), SIGUSR1);
	SHOW(epoll_wait, 4, &event, 1, 0);
	SHOW(read, 3, told, sizeof(told));
	show_told(0);
	SHOW(epoll_wait, 4, &event, 1, 0);
	sigqueue(getpid(), SIGUSR2, sent);
	raise(SIGUSR1);
	SHOW(read, 3, told, sizeof(told));
	show_told(0);
	show_told(1);
	raise(SIGUSR1);
	SHOW(read, 3, NOWHERE, 128);
	set = 1 << (SIGUSR2 - 1);
	SHOW(signalfd4, 3, &set, 8, 0);
	raise(SIGUSR1);
	SHOW(read, 3, told, sizeof(told));
	set = 1 << (SIGUSR1 - 1);
	SHOW(signalfd4, 3, &set, 8, 0);
	SHOW(epoll_wait, 4, &event, 1, 0);
	SHOW(read, 3, told, sizeof(told));
	SHOW(close, 4);
	SHOW(close, 3);
	sigrelse(SIGUSR1);
	sigrelse(SIGUSR2);
}

static void show_child_read(void)
{
	topic("signalfd and a child");
	sighold(SIGCHLD);
	set = 1 << (SIGCHLD - 1);
	SHOW(signalfd4, -1, &set, 8, 0);
	if (!fork())
		_exit(5);
	SHOW(read, 3, told, 128);
	VALUE(told[0].ssi_signo);
	VALUE(told[0].ssi_code);
	VALUE(told[0].ssi_status);
	wait(NULL);
	SHOW(close, 3);
	sigrelse(SIGCHLD);
}

void abi_event_files(void)
{
	show_timer_create();
	show_timer_settime();
	show_timer_read();
	show_clock_set();
	show_child("not root", not_root);
	show_child("no descriptor left", no_descriptor_left);
	show_signalfd();
	show_signals_read();
	show_child_read();
}
