// SPDX-License-Identifier: GPL-2.0-only
/*
 * AF_UNIX: how its sockets come and go.
 */
#include "unix.h"

#include <exo/initcall.h>
#include <exo/kmalloc.h>

static struct kmem_cache *unix_cache;

struct unix_socket *unix_alloc(int type)
{
	struct unix_socket *made = kmem_cache_zalloc(unix_cache);

	if (!made)
		return NULL;
	socket_init(&made->socket,
		    type == SOCK_STREAM ? &unix_stream_ops : &unix_datagram_ops,
		    AF_UNIX, (u16)type);
	made->refs = 1;
	made->peer_owner = (struct ucred){.uid = ~0U, .gid = ~0U};
	mutex_init(&made->lock, "unix socket");
	list_init(&made->queue);
	wait_queue_init(&made->reading);
	wait_queue_init(&made->room);
	list_init(&made->short_of_room);
	list_init(&made->room_node);
	list_init(&made->backlog);
	unix_table_add(made);
	return made;
}

void unix_put(struct unix_socket *socket)
{
	if (__atomic_sub_fetch(&socket->refs, 1, __ATOMIC_ACQ_REL))
		return;
	socket_name_put(socket->name);
	kmem_cache_free(unix_cache, socket);
}

/* What is left in @socket when nobody will ask for it. */
struct unix_rest {
	struct list_head buffers;
	struct list_head backlog;
	bool unread;
};

static void close_queue(struct unix_socket *socket, struct unix_rest *rest)
{
	list_init(&rest->buffers);
	list_init(&rest->backlog);
	mutex_lock(&socket->lock);
	socket->dead = true;
	__atomic_store_n(&socket->socket.shut, SOCKET_SHUT_BOTH,
			 __ATOMIC_RELAXED);
	rest->unread = !list_empty(&socket->queue);
	list_splice_tail(&socket->queue, &rest->buffers);
	list_splice_tail(&socket->backlog, &rest->backlog);
	socket->queued = socket->queue_length = socket->backlog_length = 0;
	wake_all(&socket->room);
	unix_tell_senders(socket);
	mutex_unlock(&socket->lock);
}

/* The other side of a connection hears of its end. */
static void end_connection(struct unix_socket *socket, int error)
{
	struct unix_socket *peer = socket->peer;

	if (!peer)
		return;
	if (unix_connection_type(socket))
		unix_hang_up(peer, error);
	unix_leave_peer(socket, peer);
}

void unix_free_buffers(struct list_head *buffers)
{
	struct socket_buffer *buffer;

	while ((buffer = list_first_entry(buffers, struct socket_buffer,
					  node))) {
		list_del(&buffer->node);
		if (buffer->rights)
			unix_flight_drop(buffer->rights);
		socket_buffer_free(buffer);
	}
}

/* As for close(2). @accepted: somebody had it, else a listener did. */
static void close_socket(struct unix_socket *socket, bool accepted)
{
	struct unix_socket *waiting;
	struct unix_rest rest;

	unix_table_remove(socket);
	close_queue(socket, &rest);
	end_connection(socket, rest.unread || !accepted ? ECONNRESET : 0);
	/* Those have no backlog of their own: this goes no deeper. */
	while ((waiting = list_first_entry(&rest.backlog, struct unix_socket,
					   backlog_node))) {
		list_del(&waiting->backlog_node);
		close_socket(waiting, false);
	}
	unix_free_buffers(&rest.buffers);
	unix_put(socket);
}

void unix_release(struct socket *socket)
{
	close_socket(unix_of(socket), true);
	unix_flight_collect();
}

static int unix_create(int type, int protocol, struct socket **socket)
{
	struct unix_socket *made;

	if (protocol && protocol != AF_UNIX)
		return -EPROTONOSUPPORT;
	if (type == SOCK_RAW)
		type = SOCK_DGRAM;
	if (type != SOCK_STREAM && type != SOCK_DGRAM && type != SOCK_SEQPACKET)
		return -ESOCKTNOSUPPORT;
	made = unix_alloc(type);
	if (!made)
		return -ENOMEM;
	*socket = &made->socket;
	return 0;
}

static const struct socket_family unix_family = {
	.number = AF_UNIX,
	.create = unix_create,
};

static int unix_init(void)
{
	unix_cache =
		kmem_cache_create("unix socket", sizeof(struct unix_socket), 0);
	return unix_cache ? socket_family_register(&unix_family) : -ENOMEM;
}
INITCALL(device, unix_init);
