// SPDX-License-Identifier: GPL-2.0-only
/*
 * select, poll and epoll of channels: what they tell, when, and how often.
 */
#include "channels.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

static int in, out;

static void open_both(void)
{
	in = open_end(O_RDONLY);
	out = open_end(O_WRONLY);
}

static void close_both(void)
{
	close(in);
	close(out);
	end_topic();
}

static void fill(void)
{
	while (!put_now(out, "message"))
		;
}

static void drain(void)
{
	char text[ROOM];

	while (channel_get(in, text, ROOM, CHANNEL_NONBLOCK) > 0)
		;
}

static void states(void)
{
	in = open_end(O_RDONLY);
	show_ready("a receiver alone", in);
	out = open_end(O_WRONLY);
	show_ready("a receiver", in);
	show_ready("a sender", out);
	put(out, "message");
	show_ready("a receiver with a message", in);
	fill();
	show_ready("a sender without room", out);
	take(in);
	show_ready("a sender with room again", out);
	close(out);
	show_ready("a receiver, the sender gone", in);
	drain();
	show_ready("a receiver, all received", in);
	out = open_end(O_WRONLY);
	show_ready("a receiver, another sender there", in);
	close(in);
	show_ready("a sender, the receiver gone", out);
	close(out);
	out = open_end(O_RDWR);
	show_ready("both in one", out);
	close(out);
	end_topic();
}

/* A child that puts a message when the caller sleeps. */
static void put_later(void)
{
	pid_t caller = getpid();

	if (fork())
		return;
	await_sleep(caller);
	put(out, "message");
	_exit(0);
}

/* The same for taking one. */
static void take_later(void)
{
	pid_t caller = getpid();

	if (fork())
		return;
	await_sleep(caller);
	take(in);
	_exit(0);
}

static void wait_by_poll(int fd, short events)
{
	struct pollfd polled = {fd, events, 0};

	show("poll", poll(&polled, 1, -1));
}

static void wait_by_ppoll(int fd, short events)
{
	struct pollfd polled = {fd, events, 0};
	struct timespec limit = {100, 0};
	sigset_t none;

	sigemptyset(&none);
	show("ppoll", ppoll(&polled, 1, &limit, &none));
}

static void wait_by_select(int fd, short events)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(fd, &set);
	show("select", events & POLLIN
			       ? select(fd + 1, &set, NULL, NULL, NULL)
			       : select(fd + 1, NULL, &set, NULL, NULL));
	show("it is in the set", FD_ISSET(fd, &set) != 0);
}

static void wait_by_pselect(int fd, short events)
{
	struct timespec limit = {100, 0};
	sigset_t none;
	fd_set set;

	sigemptyset(&none);
	FD_ZERO(&set);
	FD_SET(fd, &set);
	show("pselect",
	     events & POLLIN
		     ? pselect(fd + 1, &set, NULL, NULL, &limit, &none)
		     : pselect(fd + 1, NULL, &set, NULL, &limit, &none));
}

static void wait_by_epoll(int fd, short events)
{
	struct epoll_event event = {.events = (uint32_t)events};
	int epoll = epoll_create1(0);

	epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
	show("epoll", epoll_wait(epoll, &event, 1, -1));
	close(epoll);
}

static void (*const waits[])(int fd, short events) = {
	wait_by_poll,	 wait_by_ppoll, wait_by_select,
	wait_by_pselect, wait_by_epoll,
};

/* Each sleeps until there is something to receive, and until there is room. */
static void waiting(void)
{
	open_both();
	for (size_t i = 0; i < sizeof(waits) / sizeof(*waits); i++) {
		put_later();
		waits[i](in, POLLIN);
		reap();
		fill();
		take_later();
		waits[i](out, POLLOUT);
		reap();
		drain();
	}
	close_both();
}

static int watch(int fd, uint32_t events)
{
	struct epoll_event event = {.events = events};
	int epoll = epoll_create1(0);

	epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
	return epoll;
}

static void show_events(const char *what, int epoll)
{
	struct epoll_event event = {0};
	int count = epoll_wait(epoll, &event, 1, 0);

	printf("%s:%s%s%s%s%s\n", what, count ? "" : " nothing",
	       event.events & EPOLLIN ? " in" : "",
	       event.events & EPOLLOUT ? " out" : "",
	       event.events & EPOLLERR ? " error" : "",
	       event.events & EPOLLHUP ? " hung up" : "");
	fflush(stdout);
}

static void level(void)
{
	int epoll;

	open_both();
	epoll = watch(in, EPOLLIN);
	show_events("nothing sent", epoll);
	put(out, "one");
	put(out, "two");
	show_events("two wait", epoll);
	show_events("they wait still", epoll);
	take(in);
	show_events("one is received", epoll);
	take(in);
	show_events("both are", epoll);
	close(out);
	show_events("the sender has gone", epoll);
	close(epoll);
	close_both();
}

static void edge(void)
{
	int epoll, other;

	open_both();
	epoll = watch(in, EPOLLIN | EPOLLET);
	other = watch(out, EPOLLOUT | EPOLLET);
	show_events("there is room", other);
	show_events("it was told of", other);
	put(out, "one");
	show_events("one is sent", epoll);
	show_events("it was told of", epoll);
	put(out, "two");
	show_events("another one is sent", epoll);
	take(in);
	show_events("one is received", epoll);
	show_events("there is more room", other);
	drain();
	show_events("all are received", epoll);
	close(in);
	show_events("the receiver has gone", other);
	show_events("it was told of", other);
	close(epoll);
	close(other);
	close_both();
}

static void one_shot(void)
{
	struct epoll_event again = {.events = EPOLLIN | EPOLLONESHOT};
	int epoll;

	open_both();
	epoll = watch(in, EPOLLIN | EPOLLONESHOT);
	put(out, "one");
	show_events("one is sent", epoll);
	put(out, "two");
	show_events("another one is sent", epoll);
	epoll_ctl(epoll, EPOLL_CTL_MOD, in, &again);
	show_events("it was asked for again", epoll);
	show_events("it was told of", epoll);
	close(epoll);
	close_both();
}

static int ask_once(void)
{
	return ask(out, "request") > 0 ? 0 : 1;
}

/* A call that waits for a receiver is something to receive. */
static void calls(void)
{
	struct epoll_event event;
	int epoll;
	pid_t pid;

	open_both();
	epoll = watch(in, EPOLLIN);
	pid = start(ask_once);
	show("epoll", epoll_wait(epoll, &event, 1, -1));
	answer(in, take(in), "answer");
	show_end("the client", pid);
	show_events("it is answered", epoll);
	close(epoll);
	close_both();
}

/* An epoll does not hold what it watches. */
static void closing(void)
{
	int epoll;

	open_both();
	epoll = watch(in, EPOLLIN);
	close(in);
	show_events("the watched end is closed", epoll);
	show_error("put", put_now(out, "nobody"));
	in = open_end(O_RDONLY);
	put(out, "message");
	show_events("another end has its number", epoll);
	close(epoll);
	close_both();
}

void readiness(void)
{
	puts("# states");
	states();
	puts("# waiting");
	waiting();
	puts("# level");
	level();
	puts("# edge");
	edge();
	puts("# one-shot");
	one_shot();
	puts("# calls");
	calls();
	puts("# closing");
	closing();
}
