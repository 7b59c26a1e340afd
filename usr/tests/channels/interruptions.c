// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a signal does to each call that waits: one whose handler has SA_RESTART, then
 * one whose handler has not, when it sleeps again; and a stop. What a limit of time
 * does.
 */
#include "channels.h"

#include <sys/ioctl.h>

#define FAR_NS 1000000000000UL

static int in, out;
static int handled[2]; /* a byte for each signal that was handled */
static int nr_handled;
static char text[ROOM];

static void handle(int signal)
{
	(void)signal;
	nr_handled++;
	write(handled[1], "x", 1);
}

static struct channel_io outgoing(void)
{
	return (struct channel_io){
		.data = (uintptr_t)text, .size = 1, .fd = -1};
}

static struct channel_io incoming(void)
{
	return (struct channel_io){
		.data = (uintptr_t)text, .room = ROOM, .fd = -1};
}

/* The calls. Those that send find no room, but what calls. */

static long send_one(void)
{
	struct channel_io message = outgoing();

	return channel_send(out, &message);
}

static long send_in_time(void)
{
	struct channel_io message = outgoing();

	message.timeout_ns = FAR_NS;
	return channel_send(out, &message);
}

static long receive_one(void)
{
	struct channel_io message = incoming();

	return channel_receive(in, &message);
}

static long receive_in_time(void)
{
	struct channel_io message = incoming();

	message.timeout_ns = FAR_NS;
	return channel_receive(in, &message);
}

static long call_one(void)
{
	struct channel_io request = outgoing(), reply = incoming();

	return channel_call(out, &request, &reply);
}

static long receive_first(void)
{
	struct channel_io reply = outgoing(), request = incoming();

	return channel_reply_and_receive(in, &reply, &request);
}

static long put_one(void)
{
	return channel_put(out, text, 1, 0);
}

static long get_one(void)
{
	return channel_get(in, text, ROOM, 0);
}

static long ask_one(void)
{
	return channel_ask(out, text, 1, text, ROOM);
}

static long answer_first(void)
{
	char request[sizeof(struct channel_request) + ROOM];

	return channel_answer(in, 0, NULL, 0, (void *)request, ROOM);
}

static const struct {
	const char *what;
	long (*run)(void);
	int full; /* the queue, before */
} calls[] = {
	{"send", send_one, 1},	     {"send in time", send_in_time, 1},
	{"receive", receive_one, 0}, {"receive in time", receive_in_time, 0},
	{"call", call_one, 0},	     {"reply and receive", receive_first, 0},
	{"put", put_one, 1},	     {"get", get_one, 0},
	{"ask", ask_one, 0},	     {"answer", answer_first, 0},
};

/* Who interrupts the caller, a process of its own. */

static void signal_caller(pid_t caller, int signal)
{
	char byte;

	await_sleep(caller);
	kill(caller, signal);
	read(handled[0], &byte, 1);
}

static void restart_and_end(pid_t caller)
{
	signal_caller(caller, SIGUSR1);
	signal_caller(caller, SIGUSR2);
}

static void stop_and_end(pid_t caller)
{
	await_sleep(caller);
	kill(caller, SIGSTOP);
	await_state(caller, 'T');
	kill(caller, SIGCONT);
	signal_caller(caller, SIGUSR2);
}

static void interrupt(const char *what, long (*call)(void),
		      void (*run)(pid_t caller))
{
	pid_t caller = getpid(), pid = fork();
	const char *told;

	if (pid == 0) {
		run(caller);
		_exit(0);
	}
	nr_handled = 0;
	told = outcome(call());
	kill(pid, SIGKILL);
	printf("%s: %s after %d\n", what, told, nr_handled);
	fflush(stdout);
	waitpid(pid, NULL, 0);
}

static void open_both(int full)
{
	in = open_end(O_RDONLY);
	out = open_end(O_WRONLY);
	while (full && !put_now(out, "message"))
		;
}

static void close_both(void)
{
	close(in);
	close(out);
	end_topic();
}

/* What whoever interrupted was killed before it could read. */
static void forget_signals(void)
{
	char bytes[ROOM];
	int left = 0;

	ioctl(handled[0], FIONREAD, &left);
	read(handled[0], bytes, (size_t)left);
}

static void interrupt_all(void (*run)(pid_t caller))
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		open_both(calls[i].full);
		interrupt(calls[i].what, calls[i].run, run);
		if (!calls[i].full)
			show_next(in);
		close_both();
		forget_signals();
	}
}

/* A call whose request somebody has taken. */

/* Exits with why it cannot reply. */
static int take_it(void)
{
	char byte;
	uint64_t token = take(in);

	read(handled[0], &byte, 1);
	return answer(in, token, "late") ? errno : 0;
}

static void signal_once(pid_t caller)
{
	await_sleep(caller);
	kill(caller, SIGUSR1);
}

static void taken(void)
{
	pid_t server;

	open_both(0);
	server = start_victim(take_it);
	interrupt("call", call_one, signal_once);
	show_end("the server", server);
	close_both();
}

static int ask_for_one(void)
{
	return ask(out, "request") > 0 ? 0 : 1;
}

/* The reply has been given when the wait for the next request is interrupted. */
static void answered(void)
{
	struct channel_io reply, request = incoming();
	pid_t client, caller = getpid();
	const char *told;

	open_both(0);
	client = start(ask_for_one);
	reply = outgoing();
	reply.token = take(in);
	strcpy(text, "a");
	reply.size = 2;
	if (fork() == 0) {
		signal_once(caller);
		_exit(0);
	}
	told = outcome(channel_reply_and_receive(in, &reply, &request));
	show_end("the client", client);
	printf("reply and receive: %s\n", told);
	reap();
	show_error("reply", answer(in, reply.token, "again"));
	close_both();
}

/* Limits of time. */

static void limits_of_time(void)
{
	struct channel_io message = outgoing(), reply = incoming();

	open_both(1);
	message.timeout_ns = 1000000;
	reply.timeout_ns = 1000000;
	show_error("send", channel_send(out, &message));
	for (int i = 0; i < CAPACITY; i++)
		take(in);
	show_error("receive", channel_receive(in, &reply));
	message.timeout_ns = 0;
	show_error("call", channel_call(out, &message, &reply));
	message.token = 0;
	show_error("reply and receive",
		   channel_reply_and_receive(in, &message, &reply));
	show_next(in);
	close_both();
}

void interruptions(void)
{
	struct sigaction action = {.sa_handler = handle,
				   .sa_flags = SA_RESTART};

	pipe(handled);
	sigaction(SIGUSR1, &action, NULL);
	action.sa_flags = 0;
	sigaction(SIGUSR2, &action, NULL);
	puts("# SA_RESTART");
	interrupt_all(restart_and_end);
	puts("# stopped");
	interrupt_all(stop_and_end);
	puts("# a call that was received");
	taken();
	puts("# who has replied");
	answered();
	puts("# limits of time");
	limits_of_time();
	close(handled[0]);
	close(handled[1]);
}
