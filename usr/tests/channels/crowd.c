// SPDX-License-Identifier: GPL-2.0-only
/*
 * One server with a thousand clients, each a process. First the calls of all are under
 * way at once, and are answered in another order; then all call again and again by few
 * slots. Each must get its own reply, and none be lost or come twice.
 */
#include "channels.h"

enum {
	CLIENTS = 1000,
	SLOTS = 16,
	CALLS = 5, /* of each client, by few slots */
	STRIDE = 389, /* through the clients; no divisor is common */
};

struct request {
	unsigned int client, number;
};

static int in;
static unsigned int nr_calls; /* of each client */
static unsigned int counts[CLIENTS];

static unsigned int reply_to(struct request request)
{
	return request.client * 7919 + request.number;
}

/* How many of its replies are wrong. */
static int be_client(unsigned int client)
{
	int fd = channel_open(NAME, O_WRONLY, NULL), wrong = 0;
	unsigned int reply;

	for (unsigned int i = 0; i < nr_calls; i++) {
		struct request request = {client, i};

		wrong += channel_ask(fd, &request, sizeof(request), &reply,
				     sizeof(reply)) != sizeof(reply) ||
			 reply != reply_to(request);
	}
	return wrong;
}

static void start_clients(unsigned int capacity, unsigned int calls)
{
	struct channel_attributes attributes = {
		.capacity = capacity,
		.message_max = sizeof(struct request),
	};

	nr_calls = calls;
	memset(counts, 0, sizeof(counts));
	/* It is a sender as well, so that it may wait for the first client. */
	in = channel_open(NAME, O_RDWR | O_CREAT | O_EXCL, &attributes);
	for (unsigned int i = 0; i < CLIENTS; i++) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(be_client(i) ? 1 : 0);
		if (pid < 0) {
			show_error("fork", -1);
			exit(1);
		}
	}
}

/* What the clients say, and whether each was heard as often as it called. */
static void end_clients(void)
{
	unsigned int wrong = 0, miscounted = 0;
	int status;

	while (wait(&status) > 0)
		wrong += status != 0;
	for (unsigned int i = 0; i < CLIENTS; i++)
		miscounted += counts[i] != nr_calls;
	show("clients with a wrong reply", wrong);
	show("clients that were heard too often or not at all", miscounted);
	show_next(in);
	close(in);
	end_topic();
}

static struct {
	struct channel_request head;
	struct request request;
} received[CLIENTS];

static void reply_one(unsigned int i)
{
	unsigned int number = reply_to(received[i].request);
	struct channel_io reply = {
		.data = (uintptr_t)&number,
		.size = sizeof(number),
		.token = received[i].head.token,
		.fd = -1,
	};

	if (channel_reply(in, &reply))
		show_error("reply", -1);
}

static void all_at_once(void)
{
	start_clients(CLIENTS, 1);
	for (unsigned int i = 0; i < CLIENTS; i++) {
		channel_answer(in, 0, NULL, 0, &received[i].head,
			       sizeof(received[i].request));
		counts[received[i].request.client % CLIENTS]++;
	}
	puts("all are waiting");
	fflush(stdout);
	for (unsigned int i = 0; i < CLIENTS; i++)
		reply_one(i * STRIDE % CLIENTS);
	end_clients();
}

static void by_few_slots(void)
{
	unsigned int reply;
	uint64_t token = 0;

	start_clients(SLOTS, CALLS);
	for (unsigned int i = 0; i < CLIENTS * CALLS; i++) {
		channel_answer(in, token, &reply, token ? sizeof(reply) : 0,
			       &received[0].head, sizeof(struct request));
		token = received[0].head.token;
		reply = reply_to(received[0].request);
		counts[received[0].request.client % CLIENTS]++;
	}
	reply_one(0);
	end_clients();
}

void crowd(void)
{
	puts("# all at once");
	all_at_once();
	puts("# by few slots");
	by_few_slots();
}
