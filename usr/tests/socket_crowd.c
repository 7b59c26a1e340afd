// SPDX-License-Identifier: GPL-2.0-only
/*
 * socket_crowd: a server with a thousand clients at once, of twenty programs, that it
 * waits for by epoll. Each says a number and is told twice that; none is lost.
 */
#include "family.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

enum {
	PROGRAMS = 20,
	CLIENTS_EACH = 50,
	CLIENTS = PROGRAMS * CLIENTS_EACH,
	EVENTS = 64,
};

static const struct sockaddr_un address = {AF_UNIX, "crowd"};
static int listener, epoll;
static int accepted, open_now, most_open;
static int start_signal[2]; /* to be read when all are connected */

static void must(int succeeded, const char *what)
{
	if (succeeded)
		return;
	show_error(what, -1);
	exit(1);
}

/* The clients of one program: how many answers are wrong. */
static int be_clients(void)
{
	int fds[CLIENTS_EACH], answer, wrong = 0;
	char byte;

	for (int i = 0; i < CLIENTS_EACH; i++) {
		fds[i] = socket(AF_UNIX, SOCK_STREAM, 0);
		must(!connect(fds[i], (const void *)&address, sizeof(address)),
		     "connect");
	}
	close(start_signal[1]);
	read(start_signal[0], &byte, 1);
	for (int i = 0; i < CLIENTS_EACH; i++)
		must(write(fds[i], &i, sizeof(i)) == sizeof(i), "write");
	for (int i = 0; i < CLIENTS_EACH; i++)
		wrong += read(fds[i], &answer, sizeof(answer)) !=
				 sizeof(answer) ||
			 answer != 2 * i;
	return wrong;
}

static void watch(int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

	must(!epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

static void take_client(void)
{
	int fd = accept(listener, NULL, NULL);

	must(fd >= 0, "accept");
	watch(fd);
	open_now++;
	if (open_now > most_open)
		most_open = open_now;
	if (++accepted == CLIENTS)
		close(start_signal[1]); /* the last writer */
}

static void answer_client(int fd)
{
	int number;

	if (read(fd, &number, sizeof(number)) != sizeof(number)) {
		close(fd);
		open_now--;
		return;
	}
	number *= 2;
	write(fd, &number, sizeof(number));
}

static void serve(void)
{
	struct epoll_event events[EVENTS];

	while (accepted < CLIENTS || open_now) {
		int count = epoll_wait(epoll, events, EVENTS, -1);

		for (int i = 0; i < count; i++) {
			if (events[i].data.fd == listener)
				take_client();
			else
				answer_client(events[i].data.fd);
		}
	}
}

int main(void)
{
	struct rlimit files = {2 * CLIENTS, 2 * CLIENTS};
	int wrong = 0, status;

	must(!setrlimit(RLIMIT_NOFILE, &files), "setrlimit");
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	must(!bind(listener, (const void *)&address, sizeof(address)), "bind");
	must(!listen(listener, 10), "listen");
	must(!pipe(start_signal), "pipe");
	for (int i = 0; i < PROGRAMS; i++)
		must(start(be_clients) > 0, "fork");
	epoll = epoll_create1(0);
	watch(listener);
	serve();
	while (wait(&status) > 0)
		wrong += status != 0;
	show("clients at once", most_open);
	show("programs with wrong answers", wrong);
	unlink(address.sun_path);
	return 0;
}
