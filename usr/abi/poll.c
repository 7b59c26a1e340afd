// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for several descriptors.
 */
#include "abi.h"

#include <poll.h>
#include <sys/resource.h>
#include <sys/select.h>

static int ends[2];
static struct pollfd set[4];

static void show_poll(void)
{
	struct timespec soon = {0, 1000000}, bad = {0, 1000000000};

	topic("poll");
	SHOW(pipe2, ends, 0);
	set[0] = (struct pollfd){3, POLLIN, 0};
	set[1] = (struct pollfd){4, POLLOUT, 0};
	SHOW(poll, set, 2, -1);
	VALUE(set[0].revents);
	VALUE(set[1].revents);
	SHOW(poll, set, 1, 0);
	SHOW(poll, set, 1, 1);
	SHOW(write, 4, "x", 1);
	SHOW(poll, set, 2, 0);
	VALUE(set[0].revents);
	set[2] = (struct pollfd){99, POLLIN, 0};
	set[3] = (struct pollfd){-1, POLLIN, 7};
	SHOW(poll, set, 4, -1);
	VALUE(set[2].revents);
	VALUE(set[3].revents);
	SHOW(poll, NOWHERE, 1, 0);
	SHOW(poll, NULL, 0, 1);
	SHOW(ppoll, set, 1, &soon, NULL, 8);
	SHOW(ppoll, set, 1, &bad, NULL, 8);
	SHOW(ppoll, set, 1, NOWHERE, NULL, 8);
	SHOW(close, 4);
	SHOW(poll, set, 1, -1);
	VALUE(set[0].revents);
	char byte;
	SHOW(read, 3, &byte, 1);
	SHOW(poll, set, 1, -1);
	VALUE(set[0].revents);
	SHOW(close, 3);

	SHOW(pipe2, ends, 0);
	SHOW(close, 3);
	set[1] = (struct pollfd){4, POLLOUT, 0};
	SHOW(poll, set + 1, 1, -1);
	VALUE(set[1].revents);
	SHOW(close, 4);

	SHOW(open, "/dev/null", O_RDWR);
	set[0] = (struct pollfd){3, POLLIN | POLLOUT, 0};
	SHOW(poll, set, 1, -1);
	VALUE(set[0].revents);
	SHOW(close, 3);
}

static void show_select(void)
{
	struct timeval none = {0, 0}, bad = {-1, 0};
	fd_set in, out;

	topic("select");
	SHOW(pipe2, ends, 0);
	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_SET(3, &in);
	FD_SET(4, &out);
	SHOW(select, 5, &in, &out, NULL, NULL);
	VALUE(FD_ISSET(3, &in));
	VALUE(FD_ISSET(4, &out));
	FD_SET(3, &in);
	SHOW(select, 4, &in, NULL, NULL, &none);
	SHOW(write, 4, "x", 1);
	FD_SET(3, &in);
	SHOW(select, 4, &in, NULL, NULL, NULL);
	VALUE(FD_ISSET(3, &in));
	SHOW(select, -1, NULL, NULL, NULL, &none);
	SHOW(select, 0, NULL, NULL, NULL, &none);
	SHOW(select, 0, NULL, NULL, NULL, &bad);
	FD_SET(50, &in);
	SHOW(select, 51, &in, NULL, NULL, &none);
	SHOW(select, 5, NOWHERE, NULL, NULL, &none);
	FD_ZERO(&in);
	FD_SET(3, &in);
	SHOW(pselect6, 4, &in, NULL, NULL, NULL, NULL);
	SHOW(close, 3);
	SHOW(close, 4);
}

/* More than can be open at all. */
static void poll_many(void)
{
	struct rlimit limit = {4, 4};
	struct pollfd fds[5];

	for (int i = 0; i < 5; i++)
		fds[i] = (struct pollfd){.fd = -1};
	SHOW(setrlimit, RLIMIT_NOFILE, &limit);
	SHOW(poll, fds, 4, 0);
	SHOW(poll, fds, 5, 0);
}

void abi_poll(void)
{
	show_poll();
	show_child("poll of many", poll_many);
	show_select();
}
