// SPDX-License-Identifier: GPL-2.0-only
/*
 * How AF_UNIX sockets end, and what they tell of themselves.
 */
#include <uapi/ioctl.h>

#include "unix.h"

void unix_hang_up(struct unix_socket *socket, int error)
{
	mutex_lock(&socket->lock);
	__atomic_store_n(&socket->socket.shut, SOCKET_SHUT_BOTH,
			 __ATOMIC_RELAXED);
	if (error)
		__atomic_store_n(&socket->socket.error, error,
				 __ATOMIC_RELAXED);
	wake_all(&socket->reading);
	wake_all(&socket->room);
	mutex_unlock(&socket->lock);
	socket_notify(&socket->socket, UNIX_HUNG_UP);
}

/* @shut is true of @socket too. */
static void add_shut(struct unix_socket *socket, u32 shut)
{
	mutex_lock(&socket->lock);
	__atomic_fetch_or(&socket->socket.shut, shut, __ATOMIC_RELAXED);
	wake_all(&socket->reading);
	wake_all(&socket->room); /* who sends here */
	mutex_unlock(&socket->lock);
	socket_notify(&socket->socket, UNIX_HUNG_UP);
}

/* What the other side cannot do when one side will not do @shut. */
static u32 opposite(u32 shut)
{
	return (shut & SOCKET_SHUT_SEND ? SOCKET_SHUT_RECEIVE : 0) |
	       (shut & SOCKET_SHUT_RECEIVE ? SOCKET_SHUT_SEND : 0);
}

int unix_shutdown(struct socket *socket, u32 shut)
{
	struct unix_socket *self = unix_of(socket);
	struct unix_socket *peer;

	add_shut(self, shut);
	peer = unix_connection_type(self) ? unix_peer(self) : NULL;
	if (peer)
		add_shut(peer, opposite(shut));
	return 0;
}

/*
 * Does @self find room at @peer, which is locked? Three quarters make it worth the
 * while.
 */
static bool has_room(const struct unix_socket *self,
		     const struct unix_socket *peer)
{
	if (unix_connection_type(self) || peer->peer == self)
		return (u64)peer->queued * 4 <= self->socket.send_room;
	return peer->queue_length <= UNIX_QUEUE_MAX;
}

void unix_await_room(struct unix_socket *self, struct unix_socket *peer)
{
	if (unix_peer(self) == peer && list_empty(&self->room_node))
		list_add_tail(&self->room_node, &peer->short_of_room);
}

void unix_tell_senders_slow(struct unix_socket *socket)
{
	struct unix_socket *sender, *next;

	list_for_each_entry_safe(sender, next, &socket->short_of_room,
				 room_node) {
		if (!has_room(sender, socket))
			continue;
		list_del(&sender->room_node);
		socket_notify(&sender->socket, UNIX_WRITABLE);
	}
}

static bool is_writable(struct unix_socket *self, struct unix_socket *peer)
{
	bool writable;

	if (!peer)
		return true;
	mutex_lock(&peer->lock);
	writable = has_room(self, peer);
	if (!writable)
		unix_await_room(self, peer);
	mutex_unlock(&peer->lock);
	return writable;
}

/* Its own lock is held; what it is writing to is told in *@peer. */
static u32 readiness(const struct unix_socket *self, struct unix_socket **peer)
{
	u32 shut = socket_shut(&self->socket), events = 0;

	if (READ_ONCE(self->socket.error))
		events |= POLLERR;
	if (shut == SOCKET_SHUT_BOTH ||
	    (unix_connection_type(self) && self->state == UNIX_CLOSED))
		events |= POLLHUP;
	if (shut & SOCKET_SHUT_RECEIVE)
		events |= POLLRDHUP | UNIX_READABLE;
	if (!list_empty(&self->queue) || !list_empty(&self->backlog))
		events |= UNIX_READABLE;
	if (self->state != UNIX_LISTENING)
		events |= UNIX_WRITABLE;
	*peer = self->peer;
	if (*peer)
		unix_get(*peer);
	return events;
}

u32 unix_poll(struct socket *socket)
{
	struct unix_socket *self = unix_of(socket), *peer;
	u32 events;

	mutex_lock(&self->lock);
	events = readiness(self, &peer);
	mutex_unlock(&self->lock);
	if (!is_writable(self, peer))
		events &= ~(u32)UNIX_WRITABLE;
	if (peer)
		unix_put(peer);
	return events;
}

/* Bytes to be read: of all that wait in a stream, else of the next message. */
static long readable_bytes(const struct unix_socket *self)
{
	struct socket_buffer *buffer;
	size_t sum = 0;

	list_for_each_entry(buffer, &self->queue, node) {
		sum += self->socket.type == SOCK_STREAM
			       ? socket_buffer_left(buffer)
			       : buffer->size;
		if (self->socket.type == SOCK_DGRAM)
			break;
	}
	return (long)sum;
}

static long unsent_bytes(struct unix_socket *peer)
{
	long bytes = 0;

	if (peer) {
		mutex_lock(&peer->lock);
		bytes = peer->queued;
		mutex_unlock(&peer->lock);
	}
	return bytes;
}

long unix_control(struct socket *socket, unsigned int command)
{
	struct unix_socket *self = unix_of(socket);
	long bytes = -EINVAL;

	if (command == TIOCOUTQ)
		return unix_connection_type(self)
			       ? unsent_bytes(unix_peer(self))
			       : 0;
	if (command != FIONREAD)
		return -ENOTTY;
	mutex_lock(&self->lock);
	if (self->state != UNIX_LISTENING)
		bytes = readable_bytes(self);
	mutex_unlock(&self->lock);
	return bytes;
}
