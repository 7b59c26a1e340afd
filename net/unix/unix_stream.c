// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams. A write becomes one buffer, or several if it is long; a read takes what
 * it finds of them, but not on to bytes that come with other files or, for who
 * asked for that, from somebody else.
 */
#include <exo/signal.h>

#include "unix.h"

enum {
	PIECE_MAX = 16 * PAGE_SIZE, /* bytes of one buffer */
};

/* Wait for room at @peer, which is locked. 0 or a negative errno. */
static int wait_for_room(struct unix_socket *self, struct unix_socket *peer,
			 u32 flags, u64 deadline_ns)
{
	int err = 0;

	while (!err) {
		if ((socket_shut(&self->socket) & SOCKET_SHUT_SEND) ||
		    (socket_shut(&peer->socket) & SOCKET_SHUT_RECEIVE))
			return -EPIPE;
		if (peer->queued < READ_ONCE(self->socket.send_room))
			return 0;
		err = unix_wait_for_room(self, peer, flags, deadline_ns);
		if (!err)
			err = socket_take_error(&self->socket);
	}
	return err;
}

/* The next of @message, with its files. Bytes or a negative errno. */
static ssize_t send_piece(struct unix_socket *self, struct unix_socket *peer,
			  struct socket_message *message, u64 deadline_ns)
{
	size_t size = min(message->data->left, (size_t)PIECE_MAX);
	struct socket_buffer *buffer = unix_buffer(self, peer, message, size);
	int err;

	if (unlikely(!buffer))
		return -ENOMEM;
	err = socket_buffer_fill(buffer, message->data);
	if (unlikely(err))
		goto err_free;
	mutex_lock(&peer->lock);
	err = wait_for_room(self, peer, message->flags, deadline_ns);
	if (unlikely(err))
		goto err_unlock;
	buffer->rights = message->rights;
	message->rights = NULL;
	unix_append_and_unlock(peer, buffer);
	return (ssize_t)size;

err_unlock:
	mutex_unlock(&peer->lock);
err_free:
	socket_buffer_free(buffer);
	return err;
}

static ssize_t send_pieces(struct unix_socket *self, struct unix_socket *peer,
			   struct socket_message *message)
{
	u64 deadline_ns = socket_deadline(self->socket.send_timeout_ns);
	ssize_t got, done = 0;

	do {
		got = send_piece(self, peer, message, deadline_ns);
		if (unlikely(got < 0))
			break;
		done += got;
	} while (message->data->left);
	return done ? done : got;
}

/* Before anything is sent: 0 or a negative errno. */
static int check_send(const struct unix_socket *self,
		      const struct unix_socket *peer,
		      const struct socket_message *message)
{
	if (unlikely(message->flags & MSG_OOB))
		return -EOPNOTSUPP;
	if (unlikely(message->address))
		return peer ? -EISCONN : -EOPNOTSUPP;
	if (unlikely(!peer))
		return -ENOTCONN;
	if (unlikely(socket_shut(&self->socket) & SOCKET_SHUT_SEND))
		return -EPIPE;
	return 0;
}

/* The files are in flight before they can be received. */
static ssize_t send_with_files(struct unix_socket *self,
			       struct unix_socket *peer,
			       struct socket_message *message)
{
	struct socket_rights *rights = message->rights;
	ssize_t done = unix_flight_begin(rights);

	if (done)
		return done;
	done = send_pieces(self, peer, message);
	if (message->rights)
		unix_flight_end(rights);
	return done;
}

static ssize_t stream_send(struct socket *socket,
			   struct socket_message *message)
{
	struct unix_socket *self = unix_of(socket), *peer = unix_peer(self);
	ssize_t done = check_send(self, peer, message);

	if (likely(!done && message->data->left))
		done = unlikely(message->rights)
			       ? send_with_files(self, peer, message)
			       : send_pieces(self, peer, message);
	if (unlikely(done == -EPIPE && !(message->flags & MSG_NOSIGNAL)))
		signal_raise(SIGPIPE);
	return done;
}

static bool same_sender(const struct ucred *a, const struct ucred *b)
{
	return a->pid == b->pid && a->uid == b->uid && a->gid == b->gid;
}

/* A read that is under way, with the lock held. */
struct stream_read {
	struct unix_socket *self;
	struct socket_message *message;
	ssize_t done; /* bytes */
};

/* May the bytes of @buffer follow those that came before? */
static bool belongs(const struct stream_read *read,
		    const struct socket_buffer *buffer)
{
	const struct socket_message *message = read->message;

	if (!read->done)
		return true;
	return !message->rights &&
	       (!socket_option(&read->self->socket, SO_PASSCRED) ||
		same_sender(&message->sender, &buffer->sender));
}

/* What comes with the bytes of @buffer; a look only has a reference of its own. */
static void take_control(struct stream_read *read, struct socket_buffer *buffer)
{
	struct socket_message *message = read->message;

	message->sender = buffer->sender;
	if (likely(!buffer->rights))
		return;
	message->rights = buffer->rights;
	if (message->flags & MSG_PEEK)
		__atomic_fetch_add(&buffer->rights->refs, 1, __ATOMIC_RELAXED);
	else
		buffer->rights = NULL;
}

/*
 * Read of @buffer, a look only from @skip bytes on. False when the program's memory
 * ends before.
 */
static bool read_buffer(struct stream_read *read, struct socket_buffer *buffer,
			size_t skip)
{
	struct io_iter *to = read->message->data;
	size_t wanted = min(socket_buffer_left(buffer) - skip, to->left);
	size_t got = socket_buffer_copy(buffer, buffer->offset + (u32)skip, to);

	if (unlikely(!got && wanted))
		return false;
	take_control(read, buffer);
	read->done += (ssize_t)got;
	if (read->message->flags & MSG_PEEK) {
		unix_move_peek_offset(read->self, (s64)got);
		return got == wanted;
	}
	unix_move_peek_offset(read->self, -(s64)got);
	buffer->offset += (u32)got;
	if (!socket_buffer_left(buffer))
		unix_consume(read->self, buffer);
	return got == wanted;
}

/*
 * Look at what waits behind the first @skip bytes, and leave it there. 1, 0 if there
 * is nothing, or -EFAULT.
 */
static int peek(struct stream_read *read, size_t skip)
{
	struct unix_socket *self = read->self;
	struct socket_buffer *buffer;
	int found = 0;

	list_for_each_entry(buffer, &self->queue, node) {
		if (skip >= socket_buffer_left(buffer)) {
			skip -= socket_buffer_left(buffer);
			continue;
		}
		found = 1;
		if (!read->message->data->left || !belongs(read, buffer))
			break;
		if (!read_buffer(read, buffer, skip))
			return -EFAULT;
		skip = 0;
	}
	return found;
}

/* With the lock held, until there is something to look at. 0 or what ended it. */
static int peek_until(struct stream_read *read)
{
	struct unix_socket *self = read->self;
	u64 deadline_ns = socket_deadline(self->socket.receive_timeout_ns);
	int err;

	for (;;) {
		err = peek(read, (size_t)max(self->socket.peek_offset, 0));
		if (err)
			return min(err, 0);
		err = unix_wait_for_more(self, read->message->flags,
					 deadline_ns);
		if (err <= 0)
			return err;
	}
}

/* What waits now. */
static int take(struct stream_read *read)
{
	struct unix_socket *self = read->self;
	struct socket_buffer *buffer;

	while ((buffer = list_first_entry(&self->queue, struct socket_buffer,
					  node))) {
		if (!belongs(read, buffer))
			return 0;
		if (unlikely(!read_buffer(read, buffer, 0)))
			return -EFAULT;
		if (!read->message->data->left)
			return 0;
	}
	return 0;
}

/* How many bytes are enough. */
static size_t least_of(const struct unix_socket *self,
		       const struct socket_message *message)
{
	size_t size = message->data->left;

	if (unlikely(message->flags & MSG_WAITALL))
		return size;
	return min(size, (size_t)READ_ONCE(self->socket.receive_least));
}

/* With the lock held, until there is enough. 0 or what ended it. */
static int read_until(struct stream_read *read, size_t least)
{
	struct socket_message *message = read->message;
	struct unix_socket *self = read->self;
	u64 deadline_ns = socket_deadline(self->socket.receive_timeout_ns);
	int err;

	for (;;) {
		while (unlikely(list_empty(&self->queue))) {
			err = unix_wait_for_more(self, message->flags,
						 deadline_ns);
			if (err <= 0)
				return err;
		}
		err = take(read);
		if (err || (size_t)read->done >= least ||
		    !list_empty(&self->queue))
			return err;
	}
}

static void tell_address(const struct unix_socket *self,
			 struct socket_message *message)
{
	const struct unix_socket *peer = unix_peer(self);

	if (peer)
		unix_put_address(message->address, unix_name(peer));
}

static ssize_t stream_receive(struct socket *socket,
			      struct socket_message *message)
{
	struct stream_read read = {
		.self = unix_of(socket),
		.message = message,
	};
	int err;

	if (unlikely(!unix_peer(read.self)))
		return -EINVAL;
	if (unlikely(message->flags & MSG_OOB))
		return -EOPNOTSUPP;
	mutex_lock(&read.self->lock);
	err = unlikely(message->flags & MSG_PEEK)
		      ? peek_until(&read)
		      : read_until(&read, least_of(read.self, message));
	unix_unlock(read.self);
	if (unlikely(message->address))
		tell_address(read.self, message);
	if (unlikely(message->rights))
		unix_flight_land(message);
	return read.done ? read.done : err;
}

const struct socket_ops unix_stream_ops = {
	.bind = unix_bind,
	.connect = unix_connect,
	.accept = unix_accept,
	.listen = unix_listen,
	.pair = unix_pair,
	.name = unix_get_name,
	.send = stream_send,
	.receive = stream_receive,
	.shutdown = unix_shutdown,
	.poll = unix_poll,
	.control = unix_control,
	.peer_credentials = unix_peer_credentials,
	.set_peek_offset = unix_set_peek_offset,
	.release = unix_release,
};
