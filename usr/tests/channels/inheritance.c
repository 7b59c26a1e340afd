// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ends of channels across dup, fork and exec.
 */
#include "channels.h"

enum {
	KEPT = 20, /* descriptors of a program that was executed */
	CLOSED,
};

static int in, out;
static uint64_t token;

static void copies(void)
{
	int copy;

	in = open_end(O_RDONLY);
	out = open_end(O_WRONLY);
	copy = dup(out);
	fcntl(copy, F_SETFL, O_NONBLOCK);
	show("the other is nonblocking", fcntl(out, F_GETFL) & O_NONBLOCK);
	close(out);
	show_error("put", put(copy, "by the copy"));
	show_next(in);
	close(copy);
	show_next(in);
	close(in);
	end_topic();
}

/* What only names an end does not keep it, nor may it be received from its own queue. */
static void names(void)
{
	char name[32];
	int named;

	in = open_end(O_RDONLY);
	out = open_end(O_WRONLY);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", in);
	show_error("open", open(name, O_RDONLY));
	named = open(name, O_PATH);
	show_error("send its name", put_file(out, named));
	close(named);
	close(in);
	show_error("put", put_now(out, "nobody"));
	close(out);
	end_topic();
}

/* The end is the child's as well, and goes with the last who has it. */
static void children(void)
{
	pid_t pid;

	in = open_end(O_RDONLY);
	out = open_end(O_WRONLY);
	pid = start_victim(sleep_for_ever);
	close(out);
	show_next(in);
	end(pid);
	show_next(in);
	close(in);
	end_topic();
}

static int ask_once(void)
{
	return ask(out, "request") > 0 ? 0 : 1;
}

static int reply_for_parent(void)
{
	return answer(in, token, "by the child") ? 1 : 0;
}

/* A token is the end's, whoever has it. */
static void tokens(void)
{
	pid_t client, child;

	in = open_end(O_RDONLY);
	out = open_end(O_WRONLY);
	client = start(ask_once);
	token = take(in);
	child = start(reply_for_parent);
	show_end("the client", client);
	show_end("the child", child);
	show_error("reply", answer(in, token, "again"));
	close(in);
	close(out);
	end_topic();
}

static int execute(void)
{
	execl("/proc/self/exe", "channels", "inherited", NULL);
	return 1;
}

void inherited(void)
{
	show_error("put by what is kept", put(KEPT, "from the program"));
	show_error("put by what is not", put(CLOSED, "from the program"));
}

static void programs(void)
{
	in = open_end(O_RDONLY);
	out = open_end(O_WRONLY | O_CLOEXEC);
	show("close on exec", fcntl(out, F_GETFD));
	dup2(out, KEPT);
	fcntl(out, F_DUPFD_CLOEXEC, CLOSED);
	show_end("the program", start(execute));
	show_next(in);
	close(KEPT);
	close(CLOSED);
	close(out);
	show_next(in);
	close(in);
	end_topic();
}

/* Who has taken a call and becomes another program has closed its end. */
static int take_and_execute(void)
{
	take(open_end(O_RDONLY | O_CLOEXEC));
	execl("/bin/sleep", "sleep", "1000", NULL);
	return 1;
}

static void servers(void)
{
	pid_t server;

	out = open_end(O_WRONLY);
	server = start_victim(take_and_execute);
	show_error("ask", ask(out, "request"));
	end(server);
	close(out);
	end_topic();
}

/* What comes is closed on exec; it is the file itself that comes. */
static void received(void)
{
	struct witness witness = open_witness();
	char bytes[4];
	int fd;

	in = open_end(O_RDONLY);
	out = open_end(O_WRONLY);
	show_error("send", put_file(out, witness.other_end));
	close(witness.other_end);
	fd = take_file(in, &token);
	show("close on exec", fcntl(fd, F_GETFD));
	write(fd, "text", 4);
	show("the pipe has", read(witness.in, bytes, 4));
	witness.other_end = fd;
	show_gone(&witness);
	close(in);
	close(out);
	end_topic();
}

void inheritance(void)
{
	puts("# copies");
	copies();
	puts("# names");
	names();
	puts("# children");
	children();
	puts("# tokens");
	tokens();
	puts("# programs");
	programs();
	puts("# servers");
	servers();
	puts("# what is received");
	received();
}
