// SPDX-License-Identifier: GPL-2.0-only
/*
 * Named channels between two processes: Exo-OS's own, so that these rows are
 * absent elsewhere.
 */
#include "bench.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <uapi/channel.h>

#define NAME "/bench"

enum {
	MESSAGE_SIZE = 8, /* bytes, of a request, a reply, a message */
	ROOM = 64
};

static const struct channel_attributes attributes = {
	.capacity = 1, .message_max = ROOM, .mode = 0600};
static volatile uint64_t *arrived_at; /* shared with the peer; ticks */
static int channel;
static pid_t peer;
static char data[ROOM];

/* As a server sees a request. */
static struct {
	struct channel_request head;
	char data[ROOM];
} received;

/* The peers, until they are killed. */
static void serve(void)
{
	uint64_t token = 0;

	for (;;) {
		MUST(call6(SYS_channel_answer, channel, (long)token,
			   (long)received.data, MESSAGE_SIZE, (long)&received,
			   ROOM) == MESSAGE_SIZE);
		token = received.head.token;
	}
}

static void take_note(void)
{
	for (;;) {
		MUST(call6(SYS_channel_get, channel, (long)data, ROOM, 0, 0,
			   0) == MESSAGE_SIZE);
		*arrived_at = tick_read();
	}
}

static bool start(void (*run)(void))
{
	channel = (int)call3(SYS_channel_open, (long)NAME,
			     O_RDWR | O_CREAT | O_EXCL, (long)&attributes);
	if (channel < 0)
		return false;
	arrived_at = mmap(NULL, sizeof(*arrived_at), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	MUST(arrived_at != MAP_FAILED);
	peer = fork();
	MUST(peer >= 0);
	if (!peer)
		run();
	return true;
}

static bool start_server(void)
{
	return start(serve);
}

static bool start_receiver(void)
{
	return start(take_note);
}

static void stop(void)
{
	kill(peer, SIGKILL);
	waitpid(peer, NULL, 0);
	munmap((void *)arrived_at, sizeof(*arrived_at));
	call3(SYS_channel_unlink, (long)NAME, 0, 0);
	close(channel);
}

static void call_and_reply(void)
{
	MUST(call6(SYS_channel_ask, channel, (long)data, MESSAGE_SIZE,
		   (long)data, ROOM, 0) == MESSAGE_SIZE);
}

DEFINE_RUN(run_calls, call_and_reply())

/*
 * From before the sender's call to after the receiver's, which waits: it had the
 * CPU to come to that.
 */
static uint64_t run_one_way(unsigned int operations)
{
	uint64_t ticks = 0;

	for (unsigned int i = 0; i < operations; i++) {
		uint64_t sent_at;

		usleep(1);
		sent_at = tick_read();
		MUST(!call6(SYS_channel_put, channel, (long)data, MESSAGE_SIZE,
			    CHANNEL_HAND_OVER, 0, 0));
		ticks += *arrived_at - sent_at;
	}
	return ticks;
}

static const struct row rows[] = {
	{"channel_call_reply", 200, start_server, run_calls, stop},
	{"channel_one_way", 200, start_receiver, run_one_way, stop},
};
ROWS(channel_rows, rows);
