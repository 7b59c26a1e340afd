// SPDX-License-Identifier: GPL-2.0-only
/*
 * epoll_waiters: who still hears of news when one of those who wait in an epoll is
 * killed, and what is left to them when what they wait for is closed meanwhile. A
 * waiter is a child; it exits with the events that it was told, or with 100 and more
 * when something else came.
 */
#include "victim.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

enum {
	WORKERS = 4,
	SECOND = 100, /* told of the second pipe */
};

static const struct sockaddr_un server = {AF_UNIX, "\0waiters"};
static const socklen_t server_size = sizeof(sa_family_t) + 8;
static int epoll, listener;
static int pipes[2], second[2];

static int new_epoll(int fd, uint32_t events, int data)
{
	struct epoll_event event = {events, {.fd = data}};
	int made = epoll_create1(0);

	if (epoll_ctl(made, EPOLL_CTL_ADD, fd, &event))
		show_error("epoll_ctl", -1);
	return made;
}

static int wait_in(int fd)
{
	struct epoll_event event = {};

	if (epoll_wait(fd, &event, 1, -1) != 1)
		return 99;
	return (int)(event.events & 0x1f) + event.data.fd;
}

static int wait_here(void)
{
	return wait_in(epoll);
}

static void open_pipes(void)
{
	pipe(pipes);
	pipe(second);
	epoll = new_epoll(pipes[0], EPOLLIN, 0);
}

static void close_all(void)
{
	for (int fd = 3; fd < 20; fd++)
		close(fd);
}

static void put(int fd)
{
	show("write", write(fd, "x", 1));
}

/* What is written to the second pipe is told to who waits in @fd. */
static void add_second(int fd)
{
	struct epoll_event event = {EPOLLIN, {.fd = SECOND}};

	show("epoll_ctl", epoll_ctl(fd, EPOLL_CTL_ADD, second[0], &event));
	put(second[1]);
}

/* A child that shares our descriptors waits: what we close is closed for it too. */
static pid_t start_sharing(int (*run)(void))
{
	pid_t pid =
		(pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);

	if (!pid)
		_exit(run());
	await_sleep(pid);
	return pid;
}

static void one_is_killed(void)
{
	pid_t first, other;

	open_pipes();
	first = start_victim(wait_here);
	other = start_victim(wait_here);
	end(first);
	put(pipes[1]);
	show_end("the other", other);
	close_all();
}

/* News has woken it, and it may or may not have seen that when it is killed. */
static void one_is_killed_late(void)
{
	pid_t first, other;

	open_pipes();
	first = start_victim(wait_here);
	other = start_victim(wait_here);
	put(pipes[1]);
	end(first);
	show_end("the other", other);
	close_all();
}

static void all_are_killed(void)
{
	struct epoll_event event;
	pid_t pids[2];

	open_pipes();
	for (int i = 0; i < 2; i++)
		pids[i] = start_victim(wait_here);
	for (int i = 0; i < 2; i++)
		end(pids[i]);
	show("ready", epoll_wait(epoll, &event, 1, 0));
	put(pipes[1]);
	show("ready", epoll_wait(epoll, &event, 1, 0));
	close_all();
}

static void the_watched_is_closed(void)
{
	pid_t pid;

	open_pipes();
	pid = start_sharing(wait_here);
	close(pipes[0]);
	await_sleep(pid);
	add_second(epoll);
	show_end("the waiter", pid);
	close_all();
}

static void the_watched_is_closed_and_kept(void)
{
	int copy;
	pid_t pid;

	open_pipes();
	copy = dup(pipes[0]);
	pid = start_sharing(wait_here);
	close(pipes[0]);
	await_sleep(pid);
	put(pipes[1]);
	show_end("the waiter", pid);
	close(copy);
	close_all();
}

static void the_other_end_is_closed(void)
{
	pid_t pid;

	open_pipes();
	pid = start_sharing(wait_here);
	close(pipes[1]);
	show_end("the waiter", pid);
	close_all();
}

static void the_epoll_is_closed(void)
{
	pid_t pid;

	open_pipes();
	pid = start_sharing(wait_here);
	close(epoll);
	await_sleep(pid);
	put(pipes[1]);
	show_end("the waiter", pid);
	close_all();
}

/* The last who has the epoll is killed in it. */
static void the_epoll_goes_with_its_waiter(void)
{
	char byte;
	pid_t pid;

	open_pipes();
	pid = start_victim(wait_here);
	close(epoll);
	end(pid);
	put(pipes[1]);
	show("read", read(pipes[0], &byte, 1));
	close_all();
}

static void all_is_closed(void)
{
	pid_t pid;

	open_pipes();
	pid = start_sharing(wait_here);
	close_all();
	await_sleep(pid);
	end(pid);
	open_pipes();
	put(pipes[1]);
	show("the next waiter", wait_in(epoll));
	close_all();
}

static int outer;

static int wait_outside(void)
{
	return wait_in(outer);
}

static void the_inner_is_closed(void)
{
	pid_t pid;

	open_pipes();
	outer = new_epoll(epoll, EPOLLIN, 0);
	pid = start_sharing(wait_outside);
	close(epoll);
	await_sleep(pid);
	put(pipes[1]);
	await_sleep(pid);
	add_second(outer);
	show_end("the waiter", pid);
	close_all();
}

static void the_inner_is_told(void)
{
	pid_t inside, outside;

	open_pipes();
	outer = new_epoll(epoll, EPOLLIN, 0);
	outside = start_sharing(wait_outside);
	inside = start_sharing(wait_here);
	end(inside);
	close(pipes[1]);
	show_end("the waiter", outside);
	close_all();
}

/* A worker with an epoll of its own. */
static int watch_exclusively(void)
{
	close(pipes[1]);
	return wait_in(new_epoll(pipes[0], EPOLLIN | EPOLLEXCLUSIVE, 0));
}

static void start_workers(pid_t workers[WORKERS], int (*work)(void))
{
	for (int i = 0; i < WORKERS; i++)
		workers[i] = start_victim(work);
}

/* How many have ended once nothing happens any more. */
static void show_ended(void)
{
	int status, count = 0;

	usleep(20000);
	while (waitpid(-1, &status, WNOHANG) > 0)
		count++;
	show("workers told", count);
}

static void workers_at_a_pipe(void)
{
	pid_t workers[WORKERS];

	open_pipes();
	start_workers(workers, watch_exclusively);
	put(pipes[1]);
	show_ended();
	end(workers[1]);
	put(pipes[1]);
	show_ended();
	close(pipes[1]);
	show_ended();
	close_all();
}

static int accept_exclusively(void)
{
	return wait_in(new_epoll(listener, EPOLLIN | EPOLLEXCLUSIVE, 0));
}

static void workers_at_a_listener(void)
{
	pid_t workers[WORKERS];
	int fd;

	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	show("bind", bind(listener, (const void *)&server, server_size));
	show("listen", listen(listener, WORKERS));
	start_workers(workers, accept_exclusively);
	for (int i = 0; i < 2; i++) {
		fd = socket(AF_UNIX, SOCK_STREAM, 0);
		show("connect",
		     connect(fd, (const void *)&server, server_size));
		show_ended();
	}
	show("shutdown", shutdown(listener, SHUT_RDWR));
	show_ended();
	close_all();
}

static const struct {
	const char *what;
	void (*show)(void);
} cases[] = {
	{"one of two is killed", one_is_killed},
	{"one of two is killed when the news has come", one_is_killed_late},
	{"all are killed", all_are_killed},
	{"the watched descriptor is closed", the_watched_is_closed},
	{"it is closed, and another leads there",
	 the_watched_is_closed_and_kept},
	{"the other end is closed", the_other_end_is_closed},
	{"the epoll is closed", the_epoll_is_closed},
	{"the epoll goes with its waiter", the_epoll_goes_with_its_waiter},
	{"all is closed, and the waiter killed", all_is_closed},
	{"the inner epoll is closed", the_inner_is_closed},
	{"the waiter of the inner epoll is killed", the_inner_is_told},
	{"workers at a pipe", workers_at_a_pipe},
	{"workers at a listener", workers_at_a_listener},
};

int main(int count, char **arguments)
{
	int rounds = count > 1 ? atoi(arguments[1]) : 1;

	setvbuf(stdout, NULL, _IONBF, 0);
	while (rounds-- > 0) {
		for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
			puts(cases[i].what);
			cases[i].show();
		}
	}
	return 0;
}
