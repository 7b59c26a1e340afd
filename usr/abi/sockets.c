// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sockets, AF_UNIX: how they are made, named and connected.
 */
#include "abi.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#define NAME   offsetof(struct sockaddr_un, sun_path)
#define STREAM SOCK_STREAM
#define DGRAM  SOCK_DGRAM

static int ends[2];
static char buffer[8192];
static char huge[300000];
static struct sockaddr_un address, answer;
static socklen_t length;

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

static void show_making(void)
{
	struct stat status;

	topic("socket");
	SHOW(socket, AF_UNIX, STREAM, 0);
	SHOW(socket, AF_UNIX, DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	SHOW(fcntl, 4, F_GETFD);
	SHOW(fcntl, 4, F_GETFL);
	SHOW(fcntl, 3, F_GETFL);
	SHOW(socket, AF_UNIX, SOCK_SEQPACKET, AF_UNIX);
	SHOW(socket, AF_UNIX, SOCK_RAW, 0);
	SHOW(fstat, 3, &status);
	VALUE(status.st_mode);
	VALUE(status.st_size);
	SHOW(lseek, 3, 0, SEEK_SET);
	SHOW(pread64, 3, buffer, 1, 0);
	SHOW(fsync, 3);
	SHOW(ftruncate, 3, 0);
	SHOW(ioctl, 3, TIOCGWINSZ, buffer);
	SHOW(socket, AF_UNIX, SOCK_RDM, 0);
	SHOW(socket, AF_UNIX, 11, 0);
	SHOW(socket, AF_UNIX, STREAM, 2);
	SHOW(socket, AF_UNIX, STREAM | 16, 0);
	SHOW(socket, -1, STREAM, 0);
	SHOW(socket, 60, STREAM, 0);
	SHOW(socket, 44, 11, 0);
	for (int fd = 3; fd < 7; fd++)
		close(fd);
	SHOW(socketpair, AF_UNIX, STREAM, 0, ends);
	VALUE(ends[0]);
	VALUE(ends[1]);
	SHOW(close, 3);
	SHOW(close, 4);
	SHOW(socketpair, AF_UNIX, STREAM, 0, NOWHERE);
	SHOW(socketpair, 60, STREAM, 0, ends);
	SHOW(socketpair, AF_UNIX, STREAM, 2, ends);
	SHOW(socketpair, AF_UNIX, STREAM | 16, 0, ends);
}

static void write_without_reader(void)
{
	socketpair(AF_UNIX, STREAM, 0, ends);
	close(ends[1]);
	SHOW(sendto, ends[0], "x", 1, MSG_NOSIGNAL, NULL, 0);
	SHOW(write, ends[0], "x", 1);
}

static void show_stream(void)
{
	int waiting = 0;
	struct pollfd one = {3, POLLIN | POLLOUT | POLLRDHUP, 0};

	topic("streams");
	SHOW(socketpair, AF_UNIX, STREAM, 0, ends);
	SHOW(poll, &one, 1, 0);
	VALUE(one.revents);
	SHOW(write, 4, "abc", 3);
	SHOW(write, 4, "def", 3);
	SHOW(ioctl, 3, FIONREAD, &waiting);
	VALUE(waiting);
	SHOW(poll, &one, 1, 0);
	VALUE(one.revents);
	SHOW(recvfrom, 3, buffer, 4, MSG_PEEK, NULL, NULL);
	SHOW(read, 3, buffer, 2);
	SHOW(recvfrom, 3, buffer, 100, MSG_DONTWAIT, NULL, NULL);
	SHOW(recvfrom, 3, buffer, 100, MSG_DONTWAIT, NULL, NULL);
	SHOW(recvfrom, 3, buffer, 0, MSG_DONTWAIT, NULL, NULL);
	SHOW(read, 3, buffer, 0);
	SHOW(write, 4, "", 0);
	SHOW(write, 4, NOWHERE, 1);
	SHOW(sendto, 4, NOWHERE, 1, 0, NULL, 0);
	SHOW(sendto, 4, "x", 1, 0, &address, name("@x"));
	SHOW(write, 4, "x", 1);
	SHOW(recvfrom, 3, NOWHERE, 1, 0, NULL, NULL);
	SHOW(recvfrom, 3, buffer, 1, MSG_TRUNC, NULL, NULL);
	SHOW(connect, 3, &address, name("@x"));
	SHOW(bind, 3, &address, name("@stream"));
	SHOW(listen, 3, 1);
	SHOW(accept, 3, NULL, NULL);
	SHOW(shutdown, 3, SHUT_WR);
	SHOW(read, 4, buffer, 1);
	SHOW(write, 4, "y", 1);
	SHOW(read, 3, buffer, 9);
	SHOW(shutdown, 3, 3);
	SHOW(shutdown, 4, SHUT_WR);
	SHOW(poll, &one, 1, 0);
	VALUE(one.revents);
	SHOW(read, 3, buffer, 1);
	SHOW(close, 3);
	SHOW(close, 4);

	SHOW(socketpair, AF_UNIX, STREAM, 0, ends);
	SHOW(write, 3, "x", 1);
	SHOW(close, 4);
	SHOW(read, 3, buffer, 1);
	SHOW(read, 3, buffer, 1);
	SHOW(poll, &one, 1, 0);
	VALUE(one.revents);
	SHOW(close, 3);
	show_child("writer without a reader", write_without_reader);

	SHOW(socketpair, AF_UNIX, STREAM | SOCK_NONBLOCK, 0, ends);
	SHOW(read, 3, buffer, 1);
	SHOW_SIGN(write, 3, huge, sizeof(huge));
	SHOW(write, 3, huge, 1);
	SHOW(poll, &one, 1, 0);
	VALUE(one.revents);
	SHOW(close, 3);
	SHOW(close, 4);
}

static void show_names(void)
{
	struct stat status;
	struct pollfd one = {3, POLLIN | POLLOUT, 0};

	topic("bind, listen, connect");
	SHOW(socket, AF_UNIX, STREAM, 0);
	SHOW(poll, &one, 1, 0);
	VALUE(one.revents);
	SHOW(read, 3, buffer, 1);
	SHOW(write, 3, "x", 1);
	SHOW(sendto, 3, "x", 1, 0, &address, name("@x"));
	SHOW(listen, 3, 1);
	length = sizeof(answer);
	SHOW(getsockname, 3, &answer, &length);
	VALUE(length);
	SHOW(getpeername, 3, &answer, &length);
	SHOW(shutdown, 3, SHUT_RDWR);
	SHOW(close, 3);

	SHOW(socket, AF_UNIX, STREAM, 0);
	SHOW(bind, 3, &address, name("socket"));
	SHOW(stat, "socket", &status);
	VALUE(status.st_mode);
	SHOW(open, "socket", O_RDWR);
	SHOW(bind, 3, &address, name("other"));
	SHOW(getsockname, 3, &answer, &length);
	VALUE(length);
	TEXT(answer.sun_path);
	length = 4;
	SHOW(getsockname, 3, &answer, &length);
	VALUE(length);
	length = -1;
	SHOW(getsockname, 3, &answer, &length);
	length = sizeof(answer);
	SHOW(getsockname, 3, NOWHERE, &length);
	SHOW(getsockname, 3, &answer, NOWHERE);
	SHOW(socket, AF_UNIX, STREAM, 0);
	SHOW(bind, 4, &address, name("socket"));
	SHOW(bind, 4, &address, name("absent/socket"));
	SHOW(bind, 4, &address, name("socket/socket"));
	SHOW(bind, 4, &address, 1);
	SHOW(bind, 4, &address, 111);
	SHOW(bind, 4, &address, 200);
	SHOW(bind, 4, &address, -1);
	SHOW(bind, 4, NOWHERE, 10);
	name("x");
	address.sun_family = AF_INET;
	SHOW(bind, 4, &address, NAME + 1);
	SHOW(connect, 4, &address, NAME + 1);
	SHOW(connect, 4, &address, name("socket"));
	SHOW(listen, 3, 0);
}

/* 3 listens at "socket". */
static void show_connecting(void)
{
	struct pollfd one = {3, POLLIN | POLLOUT, 0};

	SHOW(connect, 3, &address, name("socket"));
	SHOW(connect, 4, &address, name("absent"));
	SHOW(connect, 4, &address, name("."));
	SHOW(connect, 4, &address, name("socket/x"));
	SHOW(connect, 4, &address, name("@absent"));
	SHOW(connect, 4, NOWHERE, 10);
	SHOW(connect, 4, &address, 200);
	SHOW(connect, 4, &address, 0);
	SHOW(fcntl, 3, F_SETFL, O_NONBLOCK);
	SHOW(accept, 3, NULL, NULL);
	SHOW(connect, 4, &address, name("socket"));
	SHOW(write, 4, "early", 5);
	length = sizeof(answer);
	SHOW(getpeername, 4, &answer, &length);
	VALUE(length);
	TEXT(answer.sun_path);
	SHOW(socket, AF_UNIX, STREAM | SOCK_NONBLOCK, 0);
	SHOW(connect, 5, &address, name("socket"));
	SHOW(poll, &one, 1, 0);
	VALUE(one.revents);
	SHOW(accept4, 3, &answer, &length, 1);
	length = sizeof(answer);
	SHOW(accept4, 3, &answer, &length, SOCK_CLOEXEC);
	VALUE(length);
	SHOW(connect, 4, &address, name("socket"));
	SHOW(connect, 4, &address, name("absent"));
	SHOW(fcntl, 6, F_GETFD);
	SHOW(fcntl, 6, F_GETFL);
	SHOW(read, 6, buffer, 100);
	SHOW(getpeername, 6, &answer, &length);
	VALUE(length);
	length = sizeof(answer);
	SHOW(getsockname, 6, &answer, &length);
	VALUE(length);
	SHOW(read, 3, buffer, 1);
	SHOW(write, 3, "x", 1);
	SHOW(close, 6);
	SHOW(read, 4, buffer, 1);
	SHOW(connect, 5, &address, name("socket"));
	SHOW(accept, 3, NULL, NULL);
	SHOW(close, 6);
	SHOW(unlink, "socket");
	SHOW(connect, 5, &address, name("socket"));
	SHOW(close, 3);
	SHOW(close, 4);
	SHOW(close, 5);
}

/* Descriptors of no sockets, and none at all. */
static void show_wrong(void)
{
	SHOW(bind, 0, &address, name("x"));
	SHOW(connect, 0, &address, name("x"));
	SHOW(listen, 0, 1);
	SHOW(accept, 0, NULL, NULL);
	SHOW(accept4, 0, NULL, NULL, 0);
	SHOW(shutdown, 0, 0);
	SHOW(getsockname, 0, &answer, &length);
	SHOW(getpeername, 0, &answer, &length);
	SHOW(sendto, 0, "x", 1, 0, NULL, 0);
	SHOW(recvfrom, 0, buffer, 1, 0, NULL, NULL);
	SHOW(bind, 99, &address, name("x"));
	SHOW(connect, 99, &address, name("x"));
	SHOW(listen, 99, 1);
	SHOW(accept, 99, NULL, NULL);
	SHOW(accept4, 99, NULL, NULL, 0);
	SHOW(shutdown, 99, 0);
	SHOW(getsockname, 99, &answer, &length);
	SHOW(getpeername, 99, &answer, &length);
	SHOW(sendto, 99, "x", 1, 0, NULL, 0);
	SHOW(recvfrom, 99, buffer, 1, 0, NULL, NULL);
}

static void show_abstract(void)
{
	topic("abstract names");
	SHOW(socket, AF_UNIX, STREAM, 0);
	SHOW(bind, 3, &address, name("@abi"));
	length = sizeof(answer);
	SHOW(getsockname, 3, &answer, &length);
	VALUE(length);
	VALUE(answer.sun_path[0]);
	SHOW(socket, AF_UNIX, DGRAM, 0);
	SHOW(bind, 4, &address, name("@abi"));
	SHOW(connect, 4, &address, name("@abi"));
	SHOW(listen, 4, 1);
	SHOW(accept, 4, NULL, NULL);
	SHOW(close, 4);
	SHOW(close, 3);
	SHOW(socket, AF_UNIX, DGRAM, 0);
	SHOW(bind, 3, &address, NAME);
	SHOW(getsockname, 3, &answer, &length);
	VALUE(length);
	SHOW(bind, 3, &address, NAME);
	SHOW(close, 3);
}

static void show_datagrams(void)
{
	struct pollfd one = {3, POLLIN | POLLOUT, 0};

	topic("datagrams");
	SHOW(socket, AF_UNIX, DGRAM | SOCK_NONBLOCK, 0);
	SHOW(poll, &one, 1, 0);
	VALUE(one.revents);
	SHOW(write, 3, "x", 1);
	SHOW(read, 3, buffer, 1);
	SHOW(bind, 3, &address, name("@here"));
	SHOW(sendto, 3, "self", 4, 0, &address, name("@here"));
	length = sizeof(answer);
	SHOW(recvfrom, 3, buffer, 2, 0, &answer, &length);
	VALUE(length);
	SHOW(socket, AF_UNIX, DGRAM | SOCK_NONBLOCK, 0);
	SHOW(sendto, 4, "ab", 2, 0, &address, name("@here"));
	SHOW(sendto, 4, "", 0, 0, &address, name("@here"));
	SHOW(sendto, 4, "x", 1, 0, &address, name("@absent"));
	SHOW(sendto, 4, "x", 1, 0, &address, name("absent"));
	SHOW(sendto, 4, "x", 1, 0, &address, 200);
	SHOW(sendto, 4, "x", 1, 0, NOWHERE, 10);
	SHOW(sendto, 4, NOWHERE, 1, 0, &address, name("@here"));
	SHOW(sendto, 4, huge, sizeof(huge), 0, &address, name("@here"));
	SHOW(ioctl, 3, FIONREAD, buffer);
	SHOW(recvfrom, 3, buffer, 1, MSG_PEEK | MSG_TRUNC, NULL, NULL);
	length = sizeof(answer);
	SHOW(recvfrom, 3, buffer, 100, 0, &answer, &length);
	VALUE(length);
	SHOW(recvfrom, 3, buffer, 100, 0, NULL, NULL);
	SHOW(recvfrom, 3, buffer, 100, 0, NULL, NULL);
	SHOW(connect, 4, &address, name("@here"));
	for (int i = 0; i < 12; i++)
		SHOW(write, 4, "x", 1);
	SHOW(connect, 3, &address, name("@absent"));
	SHOW(shutdown, 3, SHUT_RD);
	SHOW(write, 4, "x", 1);
	SHOW(close, 3);
	SHOW(write, 4, "x", 1);
	SHOW(write, 4, "x", 1);
	address.sun_family = AF_UNSPEC;
	SHOW(connect, 4, &address, 2);
	SHOW(close, 4);

	SHOW(socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends);
	SHOW(write, 3, "abc", 3);
	SHOW(write, 3, "de", 2);
	SHOW(ioctl, 4, FIONREAD, ends);
	VALUE(ends[0]);
	SHOW(read, 4, buffer, 2);
	SHOW(read, 4, buffer, 100);
	SHOW(read, 4, buffer, 100);
	SHOW(close, 3);
	SHOW(read, 4, buffer, 100);
	SHOW(sendto, 4, "x", 1, MSG_NOSIGNAL, NULL, 0);
	SHOW(close, 4);
	SHOW(socket, AF_UNIX, SOCK_SEQPACKET, 0);
	SHOW(write, 3, "x", 1);
	SHOW(read, 3, buffer, 1);
	SHOW(close, 3);
}

static int number;

static void show_number(const char *text, int option)
{
	length = sizeof(number);
	number = -1;
	if (!getsockopt(3, SOL_SOCKET, option, &number, &length))
		show(text, number);
	else
		show(text, -errno);
}

#define NUMBER(option) show_number(#option, option)

static void show_options(void)
{
	topic("options");
	SHOW(socketpair, AF_UNIX, STREAM, 0, ends);
	NUMBER(SO_TYPE);
	NUMBER(SO_DOMAIN);
	NUMBER(SO_PROTOCOL);
	NUMBER(SO_ERROR);
	NUMBER(SO_ACCEPTCONN);
	NUMBER(SO_SNDBUF);
	NUMBER(SO_RCVBUF);
	NUMBER(SO_RCVLOWAT);
	NUMBER(SO_SNDLOWAT);
	NUMBER(SO_PASSCRED);
	NUMBER(SO_REUSEADDR);
	NUMBER(SO_KEEPALIVE);
	NUMBER(SO_BROADCAST);
	NUMBER(SO_PRIORITY);
	NUMBER(9999);
	number = 10000;
	SHOW(setsockopt, 3, SOL_SOCKET, SO_SNDBUF, &number, 4);
	NUMBER(SO_SNDBUF);
	number = 1;
	SHOW(setsockopt, 3, SOL_SOCKET, SO_SNDBUF, &number, 4);
	NUMBER(SO_SNDBUF);
	number = 1;
	SHOW(setsockopt, 3, SOL_SOCKET, SO_RCVBUF, &number, 4);
	NUMBER(SO_RCVBUF);
	number = 1 << 30;
	SHOW(setsockopt, 3, SOL_SOCKET, SO_SNDBUF, &number, 4);
	NUMBER(SO_SNDBUF);
	number = 3;
	SHOW(setsockopt, 3, SOL_SOCKET, SO_PASSCRED, &number, 4);
	NUMBER(SO_PASSCRED);
	number = 0;
	SHOW(setsockopt, 3, SOL_SOCKET, SO_RCVLOWAT, &number, 4);
	NUMBER(SO_RCVLOWAT);
	SHOW(setsockopt, 3, SOL_SOCKET, SO_TYPE, &number, 4);
	SHOW(setsockopt, 3, SOL_SOCKET, 9999, &number, 4);
	SHOW(setsockopt, 3, SOL_SOCKET, SO_SNDBUF, &number, 3);
	SHOW(setsockopt, 3, SOL_SOCKET, SO_SNDBUF, &number, -1);
	SHOW(setsockopt, 3, SOL_SOCKET, SO_SNDBUF, NOWHERE, 4);
	SHOW(setsockopt, 3, 99, 1, &number, 4);
}

/* Options that are no numbers. */
static void show_structures(void)
{
	struct timeval time = {1, 500000};
	struct ucred peer = {1, 1, 1};
	struct linger linger = {7, 5};

	SHOW(setsockopt, 3, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
	time.tv_sec = 0;
	length = sizeof(time);
	SHOW(getsockopt, 3, SOL_SOCKET, SO_RCVTIMEO, &time, &length);
	VALUE(length);
	VALUE(time.tv_sec);
	VALUE(time.tv_usec);
	time.tv_usec = 1000000;
	SHOW(setsockopt, 3, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
	SHOW(setsockopt, 3, SOL_SOCKET, SO_RCVTIMEO, &time, 8);
	time = (struct timeval){0, 1000};
	SHOW(setsockopt, 3, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
	SHOW(read, 3, buffer, 1);
	SHOW(setsockopt, 3, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	length = sizeof(linger);
	SHOW(getsockopt, 3, SOL_SOCKET, SO_LINGER, &linger, &length);
	VALUE(linger.l_onoff);
	VALUE(linger.l_linger);
	length = sizeof(peer);
	SHOW(getsockopt, 3, SOL_SOCKET, SO_PEERCRED, &peer, &length);
	VALUE(length);
	VALUE(peer.pid == getpid());
	VALUE(peer.uid);
	length = 2;
	SHOW(getsockopt, 3, SOL_SOCKET, SO_TYPE, &number, &length);
	VALUE(length);
	length = -1;
	SHOW(getsockopt, 3, SOL_SOCKET, SO_TYPE, &number, &length);
	length = 4;
	SHOW(getsockopt, 3, SOL_SOCKET, SO_TYPE, NOWHERE, &length);
	SHOW(getsockopt, 3, SOL_SOCKET, SO_TYPE, &number, NOWHERE);
	SHOW(getsockopt, 3, 99, 1, &number, &length);
	SHOW(getsockopt, 0, SOL_SOCKET, SO_TYPE, &number, &length);
	SHOW(setsockopt, 0, SOL_SOCKET, SO_SNDBUF, &number, 4);
	SHOW(getsockopt, 99, SOL_SOCKET, SO_TYPE, &number, &length);
	SHOW(setsockopt, 99, SOL_SOCKET, SO_SNDBUF, &number, 4);
	SHOW(close, 3);
	SHOW(close, 4);
	SHOW(socket, AF_UNIX, STREAM, 0);
	length = sizeof(peer);
	SHOW(getsockopt, 3, SOL_SOCKET, SO_PEERCRED, &peer, &length);
	VALUE((int)peer.pid);
	VALUE((int)peer.uid);
	SHOW(bind, 3, &address, name("@options"));
	SHOW(listen, 3, 1);
	NUMBER(SO_ACCEPTCONN);
	SHOW(close, 3);
}

void abi_sockets(void)
{
	show_making();
	show_stream();
	show_names();
	show_connecting();
	show_wrong();
	show_abstract();
	show_datagrams();
	show_options();
	show_structures();
}
