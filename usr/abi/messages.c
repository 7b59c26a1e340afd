// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages with pieces, and what goes with them: files and who sends.
 */
#include "abi.h"

#include <limits.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

static int ends[2];
static char bytes[64];
static union {
	struct cmsghdr header;
	char bytes[256];
} control;
static struct iovec piece = {bytes, 16};
static struct msghdr message;
static struct mmsghdr many[3];

/* The message with @size bytes of room for what comes with it. */
static struct msghdr *room_for(size_t size)
{
	memset(&message, 0, sizeof(message));
	memset(&control, 0, sizeof(control));
	message.msg_iov = &piece;
	message.msg_iovlen = 1;
	if (size)
		message.msg_control = &control;
	message.msg_controllen = size;
	return &message;
}

/* The same, with one item of @size bytes from @data. */
static struct msghdr *with_item(int type, const void *data, size_t size)
{
	room_for(CMSG_SPACE(size));
	control.header.cmsg_len = CMSG_LEN(size);
	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = type;
	memcpy(CMSG_DATA(&control.header), data, size);
	return &message;
}

static struct msghdr *with_file(int fd)
{
	return with_item(SCM_RIGHTS, &fd, sizeof(fd));
}

static struct msghdr *with_files(int count)
{
	int fds[16];

	for (int i = 0; i < count; i++)
		fds[i] = 0;
	return with_item(SCM_RIGHTS, fds, (size_t)count * sizeof(int));
}

static void show_received(void)
{
	VALUE(message.msg_flags);
	VALUE(message.msg_controllen);
	if (message.msg_controllen < sizeof(struct cmsghdr))
		return;
	VALUE(control.header.cmsg_len);
	VALUE(control.header.cmsg_level);
	VALUE(control.header.cmsg_type);
}

static int received_fd(void)
{
	int fd;

	memcpy(&fd, CMSG_DATA(&control.header), sizeof(fd));
	return fd;
}

static void show_plain(void)
{
	struct iovec pieces[2] = {{"abc", 3}, {"de", 2}};
	struct sockaddr_un from;

	topic("sendmsg");
	SHOW(socketpair, AF_UNIX, SOCK_DGRAM, 0, ends);
	room_for(0);
	message.msg_iov = pieces;
	message.msg_iovlen = 2;
	SHOW(sendmsg, 3, &message, 0);
	SHOW(recvmsg, 4, room_for(0), 0);
	VALUE(message.msg_flags);
	VALUE(message.msg_controllen);
	SHOW(sendmsg, 3, room_for(0), 0);
	piece.iov_len = 4;
	SHOW(recvmsg, 4, room_for(0), 0);
	VALUE(message.msg_flags);
	SHOW(sendmsg, 3, room_for(0), 0);
	room_for(0);
	message.msg_name = &from;
	message.msg_namelen = sizeof(from);
	SHOW(recvmsg, 4, &message, 0);
	VALUE(message.msg_namelen);
	SHOW(recvmsg, 4, room_for(0), MSG_DONTWAIT);
	SHOW(sendmsg, 3, NOWHERE, 0);
	SHOW(recvmsg, 4, NOWHERE, 0);
	SHOW(sendmsg, 0, room_for(0), 0);
	SHOW(recvmsg, 0, room_for(0), 0);
	SHOW(sendmsg, 99, room_for(0), 0);
	SHOW(recvmsg, 99, room_for(0), 0);
	SHOW(sendmsg, 3, room_for(0), (int)0x80000000);
	room_for(0);
	message.msg_iovlen = 1025;
	SHOW(sendmsg, 3, &message, 0);
	SHOW(recvmsg, 4, &message, MSG_DONTWAIT);
	room_for(0);
	message.msg_iov = NOWHERE;
	SHOW(sendmsg, 3, &message, 0);
	room_for(0);
	message.msg_name = &from;
	message.msg_namelen = -1;
	SHOW(sendmsg, 3, &message, 0);
	SHOW(close, 3);
	SHOW(close, 4);
}

static void show_files(void)
{
	int fds[2], waiting[2];

	topic("SCM_RIGHTS");
	SHOW(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
	SHOW(pipe, fds);
	SHOW(sendmsg, 3, with_file(fds[1]), 0);
	SHOW(close, 6);
	SHOW(recvmsg, 4, room_for(64), 0);
	show_received();
	VALUE(received_fd());
	SHOW(fcntl, 6, F_GETFD);
	SHOW(write, 6, "x", 1);
	SHOW(read, 5, bytes, 4);
	SHOW(sendmsg, 3, with_file(6), 0);
	SHOW(recvmsg, 4, room_for(64), MSG_CMSG_CLOEXEC);
	show_received();
	SHOW(fcntl, 7, F_GETFD);
	SHOW(close, 7);
	SHOW(sendmsg, 3, with_file(6), 0);
	SHOW(recvmsg, 4, room_for(0), 0);
	show_received();
	SHOW(sendmsg, 3, with_files(3), 0);
	SHOW(recvmsg, 4, room_for(CMSG_LEN(4)), 0);
	show_received();
	SHOW(close, 7);
	SHOW(sendmsg, 3, with_files(3), 0);
	SHOW(recvmsg, 4, room_for(CMSG_LEN(8)), MSG_PEEK);
	show_received();
	SHOW(close, 7);
	SHOW(close, 8);
	SHOW(recvmsg, 4, room_for(15), 0);
	show_received();
	SHOW(sendmsg, 3, with_file(99), 0);
	SHOW(sendmsg, 3, with_item(SCM_RIGHTS, "", 0), 0);
	SHOW(recvmsg, 4, room_for(64), 0);
	show_received();
	SHOW(sendmsg, 3, with_item(3, "abcd", 4), 0);
	with_file(6);
	control.header.cmsg_len = 15;
	SHOW(sendmsg, 3, &message, 0);
	with_file(6);
	control.header.cmsg_len = 1000;
	SHOW(sendmsg, 3, &message, 0);
	with_file(6);
	control.header.cmsg_level = 99;
	SHOW(sendmsg, 3, &message, 0);
	SHOW(recvmsg, 4, room_for(64), 0);
	show_received();
	room_for(64);
	message.msg_control = NOWHERE;
	SHOW(sendmsg, 3, &message, 0);
	room_for(64);
	message.msg_controllen = 1 << 20;
	SHOW(sendmsg, 3, &message, 0);
	SHOW(write, 3, "ab", 2);
	SHOW(sendmsg, 3, with_file(6), 0);
	SHOW(write, 3, "cd", 2);
	piece.iov_len = 64;
	SHOW(recvmsg, 4, room_for(64), 0);
	show_received();
	SHOW(read, 4, bytes, 64);
	piece.iov_len = 4;
	SHOW(close, received_fd());
	SHOW(socketpair, AF_UNIX, SOCK_DGRAM, 0, waiting);
	SHOW(sendmsg, 3, with_file(waiting[0]), 0);
	SHOW(sendmsg, 3, with_file(3), 0);
	for (int fd = 3; fd < 16; fd++)
		close(fd);
}

static void show_sender(void)
{
	struct ucred who = {getpid(), getuid(), getgid()}, got;
	int on = 1;

	topic("SCM_CREDENTIALS");
	SHOW(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
	SHOW(write, 3, "a", 1);
	SHOW(setsockopt, 4, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on));
	SHOW(write, 3, "b", 1);
	SHOW(recvmsg, 4, room_for(64), 0);
	show_received();
	memcpy(&got, CMSG_DATA(&control.header), sizeof(got));
	VALUE(got.pid);
	VALUE(got.uid);
	SHOW(recvmsg, 4, room_for(64), 0);
	memcpy(&got, CMSG_DATA(&control.header), sizeof(got));
	VALUE(got.pid == getpid());
	VALUE(got.uid);
	SHOW(sendmsg, 3, with_item(SCM_CREDENTIALS, &who, sizeof(who)), 0);
	SHOW(recvmsg, 4, room_for(20), 0);
	show_received();
	SHOW(sendmsg, 3, with_item(SCM_CREDENTIALS, &who, 8), 0);
	who.uid = (uid_t)-1;
	SHOW(sendmsg, 3, with_item(SCM_CREDENTIALS, &who, sizeof(who)), 0);
	who.uid = 5;
	SHOW(sendmsg, 3, with_item(SCM_CREDENTIALS, &who, sizeof(who)), 0);
	SHOW(recvmsg, 4, room_for(0), 0);
	show_received();
	SHOW(close, 3);
	SHOW(close, 4);
}

static void pretend(void)
{
	struct ucred who = {1, 0, 0};

	setuid(1000);
	SHOW(sendmsg, 3, with_item(SCM_CREDENTIALS, &who, sizeof(who)), 0);
}

static void show_many(void)
{
	struct timespec none = {0, 0}, bad = {0, 1000000000};

	topic("sendmmsg");
	SHOW(socketpair, AF_UNIX, SOCK_DGRAM, 0, ends);
	show_child("who claims to be another", pretend);
	for (int i = 0; i < 3; i++)
		many[i].msg_hdr = *room_for(0);
	SHOW(sendmmsg, 3, many, 3, 0);
	VALUE(many[2].msg_len);
	many[1].msg_hdr.msg_iov = NOWHERE;
	SHOW(sendmmsg, 3, many, 3, 0);
	SHOW(sendmmsg, 3, many + 1, 1, 0);
	SHOW(sendmmsg, 3, many, 0, 0);
	many[1].msg_hdr.msg_iov = &piece;
	SHOW(recvmmsg, 4, many, 3, 0, NULL);
	VALUE(many[2].msg_len);
	SHOW(recvmmsg, 4, many, 3, MSG_WAITFORONE, NULL);
	SHOW(recvmmsg, 4, many, 3, MSG_DONTWAIT, NULL);
	SHOW(sendmmsg, 3, many, 2, 0);
	SHOW(recvmmsg, 4, many, 3, 0, &none);
	SHOW(recvmmsg, 4, many, 3, 0, &bad);
	SHOW(recvmmsg, 4, many, 3, 0, NOWHERE);
	SHOW(recvmmsg, 99, many, 3, 0, NULL);
	SHOW(sendmmsg, 99, many, 3, 0);
	SHOW(recvmmsg, 4, NOWHERE, 1, 0, NULL);
	SHOW(sendmmsg, 3, NOWHERE, 1, 0);
	SHOW(close, 3);
	SHOW(close, 4);
}

/* No descriptors are left. */
static void without_descriptors(void)
{
	struct rlimit few = {3, 3};
	int open[2];

	SHOW(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
	SHOW(sendmsg, 3, with_file(0), 0);
	SHOW(setrlimit, RLIMIT_NOFILE, &few);
	SHOW(recvmsg, 4, room_for(64), 0);
	show_received();
	SHOW(socket, AF_UNIX, SOCK_STREAM, 0);
	SHOW(socketpair, AF_UNIX, SOCK_STREAM, 0, open);
	SHOW(accept, 3, NULL, NULL);
	SHOW(accept4, 3, NULL, NULL, 0);
}

void abi_messages(void)
{
	show_plain();
	show_files();
	show_sender();
	show_many();
	show_child("no descriptors", without_descriptors);
}
