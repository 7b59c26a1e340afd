// SPDX-License-Identifier: GPL-2.0-only
/*
 * getsockopt(2) and setsockopt(2) for SOL_SOCKET, socket(7). Those that say
 * something to a network only are remembered.
 */
#include <exo/compiler.h>
#include <exo/credentials.h>
#include <exo/limits.h>
#include <exo/socket.h>
#include <exo/string.h>
#include <exo/time.h>
#include <exo/wait.h>
#include <uapi/errno.h>
#include <uapi/time.h>

enum {
	/* 1 << SO_*: only on or off. */
	ON_OR_OFF = 1 << SO_REUSEADDR | 1 << SO_DONTROUTE | 1 << SO_BROADCAST |
		    1 << SO_KEEPALIVE | 1 << SO_OOBINLINE | 1 << SO_REUSEPORT |
		    1 << SO_PASSCRED | 1 << SO_DEBUG,
};

static bool is_switch(int option)
{
	return option > 0 && option < 32 && ON_OR_OFF >> option & 1;
}

/* *@size bytes of @answer at most go to @value. */
static int answer_bytes(void *value, u32 *size, const void *answer, u32 length)
{
	*size = min(*size, length);
	memcpy(value, answer, *size);
	return 0;
}

static int answer_int(void *value, u32 *size, int answer)
{
	return answer_bytes(value, size, &answer, sizeof(answer));
}

static int answer_timeout(void *value, u32 *size, u64 timeout_ns)
{
	struct timeval time = {};

	if (timeout_ns != WAIT_FOREVER) {
		time.tv_sec = (s64)(timeout_ns / NSEC_PER_SEC);
		time.tv_usec = (s64)(timeout_ns % NSEC_PER_SEC / 1000);
	}
	return answer_bytes(value, size, &time, sizeof(time));
}

static int answer_peer(struct socket *socket, void *value, u32 *size)
{
	struct ucred peer = {.uid = ~0U, .gid = ~0U};

	if (socket->ops->peer_credentials)
		socket->ops->peer_credentials(socket, &peer);
	return answer_bytes(value, size, &peer, sizeof(peer));
}

int socket_get_option(struct socket *socket, int option, void *value, u32 *size)
{
	if (is_switch(option))
		return answer_int(value, size, socket_option(socket, option));
	switch (option) {
	case SO_TYPE:
		return answer_int(value, size, socket->type);
	case SO_DOMAIN:
		return answer_int(value, size, socket->family);
	case SO_PROTOCOL:
		return answer_int(value, size, (int)socket->protocol);
	case SO_ERROR:
		return answer_int(value, size, -socket_take_error(socket));
	case SO_SNDBUF:
		return answer_int(value, size, (int)socket->send_room);
	case SO_RCVBUF:
		return answer_int(value, size, (int)socket->receive_room);
	case SO_RCVLOWAT:
		return answer_int(value, size, (int)socket->receive_least);
	case SO_SNDLOWAT:
		return answer_int(value, size, 1);
	case SO_PRIORITY:
		return answer_int(value, size, socket->priority);
	case SO_ACCEPTCONN:
		return answer_int(value, size, socket->listening);
	case SO_LINGER:
		return answer_bytes(value, size, &socket->linger,
				    sizeof(socket->linger));
	case SO_RCVTIMEO:
		return answer_timeout(value, size, socket->receive_timeout_ns);
	case SO_SNDTIMEO:
		return answer_timeout(value, size, socket->send_timeout_ns);
	case SO_PEERCRED:
		return answer_peer(socket, value, size);
	case SO_PEEK_OFF:
		return socket->ops->set_peek_offset
			       ? answer_int(value, size,
					    READ_ONCE(socket->peek_offset))
			       : -EOPNOTSUPP;
	default:
		return -ENOPROTOOPT;
	}
}

static int set_timeout(u64 *timeout_ns, const void *value, u32 size)
{
	struct timeval time;

	if (size < sizeof(time))
		return -EINVAL;
	memcpy(&time, value, sizeof(time));
	if (time.tv_usec < 0 || time.tv_usec >= 1000000)
		return -EDOM;
	if (time.tv_sec < 0)
		*timeout_ns = 0;
	else if ((!time.tv_sec && !time.tv_usec) ||
		 (u64)time.tv_sec >= S64_MAX / NSEC_PER_SEC)
		*timeout_ns = WAIT_FOREVER;
	else
		*timeout_ns = (u64)time.tv_sec * NSEC_PER_SEC +
			      (u64)time.tv_usec * 1000;
	return 0;
}

static int set_linger(struct socket *socket, const void *value, u32 size)
{
	struct linger linger;

	if (size < sizeof(linger))
		return -EINVAL;
	memcpy(&linger, value, sizeof(linger));
	socket->linger.l_onoff = linger.l_onoff != 0;
	if (linger.l_onoff)
		socket->linger.l_linger = linger.l_linger;
	return 0;
}

/* What a program asks for is doubled, for what a message takes besides. */
static int set_room(u32 *room, int wanted, u32 least, bool force)
{
	u32 bytes = (u32)max(wanted, 0);

	if (force && credentials_current()->euid)
		return -EPERM;
	bytes = min(bytes, (u32)(force ? INT_MAX / 2 : SOCKET_ROOM_MAX / 2));
	WRITE_ONCE(*room, max(bytes * 2, least));
	return 0;
}

static int set_priority(struct socket *socket, int priority)
{
	if ((priority < 0 || priority > 6) && credentials_current()->euid)
		return -EPERM;
	socket->priority = priority;
	return 0;
}

static int set_peek_offset(struct socket *socket, s32 offset)
{
	if (!socket->ops->set_peek_offset)
		return -EOPNOTSUPP;
	socket->ops->set_peek_offset(socket, offset);
	return 0;
}

static void set_switch(struct socket *socket, int option, bool on)
{
	if (on)
		__atomic_fetch_or(&socket->options, 1U << option,
				  __ATOMIC_RELAXED);
	else
		__atomic_fetch_and(&socket->options, ~(1U << option),
				   __ATOMIC_RELAXED);
}

static int set_number(struct socket *socket, int option, int number)
{
	if (is_switch(option)) {
		if (option == SO_DEBUG && number && credentials_current()->euid)
			return -EACCES;
		set_switch(socket, option, number);
		return 0;
	}
	switch (option) {
	case SO_SNDBUF:
	case SO_SNDBUFFORCE:
		return set_room(&socket->send_room, number,
				SOCKET_SEND_ROOM_MIN, option != SO_SNDBUF);
	case SO_RCVBUF:
	case SO_RCVBUFFORCE:
		return set_room(&socket->receive_room, number,
				SOCKET_RECEIVE_ROOM_MIN, option != SO_RCVBUF);
	case SO_RCVLOWAT:
		WRITE_ONCE(socket->receive_least,
			   number < 0 ? INT_MAX : (u32)max(number, 1));
		return 0;
	case SO_PRIORITY:
		return set_priority(socket, number);
	case SO_PEEK_OFF:
		return set_peek_offset(socket, number);
	default:
		return -ENOPROTOOPT;
	}
}

int socket_set_option(struct socket *socket, int option, const void *value,
		      u32 size)
{
	int number;

	if (size < sizeof(number))
		return -EINVAL;
	switch (option) {
	case SO_RCVTIMEO:
		return set_timeout(&socket->receive_timeout_ns, value, size);
	case SO_SNDTIMEO:
		return set_timeout(&socket->send_timeout_ns, value, size);
	case SO_LINGER:
		return set_linger(socket, value, size);
	default:
		memcpy(&number, value, sizeof(number));
		return set_number(socket, option, number);
	}
}
