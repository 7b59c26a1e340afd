// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pipes, within a process and between two.
 */
#include "bench.h"

#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum {
	CHUNK = 65536,
	MEBIBYTE = 1 << 20,
};

static int there[2], back[2];
static pid_t peer;
static char buffer[CHUNK];

static bool make_pipe(void)
{
	MUST(!pipe(there));
	return true;
}

static void close_pipe(void)
{
	close(there[0]);
	close(there[1]);
}

static void put_and_get(void)
{
	call3(SYS_write, there[1], (long)buffer, 1);
	call3(SYS_read, there[0], (long)buffer, 1);
}

/* The other process of the rows with two, until the pipe is closed. */
static void echo(void)
{
	while (call3(SYS_read, there[0], (long)buffer, 1) == 1)
		call3(SYS_write, back[1], (long)buffer, 1);
	_exit(0);
}

static void swallow(void)
{
	while (call3(SYS_read, there[0], (long)buffer, CHUNK) > 0)
		;
	_exit(0);
}

static bool start_peer(void (*run)(void))
{
	MUST(!pipe(there) && !pipe(back));
	peer = fork();
	MUST(peer >= 0);
	if (!peer) {
		close(there[1]);
		close(back[0]);
		run();
	}
	close(there[0]);
	close(back[1]);
	return true;
}

static bool start_echo(void)
{
	return start_peer(echo);
}

static bool start_swallow(void)
{
	return start_peer(swallow);
}

static void stop_peer(void)
{
	close(there[1]);
	close(back[0]);
	waitpid(peer, NULL, 0);
}

static void round_trip(void)
{
	call3(SYS_write, there[1], (long)buffer, 1);
	call3(SYS_read, back[0], (long)buffer, 1);
}

/* A hop of a token that goes around: half a round trip. */
static uint64_t run_hop(unsigned int operations)
{
	uint64_t start = tick_read();

	for (unsigned int i = 0; i < operations; i += 2)
		round_trip();
	return tick_read() - start;
}

static void send_mebibyte(void)
{
	for (long left = MEBIBYTE; left > 0;)
		left -= call3(SYS_write, there[1], (long)buffer, CHUNK);
}

DEFINE_RUN(run_pipe, put_and_get())
DEFINE_RUN(run_round_trip, round_trip())
DEFINE_RUN(run_mebibyte, send_mebibyte())

static const struct row rows[] = {
	{"pipe_1", 500, make_pipe, run_pipe, close_pipe},
	{"pipe_round_trip", 100, start_echo, run_round_trip, stop_peer},
	{"ring_hop", 100, start_echo, run_hop, stop_peer},
	{"pipe_1m", 2, start_swallow, run_mebibyte, stop_peer},
};
ROWS(pipe_rows, rows);
