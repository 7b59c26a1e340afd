// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sockets of one machine (AF_UNIX), within a process and between two.
 */
#include "bench.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum {
	PAGE = 4096,
};

static int ends[2];
static pid_t peer;
static char buffer[PAGE];

static bool make_streams(void)
{
	return !socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

static bool make_datagrams(void)
{
	return !socketpair(AF_UNIX, SOCK_DGRAM, 0, ends);
}

static void close_pair(void)
{
	close(ends[0]);
	close(ends[1]);
}

static void put_and_get(long size)
{
	call3(SYS_write, ends[0], (long)buffer, size);
	call3(SYS_read, ends[1], (long)buffer, size);
}

/* The other process of the rows with two, until the socket is closed. */
static void echo(void)
{
	long size;

	close(ends[0]);
	while ((size = call3(SYS_read, ends[1], (long)buffer, PAGE)) > 0)
		call3(SYS_write, ends[1], (long)buffer, size);
	_exit(0);
}

static bool start_echo(void)
{
	if (!make_streams())
		return false;
	peer = fork();
	MUST(peer >= 0);
	if (!peer)
		echo();
	close(ends[1]);
	return true;
}

static void stop_echo(void)
{
	close(ends[0]);
	waitpid(peer, NULL, 0);
}

static void round_trip(long size)
{
	call3(SYS_write, ends[0], (long)buffer, size);
	call3(SYS_read, ends[0], (long)buffer, size);
}

DEFINE_RUN(run_byte, put_and_get(1))
DEFINE_RUN(run_page, put_and_get(PAGE))
DEFINE_RUN(run_round_trip, round_trip(1))
DEFINE_RUN(run_page_round_trip, round_trip(PAGE))

static const struct row rows[] = {
	{"unix_1", 500, make_streams, run_byte, close_pair},
	{"unix_4k", 200, make_streams, run_page, close_pair},
	{"unix_datagram_1", 500, make_datagrams, run_byte, close_pair},
	{"unix_round_trip", 100, start_echo, run_round_trip, stop_echo},
	{"unix_round_trip_4k", 50, start_echo, run_page_round_trip, stop_echo},
};
ROWS(socket_rows, rows);
