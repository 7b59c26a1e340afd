// SPDX-License-Identifier: GPL-2.0-only
/*
 * Message queues of POSIX.
 */
#include "bench.h"

#include <fcntl.h>
#include <mqueue.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum {
	TEXT_BYTES = 64,
	FEW = 10, /* messages, as many as any user may have */
	MANY = 1000,
};

static int there, back; /* queues */
static pid_t peer;

/* A queue without a name, for @messages. */
static int make(unsigned int messages)
{
	struct mq_attr attr = {.mq_maxmsg = messages, .mq_msgsize = TEXT_BYTES};
	int fd = (int)syscall(SYS_mq_open, "bench", O_CREAT | O_RDWR, 0600,
			      &attr);

	syscall(SYS_mq_unlink, "bench");
	return fd;
}

static bool make_queue(void)
{
	there = make(FEW);
	return there >= 0;
}

static void remove_queue(void)
{
	close(there);
}

static bool send(int queue, unsigned int priority)
{
	static char text[TEXT_BYTES];

	return !syscall(SYS_mq_timedsend, queue, text, TEXT_BYTES, priority,
			NULL);
}

static bool receive(int queue)
{
	static char text[TEXT_BYTES];
	unsigned int priority;

	return syscall(SYS_mq_timedreceive, queue, text, TEXT_BYTES, &priority,
		       NULL) > 0;
}

/* Many wait, each of another priority. */
static bool fill_queue(void)
{
	there = make(MANY + 1);
	for (unsigned int priority = 0; priority < MANY; priority++)
		if (!send(there, priority))
			return false;
	return true;
}

/* Above all that wait. */
static void send_and_receive(void)
{
	send(there, MANY);
	receive(there);
}

/* The peer sends back what it receives; an empty message ends it. */
static bool start_peer(void)
{
	if (!make_queue())
		return false;
	back = make(FEW);
	peer = fork();
	if (!peer) {
		while (receive(there) && send(back, 1))
			;
		_exit(0);
	}
	return peer > 0;
}

static void stop_peer(void)
{
	syscall(SYS_mq_timedsend, there, "", 0, 1, NULL);
	waitpid(peer, NULL, 0);
	close(back);
	remove_queue();
}

static void round_trip(void)
{
	send(there, 1);
	receive(back);
}

static void open_and_close(void)
{
	close(make(FEW));
}

DEFINE_RUN(run_send_and_receive, send_and_receive())
DEFINE_RUN(run_round_trip, round_trip())
DEFINE_RUN(run_open, open_and_close())

static const struct row rows[] = {
	{"mq_send_receive", 500, make_queue, run_send_and_receive,
	 remove_queue},
	{"mq_send_receive_among_1000", 500, fill_queue, run_send_and_receive,
	 remove_queue},
	{"mq_round_trip", 100, start_peer, run_round_trip, stop_peer},
	{"mq_open_unlink_close", 100, make_queue, run_open, remove_queue},
};
ROWS(mqueue_rows, rows);
