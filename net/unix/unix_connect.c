// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who sends to whom. A connection has two sockets from connect(2) on: the second
 * waits in the backlog of the listener until it is accepted.
 *
 *	client <==> waiting (in listener->backlog)	accept: gets a file
 *
 * The client is marked as connected under the lock of the listener, once that has
 * room: who connects twice is told so, but by a listener that cannot take him first.
 */
#include <exo/compiler.h>
#include <exo/credentials.h>
#include <exo/process.h>

#include "unix.h"

/* Peers change under this one, socket after socket. */
static struct mutex peers_lock = MUTEX_INIT(peers_lock, "unix peers");

/* The caller, as SO_PEERCRED tells it. */
static struct ucred caller(void)
{
	const struct credentials *own = credentials_current();

	return (struct ucred){
		.pid = current_process ? current_process->id : 0,
		.uid = own->euid,
		.gid = own->egid,
	};
}

static void set_peer(struct unix_socket *socket, struct unix_socket *peer)
{
	mutex_lock(&socket->lock);
	__atomic_store_n(&socket->peer, peer, __ATOMIC_RELEASE);
	mutex_unlock(&socket->lock);
}

/* With peers_lock held. */
static void leave_locked(struct unix_socket *socket, struct unix_socket *old)
{
	bool waited;

	/* In this order: unix_await_room() looks whom it sends to. */
	set_peer(socket, NULL);
	mutex_lock(&old->lock);
	waited = !list_empty(&socket->room_node);
	list_del(&socket->room_node);
	mutex_unlock(&old->lock);
	if (waited)
		socket_notify(&socket->socket, UNIX_WRITABLE);
	unix_put(old);
}

void unix_leave_peer(struct unix_socket *socket, struct unix_socket *old)
{
	mutex_lock(&peers_lock);
	if (socket->peer == old)
		leave_locked(socket, old);
	mutex_unlock(&peers_lock);
}

/* @socket sends to @peer from here on, and has a reference to it. */
static void change_peer(struct unix_socket *socket, struct unix_socket *peer)
{
	mutex_lock(&peers_lock);
	if (socket->peer)
		leave_locked(socket, socket->peer);
	unix_get(peer);
	set_peer(socket, peer);
	mutex_unlock(&peers_lock);
}

static void disconnect(struct unix_socket *socket)
{
	mutex_lock(&peers_lock);
	if (socket->peer)
		leave_locked(socket, socket->peer);
	mutex_unlock(&peers_lock);
}

static int connect_datagrams(struct unix_socket *self,
			     const struct socket_address *address)
{
	struct unix_socket *target;
	const struct unix_socket *its_peer;
	int err = 0;

	if (address->family == AF_UNSPEC) {
		disconnect(self);
		return 0;
	}
	if (socket_option(&self->socket, SO_PASSCRED))
		err = unix_autobind(self);
	if (!err)
		err = unix_find(address, SOCK_DGRAM, &target);
	if (err)
		return err;
	its_peer = READ_ONCE(target->peer);
	if (its_peer && its_peer != self)
		err = -EPERM;
	else
		change_peer(self, target);
	unix_put(target);
	return err;
}

/*
 * Nobody else connects @self from here on. 0 or a negative errno. Without its lock:
 * that of the listener is held, and @self may be one itself.
 */
static int begin_connection(struct unix_socket *self)
{
	u8 state = UNIX_CLOSED;

	if (__atomic_compare_exchange_n(&self->state, &state, UNIX_CONNECTED,
					false, __ATOMIC_RELAXED,
					__ATOMIC_RELAXED))
		return 0;
	return state == UNIX_CONNECTED ? -EISCONN : -EINVAL;
}

/* Until @listener, which is locked, has room for one more. */
static int wait_for_backlog(struct unix_socket *listener, u32 flags,
			    u64 deadline_ns)
{
	int err = 0;

	while (!err) {
		if (listener->state != UNIX_LISTENING ||
		    socket_shut(&listener->socket) & SOCKET_SHUT_RECEIVE)
			return -ECONNREFUSED;
		if (listener->backlog_length <= listener->backlog_max)
			return 0;
		err = unix_wait(&listener->room, listener,
				flags & O_NONBLOCK ? MSG_DONTWAIT : 0,
				deadline_ns);
	}
	return err;
}

/* With the lock of @listener, which is let go. */
static void append_waiting(struct unix_socket *listener,
			   struct unix_socket *waiting)
{
	list_add_tail(&waiting->backlog_node, &listener->backlog);
	listener->backlog_length++;
	socket_notify(&listener->socket, UNIX_READABLE);
	irq_disable();
	wake_one_next(&listener->reading);
	mutex_unlock(&listener->lock);
	irq_enable_and_yield();
}

/* With the lock of @listener. 0 or a negative errno. */
static int meet_locked(struct unix_socket *self, struct unix_socket *listener,
		       struct unix_socket *waiting, u32 flags)
{
	u64 deadline_ns = socket_deadline(self->socket.send_timeout_ns);
	int err = wait_for_backlog(listener, flags, deadline_ns);

	if (!err)
		err = begin_connection(self);
	if (err)
		return err;
	mutex_lock(&self->lock);
	self->peer_owner = listener->peer_owner;
	mutex_unlock(&self->lock);
	waiting->name = unix_name(listener);
	socket_name_get(waiting->name);
	waiting->socket.options = listener->socket.options;
	return 0;
}

/* Connect @self and @waiting, which is new, by way of @listener. */
static int meet(struct unix_socket *self, struct unix_socket *listener,
		struct unix_socket *waiting, u32 flags)
{
	int err;

	waiting->state = UNIX_CONNECTED;
	waiting->peer_owner = caller();
	change_peer(waiting, self);
	mutex_lock(&listener->lock);
	err = meet_locked(self, listener, waiting, flags);
	if (err) {
		unix_unlock(listener);
		disconnect(waiting);
		return err;
	}
	unix_get(waiting);
	append_waiting(listener, waiting);
	return 0;
}

static int connect_to(struct unix_socket *self, struct unix_socket *listener,
		      u32 flags)
{
	struct unix_socket *waiting = unix_alloc(self->socket.type);
	int err;

	if (!waiting)
		return -ENOMEM;
	err = meet(self, listener, waiting, flags);
	if (err)
		unix_table_remove(waiting);
	else
		change_peer(self, waiting);
	unix_put(waiting);
	return err;
}

static int connect_stream(struct unix_socket *self,
			  const struct socket_address *address, u32 flags)
{
	struct unix_socket *listener;
	int err = 0;

	if (socket_option(&self->socket, SO_PASSCRED))
		err = unix_autobind(self);
	if (!err)
		err = unix_find(address, self->socket.type, &listener);
	if (err)
		return err;
	err = connect_to(self, listener, flags);
	unix_put(listener);
	return err;
}

int unix_connect(struct socket *socket, const struct socket_address *address,
		 u32 flags)
{
	struct unix_socket *self = unix_of(socket);

	if (address->length < UNIX_ADDRESS_MIN)
		return -EINVAL;
	return unix_connection_type(self) ? connect_stream(self, address, flags)
					  : connect_datagrams(self, address);
}

/* 0, or -EINVAL when @self, which is locked, cannot listen. */
static int begin_listening(struct unix_socket *self)
{
	u8 state = UNIX_CLOSED;

	if (!self->name)
		return -EINVAL;
	if (__atomic_compare_exchange_n(&self->state, &state, UNIX_LISTENING,
					false, __ATOMIC_RELAXED,
					__ATOMIC_RELAXED))
		return 0;
	return state == UNIX_LISTENING ? 0 : -EINVAL;
}

int unix_listen(struct socket *socket, int backlog)
{
	struct unix_socket *self = unix_of(socket);
	int err;

	if (!unix_connection_type(self))
		return -EOPNOTSUPP;
	mutex_lock(&self->lock);
	err = begin_listening(self);
	if (!err) {
		self->backlog_max = min((u32)backlog, (u32)SOMAXCONN);
		self->socket.listening = true;
		self->peer_owner = caller();
		wake_all(&self->room);
	}
	mutex_unlock(&self->lock);
	return err;
}

/* The first of the backlog of @self, which is locked. 0 or a negative errno. */
static int take_waiting(struct unix_socket *self, u32 flags,
			struct unix_socket **waiting)
{
	u64 deadline_ns = socket_deadline(self->socket.receive_timeout_ns);
	int err;

	if (self->state != UNIX_LISTENING)
		return -EINVAL;
	while (list_empty(&self->backlog)) {
		if (flags & O_NONBLOCK)
			return -EAGAIN;
		if (socket_shut(&self->socket) & SOCKET_SHUT_RECEIVE)
			return -EINVAL;
		err = unix_wait(&self->reading, self, 0, deadline_ns);
		if (err)
			return err;
	}
	*waiting = list_first_entry(&self->backlog, struct unix_socket,
				    backlog_node);
	list_del(&(*waiting)->backlog_node);
	self->backlog_length--;
	return 0;
}

int unix_accept(struct socket *socket, u32 flags, struct socket **accepted)
{
	struct unix_socket *self = unix_of(socket), *waiting;
	int err;

	if (!unix_connection_type(self))
		return -EOPNOTSUPP;
	mutex_lock(&self->lock);
	err = take_waiting(self, flags, &waiting);
	unix_unlock(self);
	if (!err)
		*accepted = &waiting->socket;
	return err;
}

int unix_pair(struct socket *one, struct socket *other)
{
	struct unix_socket *a = unix_of(one), *b = unix_of(other);

	a->peer_owner = b->peer_owner = caller();
	if (unix_connection_type(a))
		a->state = b->state = UNIX_CONNECTED;
	change_peer(a, b);
	change_peer(b, a);
	return 0;
}

void unix_peer_credentials(struct socket *socket, struct ucred *peer)
{
	struct unix_socket *self = unix_of(socket);

	mutex_lock(&self->lock);
	*peer = self->peer_owner;
	mutex_unlock(&self->lock);
}
