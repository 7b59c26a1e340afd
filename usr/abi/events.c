// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters and epolls: files that tell of events.
 */
#include "abi.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>

static uint64_t value;
static struct epoll_event event, events[8];
static struct stat status;
static char link_text[64];

static void show_link(const char *path)
{
	ssize_t length = readlink(path, link_text, sizeof(link_text) - 1);

	link_text[length < 0 ? 0 : length] = 0;
	TEXT(link_text);
}

static long add(uint64_t more)
{
	return RAW(SYS_write, 3, &more, 8);
}

static long take(void)
{
	value = 0;
	return RAW(SYS_read, 3, &value, 8);
}

static void show_counter(void)
{
	topic("eventfd");
	SHOW(eventfd2, 5, 4);
	SHOW(eventfd2, 0, EFD_SEMAPHORE | EFD_CLOEXEC | EFD_NONBLOCK | 2);
	SHOW(eventfd2, 5, EFD_NONBLOCK);
	SHOW(fcntl, 3, F_GETFL);
	SHOW(fcntl, 3, F_GETFD);
	show_link("/proc/self/fd/3");
	SHOW(fstat, 3, &status);
	VALUE(status.st_mode);
	VALUE(status.st_size);
	VALUE(status.st_nlink);
	SHOW(pread64, 3, &value, 8, 0);
	SHOW(pwrite64, 3, &value, 8, 0);
	SHOW(ftruncate, 3, 0);
	SHOW(fsync, 3);
	SHOW(mmap, 0, 4096, PROT_READ, MAP_SHARED, 3, 0);
	SHOW(ioctl, 3, FIONREAD, &value);
	SHOW(read, 3, &value, 7);
	SHOW(write, 3, &value, 7);
	SHOW(read, 3, NOWHERE, 8);
	SHOW(write, 3, NOWHERE, 8);
	VALUE(take());
	VALUE(add(3));
	VALUE(add(4));
	SHOW(read, 3, events, 16);
	VALUE(take());
	VALUE(add(UINT64_MAX));
	VALUE(add(UINT64_MAX - 1));
	VALUE(add(0));
	VALUE(add(1));
	VALUE(take());
	VALUE(value == UINT64_MAX - 1);
	SHOW(close, 3);
}

static void show_semaphore(void)
{
	topic("eventfd semaphore");
	SHOW(eventfd2, 2, EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC);
	SHOW(fcntl, 3, F_GETFD);
	for (int i = 0; i < 3; i++) {
		VALUE(take());
		VALUE(value);
	}
	SHOW(close, 3);
}

static void show_counter_poll(void)
{
	struct pollfd set = {3, POLLIN | POLLOUT | POLLRDNORM | POLLPRI, 0};
	struct timeval none = {0, 0};
	fd_set in, out;

	topic("eventfd and poll");
	SHOW(eventfd, 0);
	SHOW(poll, &set, 1, 0);
	VALUE(set.revents);
	VALUE(add(UINT64_MAX - 2));
	SHOW(poll, &set, 1, 0);
	VALUE(set.revents);
	VALUE(add(1));
	SHOW(poll, &set, 1, 0);
	VALUE(set.revents);
	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_SET(3, &in);
	FD_SET(3, &out);
	SHOW(select, 4, &in, &out, NULL, &none);
	VALUE(FD_ISSET(3, &in));
	VALUE(FD_ISSET(3, &out));
	SHOW(close, 3);
}

static void no_descriptor_left(void)
{
	for (int fd = 3; fd < 1024; fd++)
		dup(1);
	SHOW(eventfd, 0);
	SHOW(eventfd2, 0, 0);
	SHOW(epoll_create, 1);
	SHOW(epoll_create1, 0);
}

static void show_epoll_create(void)
{
	topic("epoll_create");
	SHOW(epoll_create, 0);
	SHOW(epoll_create, -1);
	SHOW(epoll_create1, 1);
	SHOW(epoll_create1, -1);
	SHOW(epoll_create, 1);
	SHOW(fcntl, 3, F_GETFL);
	SHOW(fcntl, 3, F_GETFD);
	show_link("/proc/self/fd/3");
	SHOW(read, 3, &value, 8);
	SHOW(write, 3, &value, 8);
	SHOW(fstat, 3, &status);
	VALUE(status.st_mode);
	SHOW(close, 3);
	SHOW(epoll_create1, EPOLL_CLOEXEC);
	SHOW(fcntl, 3, F_GETFD);
	SHOW(close, 3);
}

/* Epoll 3, a pipe of 4 and 5. */
static void begin(void)
{
	int ends[2];

	SHOW(epoll_create1, 0);
	SHOW(pipe2, ends, O_NONBLOCK);
	event = (struct epoll_event){EPOLLIN, {.u64 = 1}};
}

static void end(void)
{
	for (int fd = 3; fd < 12; fd++)
		close(fd);
}

static void show_epoll_ctl(void)
{
	topic("epoll_ctl");
	begin();
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 4, NOWHERE);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 4, NULL);
	SHOW(epoll_ctl, 99, EPOLL_CTL_ADD, 4, &event);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 99, &event);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, -1, &event);
	SHOW(epoll_ctl, 4, EPOLL_CTL_ADD, 5, &event);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 3, &event);
	SHOW(epoll_ctl, 3, 0, 4, &event);
	SHOW(epoll_ctl, 3, 4, 4, &event);
	SHOW(epoll_ctl, 3, EPOLL_CTL_MOD, 4, &event);
	SHOW(epoll_ctl, 3, EPOLL_CTL_DEL, 4, NULL);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 4, &event);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 4, &event);
	SHOW(epoll_ctl, 3, EPOLL_CTL_MOD, 4, &event);
	SHOW(epoll_ctl, 3, EPOLL_CTL_MOD, 4, NULL);
	SHOW(epoll_ctl, 3, EPOLL_CTL_DEL, 4, NULL);
	SHOW(epoll_ctl, 3, EPOLL_CTL_DEL, 4, NULL);
	SHOW(open, "file", O_RDWR | O_CREAT, 0600);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 6, &event);
	SHOW(epoll_ctl, 6, EPOLL_CTL_ADD, 4, &event);
	SHOW(close, 6);
	SHOW(open, "/", O_RDONLY);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 6, &event);
	SHOW(close, 6);
	SHOW(open, "/dev/null", O_RDWR);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 6, &event);
	SHOW(close, 6);
	SHOW(open, "file", O_PATH);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 6, &event);
	SHOW(epoll_ctl, 6, EPOLL_CTL_ADD, 4, &event);
	end();
	unlink("file");
}

static void show_exclusive(void)
{
	topic("epoll exclusive");
	begin();
	event.events = EPOLLIN | EPOLLEXCLUSIVE;
	SHOW(epoll_ctl, 3, EPOLL_CTL_MOD, 4, &event);
	event.events = EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT;
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 4, &event);
	event.events = EPOLLIN | EPOLLEXCLUSIVE | EPOLLPRI;
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 4, &event);
	event.events = EPOLLIN | EPOLLOUT | EPOLLEXCLUSIVE | EPOLLET |
		       EPOLLWAKEUP;
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 4, &event);
	event.events = EPOLLIN;
	SHOW(epoll_ctl, 3, EPOLL_CTL_MOD, 4, &event);
	SHOW(epoll_create1, 0);
	event.events = EPOLLIN | EPOLLEXCLUSIVE;
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 6, &event);
	SHOW(write, 5, "x", 1);
	SHOW(epoll_wait, 3, events, 8, 0);
	SHOW(epoll_wait, 3, events, 8, 0);
	end();
}

static void show_epoll_wait(void)
{
	struct timespec soon = {0, 1000000}, bad = {0, 1000000000};
	uint64_t set = 0;

	topic("epoll_wait");
	begin();
	SHOW(epoll_wait, 3, events, 0, 0);
	SHOW(epoll_wait, 3, events, -1, 0);
	SHOW(epoll_wait, 3, events, 0x7fffffff / 12 + 1, 0);
	SHOW(epoll_wait, 3, KERNEL, 1, 0);
	SHOW(epoll_wait, 99, events, 1, 0);
	SHOW(epoll_wait, 4, events, 1, 0);
	SHOW(epoll_wait, 3, events, 1, 0);
	SHOW(epoll_wait, 3, events, 1, 1);
	SHOW(epoll_wait, 3, NOWHERE, 1, 0);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 4, &event);
	SHOW(write, 5, "x", 1);
	SHOW(epoll_wait, 3, NOWHERE, 1, 0);
	SHOW(epoll_wait, 3, events, 8, -1);
	VALUE(events[0].events);
	VALUE(events[0].data.u64);
	SHOW(epoll_pwait, 3, events, 8, -1, NULL, 0);
	SHOW(epoll_pwait, 3, events, 8, -1, &set, 8);
	SHOW(epoll_pwait, 3, events, 8, -1, &set, 7);
	SHOW(epoll_pwait, 3, events, 8, -1, NOWHERE, 8);
	SHOW(epoll_pwait, 3, KERNEL, 8, -1, &set, 8);
	SHOW(epoll_pwait, 99, events, 8, -1, &set, 8);
	SHOW(epoll_pwait2, 3, events, 8, NULL, NULL, 0);
	SHOW(epoll_pwait2, 3, events, 8, &soon, &set, 8);
	SHOW(epoll_pwait2, 3, events, 8, &bad, NULL, 0);
	SHOW(epoll_pwait2, 3, events, 8, NOWHERE, NULL, 0);
	SHOW(epoll_pwait2, 3, events, 0, &soon, NULL, 0);
	SHOW(epoll_pwait2, 99, events, 8, &soon, NULL, 0);
	SHOW(read, 4, &value, 8);
	SHOW(epoll_pwait2, 3, events, 8, &soon, NULL, 0);
	SHOW(epoll_wait, 3, events, 8, 0);
	end();
}

static void show_modes(void)
{
	topic("epoll modes");
	begin();
	event.events = EPOLLIN | EPOLLET;
	SHOW(write, 5, "x", 1);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 4, &event);
	SHOW(epoll_wait, 3, events, 8, 0);
	SHOW(epoll_wait, 3, events, 8, 0);
	SHOW(write, 5, "x", 1);
	SHOW(epoll_wait, 3, events, 8, 0);
	SHOW(epoll_wait, 3, events, 8, 0);
	SHOW(epoll_ctl, 3, EPOLL_CTL_MOD, 4, &event);
	SHOW(epoll_wait, 3, events, 8, 0);
	event.events = EPOLLIN | EPOLLONESHOT;
	SHOW(epoll_ctl, 3, EPOLL_CTL_MOD, 4, &event);
	SHOW(epoll_wait, 3, events, 8, 0);
	SHOW(write, 5, "x", 1);
	SHOW(epoll_wait, 3, events, 8, 0);
	event.events = 0;
	SHOW(epoll_ctl, 3, EPOLL_CTL_MOD, 4, &event);
	SHOW(epoll_wait, 3, events, 8, 0);
	event.events = EPOLLOUT;
	event.data.u64 = 0x123456789abcdef0;
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 5, &event);
	SHOW(epoll_wait, 3, events, 8, 0);
	VALUE(events[0].events);
	VALUE(events[0].data.u64 == 0x123456789abcdef0);
	SHOW(close, 5);
	SHOW(epoll_wait, 3, events, 8, 0);
	VALUE(events[0].events);
	SHOW(close, 4);
	SHOW(epoll_wait, 3, events, 8, 0);
	end();
}

static void show_descriptors(void)
{
	topic("epoll and descriptors");
	begin();
	SHOW(dup, 4);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 4, &event);
	event.data.u64 = 2;
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 6, &event);
	SHOW(write, 5, "x", 1);
	SHOW(epoll_wait, 3, events, 8, 0);
	VALUE(events[0].data.u64 + events[1].data.u64);
	SHOW(epoll_wait, 3, events, 1, 0);
	SHOW(epoll_ctl, 3, EPOLL_CTL_DEL, 4, NULL);
	SHOW(epoll_wait, 3, events, 8, 0);
	VALUE(events[0].data.u64);
	SHOW(close, 6);
	SHOW(epoll_wait, 3, events, 8, 0);
	SHOW(epoll_ctl, 3, EPOLL_CTL_DEL, 6, NULL);
	SHOW(close, 4);
	SHOW(epoll_wait, 3, events, 8, 0);
	end();
}

static void show_nesting(void)
{
	struct pollfd set = {3, POLLIN, 0};

	topic("epoll of epolls");
	begin();
	SHOW(epoll_create1, 0);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 4, &event);
	SHOW(epoll_ctl, 6, EPOLL_CTL_ADD, 3, &event);
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 6, &event);
	SHOW(epoll_wait, 6, events, 8, 0);
	SHOW(poll, &set, 1, 0);
	SHOW(write, 5, "x", 1);
	SHOW(poll, &set, 1, 0);
	VALUE(set.revents);
	SHOW(epoll_wait, 6, events, 8, 0);
	VALUE(events[0].events);
	SHOW(read, 4, &value, 8);
	SHOW(epoll_wait, 6, events, 8, 0);
	SHOW(poll, &set, 1, 0);
	for (int fd = 7; fd < 11; fd++) {
		SHOW(epoll_create1, 0);
		SHOW(epoll_ctl, fd, EPOLL_CTL_ADD, fd - 1, &event);
	}
	SHOW(epoll_ctl, 3, EPOLL_CTL_ADD, 9, &event);
	end();
}

/* Signal 14 comes while descriptor 3 is waited for. */
static void show_interrupted(void)
{
	const struct timespec long_time = {100, 0};
	uint64_t set = 0;

	topic("epoll and signals");
	SHOW(epoll_create1, 0);
	signal(SIGALRM, on_signal_nothing);
	ualarm(20000, 0);
	SHOW(epoll_wait, 3, events, 8, -1);
	ualarm(20000, 0);
	SHOW(epoll_pwait, 3, events, 8, 100000, NULL, 0);
	ualarm(20000, 0);
	SHOW(epoll_pwait2, 3, events, 8, &long_time, NULL, 0);
	sighold(SIGALRM);
	raise(SIGALRM);
	SHOW(epoll_wait, 3, events, 8, 1);
	SHOW(epoll_pwait, 3, events, 8, -1, &set, 8);
	sigrelse(SIGALRM);
	SHOW(close, 3);
	SHOW(eventfd, 0);
	ualarm(20000, 0);
	siginterrupt(SIGALRM, 1);
	SHOW(read, 3, &value, 8);
	value = UINT64_MAX - 1;
	SHOW(write, 3, &value, 8);
	ualarm(20000, 0);
	SHOW(write, 3, &value, 8);
	SHOW(close, 3);
	signal(SIGALRM, SIG_DFL);
}

void abi_events(void)
{
	show_counter();
	show_semaphore();
	show_counter_poll();
	show_child("no descriptor left", no_descriptor_left);
	show_epoll_create();
	show_epoll_ctl();
	show_exclusive();
	show_epoll_wait();
	show_modes();
	show_descriptors();
	show_nesting();
	show_interrupted();
}
