// SPDX-License-Identifier: GPL-2.0-only
/*
 * Datagrams, and the messages of connections (SOCK_SEQPACKET): a buffer each, read
 * whole or cut.
 */
#include <exo/compiler.h>

#include "unix.h"

/* What a message takes of SO_SNDBUF beside its bytes, on Linux. */
enum {
	MESSAGE_OVERHEAD = 32,
};

/* Where to send: a reference. */
static int find_target(struct unix_socket *self,
		       const struct socket_message *message,
		       struct unix_socket **target)
{
	if (message->address && !unix_connection_type(self))
		return unix_find(message->address, SOCK_DGRAM, target);
	mutex_lock(&self->lock);
	*target = self->peer;
	if (*target)
		unix_get(*target);
	mutex_unlock(&self->lock);
	return *target ? 0 : -ENOTCONN;
}

/* Is there room at @target, which is locked? Not a matter for two by themselves. */
static bool has_room(const struct unix_socket *self,
		     const struct unix_socket *target)
{
	if (self == target || READ_ONCE(target->peer) == self)
		return target->queued < READ_ONCE(self->socket.send_room);
	return target->queue_length <= UNIX_QUEUE_MAX;
}

/* May @self send to @target, which is locked? 0 or a negative errno. */
static int check_target(const struct unix_socket *self,
			const struct unix_socket *target)
{
	const struct unix_socket *its_peer = READ_ONCE(target->peer);
	bool connection = unix_connection_type(self);

	if (its_peer && its_peer != self)
		return -EPERM;
	if (socket_shut(&self->socket) & SOCKET_SHUT_SEND)
		return -EPIPE;
	if (target->dead)
		return connection ? -EPIPE : -ECONNREFUSED;
	return socket_shut(&target->socket) & SOCKET_SHUT_RECEIVE ? -EPIPE : 0;
}

static int wait_for_room(struct unix_socket *self, struct unix_socket *target,
			 u32 flags)
{
	u64 deadline_ns = socket_deadline(self->socket.send_timeout_ns);

	for (;;) {
		int err = socket_take_error(&self->socket);

		if (!err)
			err = check_target(self, target);
		if (err || has_room(self, target))
			return err;
		err = unix_wait_for_room(self, target, flags, deadline_ns);
		if (err)
			return err;
	}
}

static int deliver(struct unix_socket *self, struct unix_socket *target,
		   struct socket_message *message)
{
	struct socket_buffer *buffer =
		unix_buffer(self, target, message, message->data->left);
	int err;

	if (!buffer)
		return -ENOMEM;
	err = socket_buffer_fill(buffer, message->data);
	if (err)
		goto err_free;
	mutex_lock(&target->lock);
	err = wait_for_room(self, target, message->flags);
	if (err)
		goto err_unlock;
	buffer->rights = message->rights;
	message->rights = NULL;
	buffer->from = unix_name(self);
	socket_name_get(buffer->from);
	unix_append_and_unlock(target, buffer);
	return 0;

err_unlock:
	unix_unlock(target);
err_free:
	socket_buffer_free(buffer);
	return err;
}

static int deliver_with_files(struct unix_socket *self,
			      struct unix_socket *target,
			      struct socket_message *message)
{
	struct socket_rights *rights = message->rights;
	int err = unix_flight_begin(rights);

	if (err)
		return err;
	err = deliver(self, target, message);
	if (err)
		unix_flight_end(rights);
	return err;
}

static int send_to(struct unix_socket *self, struct unix_socket *target,
		   struct socket_message *message)
{
	if (message->data->left >
	    READ_ONCE(self->socket.send_room) - MESSAGE_OVERHEAD)
		return -EMSGSIZE;
	return message->rights ? deliver_with_files(self, target, message)
			       : deliver(self, target, message);
}

static ssize_t datagram_send(struct socket *socket,
			     struct socket_message *message)
{
	struct unix_socket *self = unix_of(socket), *target;
	size_t size = message->data->left;
	int err;

	if (message->flags & MSG_OOB)
		return -EOPNOTSUPP;
	err = find_target(self, message, &target);
	if (err)
		return err;
	if (socket_option(socket, SO_PASSCRED))
		err = unix_autobind(self);
	if (!err)
		err = send_to(self, target, message);
	if (err == -ECONNREFUSED && !message->address)
		unix_leave_peer(self, target);
	unix_put(target);
	return err ? err : (ssize_t)size;
}

/* What is told of @buffer beside its bytes. */
static void tell_control(struct socket_message *message,
			 struct socket_buffer *buffer)
{
	message->sender = buffer->sender;
	if (message->address)
		unix_put_address(message->address, buffer->from);
	message->rights = buffer->rights;
	if (!(message->flags & MSG_PEEK))
		buffer->rights = NULL;
	else if (message->rights)
		__atomic_fetch_add(&buffer->rights->refs, 1, __ATOMIC_RELAXED);
}

/* @buffer has been received, or a look has told of @size more bytes of it. */
static void after_telling(struct unix_socket *self, u32 flags,
			  struct socket_buffer *buffer, size_t size)
{
	if (flags & MSG_PEEK) {
		buffer->seen = !buffer->size;
		unix_move_peek_offset(self, (s64)size);
	} else {
		unix_move_peek_offset(self, -(s64)buffer->size);
		unix_consume(self, buffer);
	}
}

/*
 * Take @buffer from @skip bytes on, with the lock held: bytes or a negative errno.
 */
static ssize_t take_message(struct unix_socket *self,
			    struct socket_message *message,
			    struct socket_buffer *buffer, u32 skip)
{
	size_t size = buffer->size - skip;
	size_t wanted = min(size, message->data->left);
	size_t got = socket_buffer_copy(buffer, skip, message->data);

	if (got < wanted)
		return -EFAULT;
	tell_control(message, buffer);
	if (wanted < size)
		message->flags_out |= MSG_TRUNC;
	after_telling(self, message->flags, buffer, wanted);
	return (ssize_t)(message->flags & MSG_TRUNC ? size : wanted);
}

/*
 * Where a look begins that goes on where the last one ended: in which message, and
 * *@skip bytes behind its beginning. An empty one is told of once.
 */
static struct socket_buffer *find_offset(struct unix_socket *self, u32 *skip)
{
	struct socket_buffer *buffer;

	*skip = (u32)self->socket.peek_offset;
	list_for_each_entry(buffer, &self->queue, node) {
		if (*skip < buffer->size || (!*skip && !buffer->seen))
			return buffer;
		*skip -= buffer->size;
	}
	return NULL;
}

/* The next message, NULL if there is none. */
static struct socket_buffer *next_message(struct unix_socket *self, u32 flags,
					  u32 *skip)
{
	if (unlikely(flags & MSG_PEEK && self->socket.peek_offset >= 0))
		return find_offset(self, skip);
	*skip = 0;
	return list_first_entry(&self->queue, struct socket_buffer, node);
}

/* The end of a connection is told to those who do not wait as well. */
static int wait_for_message(struct unix_socket *self, u32 flags,
			    u64 deadline_ns)
{
	if (!unix_connection_type(self) && flags & MSG_DONTWAIT) {
		int err = socket_take_error(&self->socket);

		return err ? err : -EAGAIN;
	}
	return unix_wait_for_more(self, flags, deadline_ns);
}

static ssize_t receive_locked(struct unix_socket *self,
			      struct socket_message *message)
{
	u64 deadline_ns = socket_deadline(self->socket.receive_timeout_ns);
	struct socket_buffer *buffer;
	u32 skip;

	while (!(buffer = next_message(self, message->flags, &skip))) {
		int err = wait_for_message(self, message->flags, deadline_ns);

		if (err <= 0)
			return err;
	}
	return take_message(self, message, buffer, skip);
}

static ssize_t datagram_receive(struct socket *socket,
				struct socket_message *message)
{
	struct unix_socket *self = unix_of(socket);
	ssize_t done;

	if (message->flags & MSG_OOB)
		return -EOPNOTSUPP;
	if (unix_connection_type(self) && !unix_peer(self))
		return -ENOTCONN;
	mutex_lock(&self->lock);
	done = receive_locked(self, message);
	unix_unlock(self);
	if (message->rights)
		unix_flight_land(message);
	return done;
}

const struct socket_ops unix_datagram_ops = {
	.bind = unix_bind,
	.connect = unix_connect,
	.accept = unix_accept,
	.listen = unix_listen,
	.pair = unix_pair,
	.name = unix_get_name,
	.send = datagram_send,
	.receive = datagram_receive,
	.shutdown = unix_shutdown,
	.poll = unix_poll,
	.control = unix_control,
	.peer_credentials = unix_peer_credentials,
	.set_peek_offset = unix_set_peek_offset,
	.release = unix_release,
};
