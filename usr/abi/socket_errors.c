// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sockets, AF_UNIX: what is refused, in which order, and what a signal ends.
 */
#include "abi.h"

#include <stdbool.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>

#define NAME   offsetof(struct sockaddr_un, sun_path)
#define STREAM SOCK_STREAM
#define DGRAM  SOCK_DGRAM
#define PACKET SOCK_SEQPACKET

static int ends[2];
static char bytes[16];
static char page[4096];
static struct sockaddr_un address, answer;
static socklen_t length;
static struct iovec piece = {bytes, 4};
static struct msghdr message;

/* An address; its length. One that begins with @ is abstract. */
static socklen_t name(const char *path)
{
	memset(&address, 0, sizeof(address));
	address.sun_family = AF_UNIX;
	memcpy(address.sun_path, path, strlen(path));
	if (*path == '@')
		address.sun_path[0] = 0;
	return (socklen_t)(NAME + strlen(path));
}

static struct msghdr *plain(void)
{
	memset(&message, 0, sizeof(message));
	message.msg_iov = &piece;
	message.msg_iovlen = 1;
	return &message;
}

static struct msghdr *to(const char *path)
{
	plain();
	message.msg_namelen = name(path);
	message.msg_name = &address;
	return &message;
}

static void close_from(int fd)
{
	while (fd < 10)
		close(fd++);
}

/* Who is not root, in a folder of root's, with a socket that is root's. */
static void be_refused(void)
{
	SHOW(setuid, 1000);
	SHOW(socket, AF_UNIX, DGRAM, 0);
	SHOW(bind, 4, &address, name("own"));
	SHOW(connect, 4, &address, name("roots"));
	SHOW(sendto, 4, "x", 1, 0, &address, name("roots"));
	SHOW(sendmsg, 4, to("roots"), 0);
	SHOW(connect, 4, &address, name("closed/roots"));
	SHOW(bind, 4, &address, name("closed/own"));
	SHOW(setsockopt, 4, SOL_SOCKET, SO_SNDBUFFORCE, bytes, 4);
	SHOW(setsockopt, 4, SOL_SOCKET, SO_PRIORITY, &(int){6}, 4);
	SHOW(setsockopt, 4, SOL_SOCKET, SO_PRIORITY, &(int){7}, 4);
}

static void show_permissions(void)
{
	topic("sockets that may not be used");
	SHOW(socket, AF_UNIX, DGRAM, 0);
	SHOW(bind, 3, &address, name("roots"));
	mkdir("closed", 0700);
	show_child("who is not root", be_refused);
	close_from(3);
	unlink("roots");
	rmdir("closed");
}

static void show_places(void)
{
	topic("places where no socket can be");
	SHOW(socket, AF_UNIX, STREAM, 0);
	symlink("loop", "loop");
	SHOW(bind, 3, &address, name("loop/socket"));
	SHOW(bind, 3, &address, name("loop"));
	SHOW(connect, 3, &address, name("loop"));
	SHOW(bind, 3, &address, name("absent/"));
	SHOW(bind, 3, &address, name("."));
	SHOW(bind, 3, &address, name("/"));
	mkdir("still", 0755);
	mount("none", "still", "tmpfs", MS_RDONLY, NULL);
	SHOW(bind, 3, &address, name("still/socket"));
	SHOW(bind, 3, &address, name("still"));
	umount("still");
	rmdir("still");
	unlink("loop");
	SHOW(symlink, "far", "link");
	SHOW(bind, 3, &address, name("link"));
	SHOW(bind, 3, &address, name("far"));
	SHOW(listen, 3, 1);
	SHOW(socket, AF_UNIX, STREAM, 0);
	SHOW(connect, 4, &address, name("link"));
	SHOW(socket, AF_UNIX, PACKET, 0);
	SHOW(connect, 5, &address, name("link"));
	SHOW(rename, "far", "near");
	SHOW(connect, 5, &address, name("link"));
	SHOW(connect, 5, &address, name("near"));
	close_from(3);
	SHOW(unlink, "link");
	SHOW(unlink, "near");
}

/* In which order the errors of connect(2) come. */
static void show_connecting(void)
{
	topic("connecting where it cannot be");
	SHOW(socket, AF_UNIX, STREAM | SOCK_NONBLOCK, 0);
	SHOW(bind, 3, &address, name("@server"));
	SHOW(socket, AF_UNIX, STREAM | SOCK_NONBLOCK, 0);
	SHOW(connect, 4, &address, name("@server"));
	SHOW(listen, 3, 0);
	SHOW(connect, 4, &address, name("@server"));
	SHOW(connect, 4, &address, name("@server"));
	SHOW(connect, 4, &address, name("@absent"));
	SHOW(socket, AF_UNIX, STREAM | SOCK_NONBLOCK, 0);
	SHOW(connect, 5, &address, name("@server"));
	SHOW(connect, 3, &address, name("@server"));
	SHOW(listen, 3, 1);
	SHOW(connect, 4, &address, name("@server"));
	SHOW(connect, 3, &address, name("@server"));
	SHOW(connect, 5, &address, name("@server"));
	SHOW(listen, 5, 1);
	SHOW(bind, 5, &address, name("@client"));
	SHOW(listen, 5, 1);
	SHOW(shutdown, 3, SHUT_RD);
	SHOW(connect, 4, &address, name("@server"));
	SHOW(socket, AF_UNIX, STREAM | SOCK_NONBLOCK, 0);
	SHOW(connect, 6, &address, name("@server"));
	SHOW(accept, 3, NULL, NULL);
	SHOW(accept, 3, NULL, NULL);
	SHOW(accept, 3, NULL, NULL);
	close_from(3);
}

static void show_accepting(void)
{
	topic("accepting into nowhere");
	SHOW(socket, AF_UNIX, STREAM | SOCK_NONBLOCK, 0);
	SHOW(bind, 3, &address, name("@server"));
	SHOW(listen, 3, 4);
	SHOW(accept4, 3, NULL, NULL, 0);
	SHOW(socket, AF_UNIX, STREAM, 0);
	SHOW(connect, 4, &address, name("@server"));
	length = sizeof(answer);
	SHOW(accept, 3, NOWHERE, &length);
	length = sizeof(answer);
	SHOW(getpeername, 4, NOWHERE, &length);
	SHOW(getpeername, 4, &answer, NOWHERE);
	length = -1;
	SHOW(getpeername, 4, &answer, &length);
	SHOW(read, 4, bytes, 1);
	SHOW(socket, AF_UNIX, STREAM, 0);
	SHOW(bind, 5, &address, name("@client"));
	SHOW(connect, 5, &address, name("@server"));
	length = sizeof(answer);
	SHOW(accept4, 3, NOWHERE, &length, 0);
	SHOW(read, 5, bytes, 1);
	SHOW(accept, 3, NULL, NULL);
	SHOW(socket, AF_UNIX, DGRAM, 0);
	SHOW(accept4, 6, NULL, NULL, 0);
	SHOW(listen, 6, 1);
	close_from(3);
}

static void show_streams(void)
{
	topic("streams that are not connected");
	SHOW(socket, AF_UNIX, STREAM, 0);
	SHOW(recvfrom, 3, bytes, 1, 0, NULL, NULL);
	SHOW(recvmsg, 3, plain(), 0);
	SHOW(recvmsg, 3, plain(), MSG_OOB);
	SHOW(sendto, 3, "x", 1, 0, NULL, 0);
	SHOW(sendmsg, 3, plain(), 0);
	SHOW(sendmsg, 3, to("@absent"), 0);
	SHOW(setsockopt, 3, 99, 1, bytes, 4);
	SHOW(getsockopt, 3, SOL_SOCKET, 9999, bytes, &length);
	close_from(3);
	SHOW(socketpair, AF_UNIX, STREAM | SOCK_NONBLOCK, 0, ends);
	SHOW(sendmsg, 3, to("@absent"), 0);
	while (write(3, page, sizeof(page)) > 0)
		;
	SHOW(sendto, 3, "x", 1, 0, NULL, 0);
	SHOW(sendmsg, 3, plain(), 0);
	SHOW(shutdown, 3, SHUT_WR);
	SHOW(sendmsg, 3, plain(), MSG_NOSIGNAL);
	close_from(3);
}

static void show_packets(void)
{
	topic("messages that are refused");
	SHOW(socket, AF_UNIX, PACKET, 0);
	SHOW(recvfrom, 3, bytes, 1, 0, NULL, NULL);
	SHOW(recvmsg, 3, plain(), 0);
	SHOW(sendto, 3, "x", 1, 0, NULL, 0);
	SHOW(sendmsg, 3, plain(), 0);
	close_from(3);
	SHOW(socketpair, AF_UNIX, PACKET | SOCK_NONBLOCK, 0, ends);
	SHOW(sendmsg, 3, plain(), MSG_OOB);
	SHOW(recvmsg, 3, plain(), MSG_OOB);
	SHOW(sendmsg, 3, to("@absent"), 0);
	SHOW(recvmsg, 4, plain(), 0);
	SHOW(close, 4);
	SHOW(sendmsg, 3, plain(), MSG_NOSIGNAL);
	SHOW(sendmsg, 3, plain(), 0);
	SHOW(recvmsg, 3, plain(), 0);
	close_from(3);
	SHOW(socket, AF_UNIX, DGRAM | SOCK_NONBLOCK, 0);
	SHOW(bind, 3, &address, name("@one"));
	SHOW(sendmsg, 3, plain(), 0);
	SHOW(sendto, 3, "x", 1, MSG_OOB, NULL, 0);
	SHOW(recvfrom, 3, bytes, 1, MSG_OOB, NULL, NULL);
	SHOW(socket, AF_UNIX, DGRAM | SOCK_NONBLOCK, 0);
	SHOW(bind, 4, &address, name("@two"));
	SHOW(connect, 4, &address, name("@one"));
	SHOW(socket, AF_UNIX, DGRAM | SOCK_NONBLOCK, 0);
	SHOW(connect, 5, &address, name("@two"));
	SHOW(sendto, 5, "x", 1, 0, &address, name("@two"));
	SHOW(sendmsg, 5, to("@two"), 0);
	SHOW(connect, 3, &address, name("@two"));
	SHOW(socket, AF_UNIX, STREAM, 0);
	SHOW(connect, 6, &address, name("@two"));
	SHOW(close, 6);
	SHOW(socket, AF_UNIX, DGRAM | SOCK_NONBLOCK, 0);
	SHOW(bind, 6, &address, name("@full"));
	for (int i = 0; i < 20; i++)
		sendto(5, "x", 1, 0, (void *)&address, name("@full"));
	SHOW(sendto, 5, "x", 1, 0, &address, name("@full"));
	SHOW(sendmsg, 5, to("@full"), 0);
	SHOW(shutdown, 6, SHUT_RD);
	SHOW(sendmsg, 5, to("@full"), 0);
	close_from(3);
	SHOW(socket, AF_UNIX, STREAM, 0);
	SHOW(bind, 3, &address, name("typed"));
	SHOW(socket, AF_UNIX, DGRAM, 0);
	SHOW(connect, 4, &address, name("typed"));
	SHOW(sendmsg, 4, to("typed"), 0);
	SHOW(sendto, 4, "x", 1, 0, &address, name("typed"));
	close_from(3);
	SHOW(sendmsg, 3, to("typed"), 0);
	unlink("typed");
}

static void ignore(int signal)
{
	(void)signal;
}

static void interrupt_every(long microseconds, int flags)
{
	struct sigaction action = {.sa_handler = ignore, .sa_flags = flags};
	struct itimerval interval = {{0, microseconds}, {0, microseconds}};

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &interval, NULL);
}

/* 3 listens, as many wait as may; 5 and 6 are a full stream. */
static void make_full(void)
{
	struct sockaddr *to_server = (struct sockaddr *)&address;

	socket(AF_UNIX, STREAM, 0);
	bind(3, to_server, name("@server"));
	listen(3, 0);
	socket(AF_UNIX, STREAM, 0);
	connect(4, to_server, name("@server"));
	socketpair(AF_UNIX, STREAM, 0, ends);
	while (send(5, page, sizeof(page), MSG_DONTWAIT) > 0)
		;
	socket(AF_UNIX, STREAM, 0);
	socket(AF_UNIX, STREAM, 0);
	bind(8, to_server, name("@idle"));
	listen(8, 1);
}

/* Of each that waits; 5 can be read no more than 6 can be written. */
static void show_interrupted(void)
{
	SHOW(connect, 7, &address, name("@server"));
	SHOW(accept, 8, NULL, NULL);
	SHOW(accept4, 8, NULL, NULL, 0);
	SHOW(write, 5, "x", 1);
	SHOW(sendto, 5, "x", 1, 0, NULL, 0);
	SHOW(sendmsg, 5, plain(), 0);
	SHOW(read, 5, bytes, 1);
	SHOW(recvfrom, 5, bytes, 1, 0, NULL, NULL);
	SHOW(recvmsg, 5, plain(), 0);
}

static void limit(int fd, int option)
{
	struct timeval far = {1000, 0};

	setsockopt(fd, SOL_SOCKET, option, &far, sizeof(far));
}

/* Each call is interrupted, and the signal asks for it to be made again. */
static void show_with_limits(void)
{
	limit(5, SO_RCVTIMEO);
	limit(5, SO_SNDTIMEO);
	limit(7, SO_SNDTIMEO);
	limit(8, SO_RCVTIMEO);
	show_interrupted();
}

/* Wait in a read, stopped and continued by the parent. */
static void read_with_a_stop(const char *text, bool limited)
{
	int status;
	pid_t pid;

	if (limited)
		limit(5, SO_RCVTIMEO);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		show(text, recv(5, bytes, 1, 0) < 0 ? -errno : bytes[0]);
		fflush(stdout);
		_exit(0);
	}
	usleep(20000); /* by now it waits */
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	kill(pid, SIGCONT);
	usleep(20000);
	write(6, "y", 1);
	waitpid(pid, &status, 0);
}

void abi_socket_errors(void)
{
	show_permissions();
	show_places();
	show_connecting();
	show_accepting();
	show_streams();
	show_packets();
	topic("sockets that are interrupted");
	make_full();
	interrupt_every(5000, 0);
	show_interrupted();
	topic("the same with limits of time");
	interrupt_every(5000, SA_RESTART);
	show_with_limits();
	interrupt_every(0, 0);
	close_from(3);
	make_full();
	topic("sockets of who is stopped and continued");
	read_with_a_stop("recv without a limit", false);
	read_with_a_stop("recv with a limit", true);
	close_from(3);
}
