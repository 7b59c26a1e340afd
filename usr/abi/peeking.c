// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looks at what waits in a socket: MSG_PEEK, and where the next begins: SO_PEEK_OFF.
 */
#include "abi.h"

#include <sys/ioctl.h>
#include <sys/socket.h>

#define NOW MSG_DONTWAIT

static int ends[2];
static char bytes[64];
static int number;
static socklen_t length;
static struct iovec piece = {bytes, 2};
static struct msghdr message;

static void show_offset(void)
{
	char text[16];

	length = sizeof(number);
	number = 77;
	getsockopt(3, SOL_SOCKET, SO_PEEK_OFF, &number, &length);
	snprintf(text, sizeof(text), "%d", number);
	show_text("    offset", text);
}

#define SET_OFFSET(offset) \
	SHOW(setsockopt, 3, SOL_SOCKET, SO_PEEK_OFF, &(int){offset}, 4)

/* Receive, and show what came and where the next look begins. */
static void show_received(const char *text, size_t size, int flags)
{
	memset(bytes, 0, sizeof(bytes));
	show(text, RAW(SYS_recvfrom, 3, bytes, size, flags, NULL, NULL));
	TEXT(bytes);
	show_offset();
}

#define RECEIVE(size, flags) \
	show_received("receive(" #size ", " #flags ")", size, NOW | (flags))
#define LOOK(size) show_received("look(" #size ")", size, NOW | MSG_PEEK)
#define TAKE(size) show_received("take(" #size ")", size, NOW)

static void put(const char *text)
{
	show_text("send", text);
	send(4, text, strlen(text), 0);
}

static void begin(int type)
{
	SHOW(socketpair, AF_UNIX, type, 0, ends);
	SET_OFFSET(0);
}

static void end(void)
{
	close(3);
	close(4);
}

static void show_option(int type)
{
	SHOW(socket, AF_UNIX, type, 0);
	show_offset();
	VALUE(length);
	SET_OFFSET(0);
	show_offset();
	SET_OFFSET(5);
	show_offset();
	SET_OFFSET(-7);
	show_offset();
	SET_OFFSET(0x7fffffff);
	show_offset();
	SHOW(setsockopt, 3, SOL_SOCKET, SO_PEEK_OFF, &number, 3);
	SHOW(setsockopt, 3, SOL_SOCKET, SO_PEEK_OFF, NOWHERE, 4);
	length = 2;
	SHOW(getsockopt, 3, SOL_SOCKET, SO_PEEK_OFF, &number, &length);
	VALUE(length);
	close(3);
}

static void show_stream(void)
{
	topic("looks at a stream");
	begin(SOCK_STREAM);
	LOOK(4);
	put("abcdef");
	LOOK(2);
	LOOK(2);
	TAKE(1);
	LOOK(10);
	LOOK(10);
	put("gh");
	SHOW(ioctl, 3, FIONREAD, &number);
	VALUE(number);
	LOOK(10);
	TAKE(3);
	SET_OFFSET(-1);
	LOOK(10);
	LOOK(10);
	SET_OFFSET(100);
	LOOK(10);
	TAKE(10);
	SET_OFFSET(2);
	TAKE(10);
	put("ijk");
	RECEIVE(10, MSG_PEEK | MSG_WAITALL);
	RECEIVE(10, MSG_PEEK | MSG_WAITALL);
	SET_OFFSET(1);
	close(4);
	LOOK(10);
	LOOK(10);
	TAKE(10);
	LOOK(10);
	end();
}

static void show_pieces(void)
{
	topic("looks at a stream of several writes");
	begin(SOCK_STREAM);
	put("12");
	put("34");
	put("56");
	LOOK(3);
	LOOK(1);
	LOOK(10);
	SET_OFFSET(2);
	LOOK(1);
	TAKE(3);
	LOOK(10);
	SET_OFFSET(0);
	LOOK(0);
	RECEIVE(10, MSG_PEEK | MSG_TRUNC);
	end();
}

static void show_messages(int type)
{
	begin(type);
	LOOK(4);
	put("abcd");
	put("");
	put("efg");
	LOOK(2);
	LOOK(16);
	LOOK(16);
	LOOK(16);
	LOOK(16);
	SHOW(ioctl, 3, FIONREAD, &number);
	VALUE(number);
	TAKE(16);
	LOOK(16);
	TAKE(16);
	LOOK(16);
	SET_OFFSET(1);
	RECEIVE(1, MSG_PEEK | MSG_TRUNC);
	SET_OFFSET(-1);
	LOOK(16);
	TAKE(1);
	put("");
	LOOK(16);
	LOOK(16);
	SET_OFFSET(0);
	LOOK(16);
	LOOK(16);
	TAKE(16);
	end();
}

/* What is told of a look that leaves some of a message. */
static void show_flags(void)
{
	topic("what is told of a look");
	begin(SOCK_DGRAM);
	put("wxyz");
	message = (struct msghdr){.msg_iov = &piece, .msg_iovlen = 1};
	for (int i = 0; i < 3; i++) {
		message.msg_flags = 0;
		SHOW(recvmsg, 3, &message, NOW | MSG_PEEK);
		VALUE(message.msg_flags);
	}
	end();
}

void abi_peeking(void)
{
	topic("SO_PEEK_OFF");
	show_option(SOCK_STREAM);
	show_option(SOCK_DGRAM);
	show_stream();
	show_pieces();
	topic("looks at datagrams");
	show_messages(SOCK_DGRAM);
	topic("looks at messages of a connection");
	show_messages(SOCK_SEQPACKET);
	show_flags();
}
