// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is left to one side of a channel when the other one is killed, in each state
 * it may be in.
 */
#include "channels.h"

#include <poll.h>
#include <sys/epoll.h>

static struct witness witness;

/* Who calls. */

static int ask_for_ever(void)
{
	ask(open_end(O_WRONLY), "request");
	return sleep_for_ever();
}

/* @caller tells of its reply before we do. */
static void reply_to(pid_t caller, int in)
{
	const char *told = outcome(answer(in, take(in), "yours"));

	await_sleep(caller);
	printf("reply: %s\n", told);
	fflush(stdout);
}

static void caller_in_the_queue(void)
{
	int in = open_end(O_RDONLY);
	pid_t pid = start_victim(ask_for_ever);

	show_ready("before", in);
	end(pid);
	show_ready("after", in);
	show_next(in);
	close(in);
}

static void caller_that_was_received(void)
{
	int in = open_end(O_RDONLY);
	pid_t pid = start_victim(ask_for_ever);
	uint64_t token = take(in);

	end(pid);
	show_error("reply", answer(in, token, "late"));
	show_next(in);
	close(in);
}

/* There is one more than slots. */
static void caller_without_a_slot(void)
{
	int in = open_end(O_RDONLY);
	pid_t pids[CAPACITY + 1];

	for (int i = 0; i <= CAPACITY; i++)
		pids[i] = start_victim(ask_for_ever);
	end(pids[CAPACITY]);
	for (int i = 0; i < CAPACITY; i++) {
		reply_to(pids[i], in);
	}
	show_next(in);
	for (int i = 0; i < CAPACITY; i++)
		end(pids[i]);
	show_next(in);
	close(in);
}

/* A slot of who is killed is the next one's. */
static void caller_that_has_the_last_slot(void)
{
	int in = open_end(O_RDONLY);
	pid_t pids[CAPACITY + 1];

	for (int i = 0; i <= CAPACITY; i++)
		pids[i] = start_victim(ask_for_ever);
	end(pids[0]);
	for (int i = 1; i <= CAPACITY; i++) {
		reply_to(pids[i], in);
		end(pids[i]);
	}
	show_next(in);
	close(in);
}

static int ask_with_file(void)
{
	char text[ROOM];
	struct channel_io request = {.fd = witness.other_end};
	struct channel_io reply = {
		.data = (uintptr_t)text, .room = ROOM, .fd = -1};

	channel_call(open_end(O_WRONLY), &request, &reply);
	return sleep_for_ever();
}

static void caller_with_a_file(void)
{
	int in = open_end(O_RDONLY);

	witness = open_witness();
	end(start_victim(ask_with_file));
	show_gone(&witness);
	show_next(in);
	close(in);
}

static void caller_that_is_sent_a_file(void)
{
	int in = open_end(O_RDONLY);
	pid_t pid = start_victim(ask_for_ever);
	struct channel_io reply = {.token = take(in)};

	end(pid);
	witness = open_witness();
	reply.fd = witness.other_end;
	show_error("reply", channel_reply(in, &reply));
	show_gone(&witness);
	close(in);
}

/* Who serves. */

static int take_one(void)
{
	take(open_end(O_RDONLY));
	return sleep_for_ever();
}

static int sleep_with_end(void)
{
	open_end(O_RDONLY);
	return sleep_for_ever();
}

static void server_that_took_the_call(void)
{
	int out = open_end(O_WRONLY);
	pid_t pid = start_victim(take_one);

	end_later(pid);
	show_error("ask", ask(out, "request"));
	reap();
	show_error("ask", ask(out, "request"));
	close(out);
}

static void server_with_the_call_in_its_queue(void)
{
	int out = open_end(O_WRONLY);
	pid_t pid = start_victim(sleep_with_end);

	end_later(pid);
	show_error("ask", ask(out, "request"));
	reap();
	close(out);
}

/* The calls that one has taken fail, those that it has not wait on. */
static void one_of_two_servers(void)
{
	int out = open_end(O_WRONLY), in = open_end(O_RDONLY);
	pid_t pid = start_victim(take_one), client;

	end_later(pid);
	show_error("ask", ask(out, "to who is killed"));
	reap();
	pid = start_victim(take_one);
	put(out, "for who is killed");
	client = start_victim(ask_for_ever);
	end(pid);
	reply_to(client, in);
	end(client);
	close(out);
	close(in);
}

static int take_file_and_sleep(void)
{
	uint64_t token;

	close(witness.in);
	close(witness.other_end);
	take_file(open_end(O_RDONLY), &token);
	return sleep_for_ever();
}

static void server_that_took_a_file(void)
{
	int out = open_end(O_WRONLY);
	pid_t pid;
	struct channel_io request = {0}, reply = {.fd = -1};

	witness = open_witness();
	request.fd = witness.other_end;
	pid = start_victim(take_file_and_sleep);
	end_later(pid);
	show_error("call", channel_call(out, &request, &reply));
	reap();
	show_gone(&witness);
	close(out);
}

/* Who sends. */

static int put_for_ever(void)
{
	int out = open_end(O_WRONLY);

	for (;;)
		put(out, "message");
	return 0;
}

static void sender_without_room(void)
{
	int in = open_end(O_RDONLY);

	end(start_victim(put_for_ever));
	for (int i = 0; i <= CAPACITY; i++)
		show_next(in);
	close(in);
}

static int put_file_and_sleep(void)
{
	write(witness.other_end, "kept", 4);
	put_file(open_end(O_WRONLY), witness.in);
	return sleep_for_ever();
}

static void sender_of_a_file(void)
{
	int in = open_end(O_RDONLY), fd;
	char text[ROOM];
	uint64_t token;

	witness = open_witness();
	end(start_victim(put_file_and_sleep));
	close(witness.in);
	close(witness.other_end);
	fd = take_file(in, &token);
	show("the pipe has", read(fd, text, ROOM));
	show("and then", read(fd, text, ROOM));
	close(fd);
	close(in);
}

static const struct channel_attributes large = {
	.capacity = 1, .message_max = CHANNEL_MESSAGE_MAX};

static int put_large(void)
{
	void *bytes = calloc(1, CHANNEL_MESSAGE_MAX);
	int out = channel_open(NAME, O_WRONLY | O_CREAT, &large);

	for (;;)
		channel_put(out, bytes, CHANNEL_MESSAGE_MAX, 0);
	return 0;
}

/* A megabyte in the queue, and another one that waits. */
static void sender_of_large_messages(void)
{
	void *bytes = malloc(CHANNEL_MESSAGE_MAX);
	int in = channel_open(NAME, O_RDONLY | O_CREAT, &large);

	end(start_victim(put_large));
	show("bytes", channel_get(in, bytes, CHANNEL_MESSAGE_MAX, 0));
	show_error("get", channel_get(in, bytes, CHANNEL_MESSAGE_MAX, 0));
	end(start_victim(put_large));
	close(in);
	free(bytes);
}

/* Who receives. */

static void receiver_without_haste(void)
{
	int out = open_end(O_WRONLY);
	pid_t pid = start_victim(sleep_with_end);

	while (!put_now(out, "message"))
		;
	show_error("put", -1);
	end_later(pid);
	show_error("put", put(out, "message"));
	reap();
	show_ready("after", out);
	close(out);
}

static void receiver_that_waits(void)
{
	int out = open_end(O_WRONLY), in;
	pid_t pid = start_victim(take_one);

	end(pid);
	show_error("put", put(out, "nobody"));
	in = open_end(O_RDONLY);
	pid = start_victim(take_one);
	end(pid);
	show_error("put", put(out, "for the other"));
	show_next(in);
	close(out);
	close(in);
}

static int take_two(void)
{
	int in = open_end(O_RDONLY);

	take(in);
	take(in);
	return sleep_for_ever();
}

static void receiver_of_files(void)
{
	int out = open_end(O_WRONLY);
	pid_t pid = start_victim(sleep_with_end);

	witness = open_witness();
	show_error("put", put_file(out, witness.other_end));
	end(pid);
	show_gone(&witness);
	witness = open_witness();
	pid = start_victim(take_two);
	show_error("put", put_file(out, witness.other_end));
	await_sleep(pid);
	end(pid);
	show_gone(&witness);
	close(out);
}

static int sleep_with_sender(void)
{
	open_end(O_WRONLY);
	return sleep_for_ever();
}

static void last_sender(void)
{
	int in = open_end(O_RDONLY);
	pid_t pid = start_victim(sleep_with_sender);
	char text[ROOM];

	end_later(pid);
	show_error("get", channel_get(in, text, ROOM, 0));
	reap();
	show_ready("after", in);
	close(in);
}

/* Who looks whether there is something. */

static int poll_for_ever(void)
{
	struct pollfd polled = {open_end(O_RDONLY), POLLIN, 0};

	for (;;)
		poll(&polled, 1, -1);
	return 0;
}

static int epoll_for_ever(void)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLET};
	int epoll = epoll_create1(0);

	epoll_ctl(epoll, EPOLL_CTL_ADD, open_end(O_RDONLY), &event);
	for (;;)
		epoll_wait(epoll, &event, 1, -1);
	return 0;
}

static void who_polls(int (*victim)(void))
{
	int out = open_end(O_WRONLY);
	pid_t pid = start_victim(victim);

	show_ready("before", out);
	end(pid);
	show_ready("after", out);
	show_error("put", put(out, "nobody"));
	close(out);
}

static void show_poll(int fd)
{
	struct pollfd polled = {fd, 0, 0};

	poll(&polled, 1, -1);
	show_ready("poll", fd);
}

static void show_epoll(int fd)
{
	struct epoll_event event = {.events = EPOLLET};
	int epoll = epoll_create1(0);

	epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
	epoll_wait(epoll, &event, 1, -1);
	show_ready("epoll", fd);
	close(epoll);
}

/* The survivor is the one that waits. */
static void peer_of_who_polls(void (*look)(int fd))
{
	int fd = open_end(O_RDONLY);

	end_later(start_victim(sleep_with_sender));
	look(fd);
	reap();
	close(fd);
	end_topic();
	fd = open_end(O_WRONLY);
	end_later(start_victim(sleep_with_end));
	look(fd);
	reap();
	close(fd);
}

static void polling(void)
{
	who_polls(poll_for_ever);
	end_topic();
	who_polls(epoll_for_ever);
	end_topic();
	peer_of_who_polls(show_poll);
	end_topic();
	peer_of_who_polls(show_epoll);
}

static const struct {
	const char *what;
	void (*run)(void);
} states[] = {
	{"a caller in the queue", caller_in_the_queue},
	{"a caller that was received", caller_that_was_received},
	{"a caller without a slot", caller_without_a_slot},
	{"a caller that has the last slot", caller_that_has_the_last_slot},
	{"a caller with a file", caller_with_a_file},
	{"a caller that is sent a file", caller_that_is_sent_a_file},
	{"a server that took the call", server_that_took_the_call},
	{"a server with the call in its queue",
	 server_with_the_call_in_its_queue},
	{"one of two servers", one_of_two_servers},
	{"a server that took a file", server_that_took_a_file},
	{"a sender without room", sender_without_room},
	{"a sender of a file", sender_of_a_file},
	{"a sender of large messages", sender_of_large_messages},
	{"a receiver without haste", receiver_without_haste},
	{"a receiver that waits", receiver_that_waits},
	{"a receiver of files", receiver_of_files},
	{"the last sender", last_sender},
	{"who polls, and the peer of who does", polling},
};

void peers(void)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		printf("# %s\n", states[i].what);
		fflush(stdout);
		states[i].run();
		end_topic();
	}
}
