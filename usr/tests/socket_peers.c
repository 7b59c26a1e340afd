// SPDX-License-Identifier: GPL-2.0-only
/*
 * socket_peers: what is left to one side of a socket when the other one is killed, in
 * each state it may be in. A victim is a child that ends up asleep in that state.
 */
#include "victim.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>

static const struct sockaddr_un server = {AF_UNIX, "\0peers"};
static const socklen_t server_size = sizeof(sa_family_t) + 6;
static int ends[2]; /* the survivor's and the victim's */
static int pipes[2];
static int listener;
static char bytes[4096];

static void pair(int type)
{
	socketpair(AF_UNIX, type, 0, ends);
}

/* A victim with its end of a pair, and only that. */
static pid_t start_peer(int (*run)(void))
{
	pid_t pid = start_victim(run);

	close(ends[1]);
	return pid;
}

static int sleep_on(void)
{
	close(ends[0]);
	return sleep_for_ever();
}

static int connected(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (connect(fd, (const void *)&server, server_size))
		show_error("connect", -1);
	return fd;
}

static void start_listening(int backlog)
{
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	if (bind(listener, (const void *)&server, server_size) ||
	    listen(listener, backlog))
		show_error("listen", -1);
}

/* What comes from @fd, and what goes there. */
static void show_state(int fd)
{
	struct pollfd polled = {fd, POLLIN | POLLOUT | POLLRDHUP, 0};

	poll(&polled, 1, 0);
	show("poll", polled.revents);
	show_error("send", send(fd, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT));
	for (int i = 0; i < 2; i++) {
		ssize_t got = recv(fd, bytes, 1, MSG_DONTWAIT);

		if (got < 0)
			show_error("receive", -1);
		else
			show("receive", got);
	}
}

static int connect_and_sleep(void)
{
	write(connected(), "x", 1);
	return sleep_for_ever();
}

static void client_connecting(void)
{
	int client;
	pid_t pid;

	start_listening(0);
	client = connected();
	pid = start_victim(connect_and_sleep);
	end(pid);
	close(accept(listener, NULL, NULL));
	fcntl(listener, F_SETFL, O_NONBLOCK);
	show_error("accept", accept(listener, NULL, NULL));
	close(client);
	client = connected();
	show_state(client);
	close(client);
	close(listener);
}

static void client_in_backlog(void)
{
	int fd;

	start_listening(1);
	end(start_victim(connect_and_sleep));
	fd = accept(listener, NULL, NULL);
	show_state(fd);
	close(fd);
	close(listener);
}

static int accept_for_ever(void)
{
	start_listening(1);
	for (;;)
		accept(listener, NULL, NULL);
	return 0;
}

static int listen_for_ever(void)
{
	start_listening(0);
	return sleep_for_ever();
}

static void server_accepting(void)
{
	pid_t pid = start_victim(accept_for_ever);
	int fd = connected();

	await_sleep(pid);
	end(pid);
	show_state(fd);
	show_error("connect", connect(fd, (const void *)&server, server_size));
	close(fd);
}

static void server_with_backlog(void)
{
	pid_t pid = start_victim(listen_for_ever);
	int waiting = connected(), fd = socket(AF_UNIX, SOCK_STREAM, 0);

	write(waiting, "x", 1);
	end_later(pid);
	show_error("connect", connect(fd, (const void *)&server, server_size));
	reap();
	show_state(waiting);
	show_state(fd);
	close(waiting);
	close(fd);
}

/* Send @fd along with a byte by @to. */
static ssize_t send_file(int to, int fd)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = {
		.header = {CMSG_LEN(sizeof(int)), 0, SOL_SOCKET, SCM_RIGHTS}};
	struct iovec piece = {"f", 1};
	struct msghdr message = {
		.msg_iov = &piece,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};

	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	return sendmsg(to, &message, 0);
}

/* A descriptor that came, or -1. */
static int receive_file(int from)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec piece = {bytes, 1};
	struct msghdr message = {
		.msg_iov = &piece,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	int fd = -1;

	if (recvmsg(from, &message, 0) == 1 && message.msg_controllen)
		memcpy(&fd, CMSG_DATA(&control.header), sizeof(fd));
	return fd;
}

static int send_pipe_and_sleep(void)
{
	pipe(pipes);
	write(pipes[1], "kept", 4);
	send_file(ends[1], pipes[0]);
	send_file(ends[1], ends[1]);
	return sleep_on();
}

static void sender_of_files(void)
{
	int fd;

	pair(SOCK_STREAM);
	end(start_peer(send_pipe_and_sleep));
	fd = receive_file(ends[0]);
	show("the pipe has", read(fd, bytes, sizeof(bytes)));
	show("and then", read(fd, bytes, sizeof(bytes)));
	close(fd);
	/* It is the other end, which lives as long as this is to be received. */
	show_error("send", send(ends[0], "x", 1, MSG_NOSIGNAL));
	fd = receive_file(ends[0]);
	show("the socket has", read(fd, bytes, sizeof(bytes)));
	close(fd);
	show_state(ends[0]);
	close(ends[0]);
}

/* Files that nobody will receive are closed. */
static void receiver_of_files(void)
{
	pid_t pid;

	pair(SOCK_STREAM);
	pid = start_peer(sleep_on);
	pipe(pipes);
	show("sent", send_file(ends[0], pipes[1]));
	show("sent", send_file(ends[0], ends[0]));
	close(pipes[1]);
	end(pid);
	show("the pipe has", read(pipes[0], bytes, 1));
	show_state(ends[0]);
	close(pipes[0]);
	close(ends[0]);
}

static int send_for_ever(void)
{
	close(ends[0]);
	for (;;)
		write(ends[1], bytes, sizeof(bytes));
	return 0;
}

static void sender_without_room(void)
{
	ssize_t got;

	pair(SOCK_STREAM);
	end(start_peer(send_for_ever));
	do
		got = read(ends[0], bytes, sizeof(bytes));
	while (got == sizeof(bytes));
	show("after all", got);
	show_state(ends[0]);
	close(ends[0]);
}

static int receive_for_ever(void)
{
	close(ends[0]);
	for (;;)
		read(ends[1], bytes, sizeof(bytes));
	return 0;
}

static int poll_for_ever(void)
{
	struct pollfd polled = {ends[1], POLLIN, 0};

	close(ends[0]);
	for (;;)
		poll(&polled, 1, -1);
	return 0;
}

static int watch(int fd)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
	};
	int epoll = epoll_create1(0);

	epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
	return epoll;
}

static int epoll_for_ever(void)
{
	int epoll = watch(ends[1]);
	struct epoll_event event;

	close(ends[0]);
	for (;;)
		epoll_wait(epoll, &event, 1, -1);
	return 0;
}

static void killed_in(const char *what, int (*victim)(void), int type)
{
	struct epoll_event event = {};
	int epoll;

	puts(what);
	pair(type);
	epoll = watch(ends[0]);
	epoll_wait(epoll, &event, 1, 0);
	end(start_peer(victim));
	event.events = 0;
	epoll_wait(epoll, &event, 1, 0);
	show("epoll", (long)event.events);
	show_state(ends[0]);
	close(epoll);
	close(ends[0]);
}

static void show_read(void)
{
	show("read", read(ends[0], bytes, 1));
}

static void show_write(void)
{
	while (send(ends[0], bytes, sizeof(bytes), MSG_NOSIGNAL) > 0)
		;
	show_error("write", -1);
}

static void show_poll(void)
{
	struct pollfd polled = {ends[0], POLLIN | POLLRDHUP, 0};

	poll(&polled, 1, -1);
	show("poll", polled.revents);
}

static void show_epoll(void)
{
	int epoll = watch(ends[0]);
	struct epoll_event event = {};

	epoll_wait(epoll, &event, 1, -1);
	epoll_wait(epoll, &event, 1, -1);
	show("epoll", (long)event.events);
	close(epoll);
}

/* The survivor is the one that waits. */
static void survivor_in(const char *what, void (*call)(void), int type)
{
	pid_t pid;

	puts(what);
	pair(type);
	pid = start_peer(sleep_on);
	end_later(pid);
	call();
	reap();
	close(ends[0]);
}

static int have_a_name(void)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	bind(fd, (const void *)&server, server_size);
	return sleep_for_ever();
}

/* Datagrams to a name, by one who is connected and one who is not. */
static void datagrams(int connects)
{
	pid_t pid = start_victim(have_a_name);
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	const struct sockaddr *to = connects ? NULL : (const void *)&server;
	socklen_t size = connects ? 0 : server_size;

	if (connects)
		connect(fd, (const void *)&server, server_size);
	end_later(pid);
	while (sendto(fd, "x", 1, 0, to, size) > 0)
		;
	show_error("send", -1);
	show_error("send", sendto(fd, "x", 1, 0, to, size));
	reap();
	close(fd);
}

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	puts("a client that connects");
	client_connecting();
	puts("a client in the backlog");
	client_in_backlog();
	puts("a server that accepts");
	server_accepting();
	puts("a server with a backlog");
	server_with_backlog();
	puts("who has sent files");
	sender_of_files();
	puts("who has files to receive");
	receiver_of_files();
	puts("who sends and has no room");
	sender_without_room();
	for (int type = SOCK_STREAM; type <= SOCK_SEQPACKET; type++) {
		if (type != SOCK_STREAM && type != SOCK_SEQPACKET)
			continue;
		show("type", type);
		killed_in("who receives", receive_for_ever, type);
		killed_in("who polls", poll_for_ever, type);
		killed_in("who waits in epoll", epoll_for_ever, type);
		survivor_in("the peer of who reads", show_read, type);
		survivor_in("the peer of who writes", show_write, type);
		survivor_in("the peer of who polls", show_poll, type);
		survivor_in("the peer of who waits in epoll", show_epoll, type);
	}
	puts("who receives datagrams");
	datagrams(0);
	puts("who is connected to");
	datagrams(1);
	return 0;
}
