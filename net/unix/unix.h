/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: net. What the files of AF_UNIX share with each other only, unix(7).
 *
 *	   send                                  receive
 *	  socket ---- peer --------------------> socket
 *	  (room_node) <------- short_of_room ---    |
 *	                                          queue -> buffer -> buffer
 *
 * Who sends puts a buffer into the queue of its peer; so all there is to be known
 * about room lies under one lock, that of the receiving side. A sender that has found
 * none there, by a call or by poll, is in a list until there is some again, so that
 * reading costs the same however many send.
 *
 * Lock order: flight_lock or peers_lock; a socket's lock, two of them only when the
 * second is connected by way of the first; names, inodes and news. Rights are let
 * go with none of them held.
 */
#ifndef NET_UNIX_H
#define NET_UNIX_H

#include <exo/compiler.h>
#include <exo/hlist.h>
#include <exo/list.h>
#include <exo/mutex.h>
#include <exo/path.h>
#include <exo/socket.h>
#include <exo/wait.h>
#include <uapi/errno.h>

enum unix_state {
	UNIX_CLOSED, /* as datagram sockets always are */
	UNIX_CONNECTED, /* its peer may come a moment later */
	UNIX_LISTENING,
};

enum {
	UNIX_READABLE = POLLIN | POLLRDNORM,
	UNIX_WRITABLE = POLLOUT | POLLWRNORM | POLLWRBAND,
	UNIX_HUNG_UP = UNIX_READABLE | UNIX_WRITABLE | POLLHUP | POLLRDHUP,
	/* Datagrams that may wait for one of many senders, and one more. */
	UNIX_QUEUE_MAX = 10,
	/* sun_path begins there. */
	UNIX_ADDRESS_MIN = sizeof(u16),
};

struct unix_socket {
	struct socket socket;
	u32 refs; /* atomic: its file, its peers, and who looks at it */

	/* Where it sends, with a reference. Of streams constant once it is set. */
	struct unix_socket *peer; /* written under peers_lock and lock */
	struct socket_name *name; /* under lock; constant once it is set */
	u8 state; /* enum unix_state; atomic: it leaves UNIX_CLOSED once */

	struct mutex lock; /* guards what follows */
	struct ucred peer_owner; /* SO_PEERCRED; of a listener, who listens */
	bool dead; /* nobody has it open */
	u32 queued; /* bytes of memory in the queue */
	u32 queue_length;
	struct list_head queue; /* of struct socket_buffer */
	struct wait_queue reading; /* for the queue or the backlog to fill */
	struct wait_queue room; /* senders, and connect(2) */
	struct list_head short_of_room; /* senders that wait, by room_node */

	u32 backlog_length, backlog_max;
	struct list_head backlog; /* connected, to be accepted */

	struct list_head room_node; /* guarded by the peer's lock */
	struct list_head backlog_node; /* guarded by the listener's */

	/* unix_name.c: guarded by its lock. */
	struct hlist_node table_node;
	bool in_table; /* by its name, which is an abstract one */
	struct path path; /* where it is bound */
	struct inode *inode; /* the same; NULL: nowhere */

	/* unix_flight.c: guarded by its lock. */
	u32 in_flight; /* references of messages to its file */
	u32 inside; /* of these, in sockets that may be unreachable */
	bool suspect; /* it may be */
	struct list_head flight_node;
};

static inline struct unix_socket *unix_of(struct socket *socket)
{
	return container_of(socket, struct unix_socket, socket);
}

static inline void unix_get(struct unix_socket *socket)
{
	__atomic_fetch_add(&socket->refs, 1, __ATOMIC_RELAXED);
}

static inline struct unix_socket *unix_peer(const struct unix_socket *socket)
{
	return __atomic_load_n(&socket->peer, __ATOMIC_ACQUIRE);
}

static inline struct socket_name *unix_name(const struct unix_socket *socket)
{
	return __atomic_load_n(&socket->name, __ATOMIC_ACQUIRE);
}

static inline bool unix_connection_type(const struct unix_socket *socket)
{
	return socket->socket.type != SOCK_DGRAM;
}

/* unix.c */
struct unix_socket *unix_alloc(int type);
void unix_put(struct unix_socket *socket);
void unix_release(struct socket *socket);
/* Those that will not be received. */
void unix_free_buffers(struct list_head *buffers);

/* unix_poll.c */
u32 unix_poll(struct socket *socket);
int unix_shutdown(struct socket *socket, u32 shut);
long unix_control(struct socket *socket, unsigned int command);
/* Nothing is written to or read from @socket any more. Takes its lock. */
void unix_hang_up(struct unix_socket *socket, int error);

/* @self has found no room at @peer, which is locked: it is told of the next. */
void unix_await_room(struct unix_socket *self, struct unix_socket *peer);
void unix_tell_senders_slow(struct unix_socket *socket);

/* Tell those who wait for room at @socket if they have some. Its lock is held. */
static inline void unix_tell_senders(struct unix_socket *socket)
{
	if (unlikely(!list_empty(&socket->short_of_room)))
		unix_tell_senders_slow(socket);
}

/* unix_name.c */
int unix_bind(struct socket *socket, const struct socket_address *address);
/* Bind it to a name of ours, if it has none. */
int unix_autobind(struct unix_socket *socket);
int unix_get_name(struct socket *socket, bool peer,
		  struct socket_address *address);
/* Who is bound to @address, with a reference; of @type. */
int unix_find(const struct socket_address *address, int type,
	      struct unix_socket **found);
void unix_put_address(struct socket_address *address,
		      const struct socket_name *name);
void unix_table_add(struct unix_socket *socket);
void unix_table_remove(struct unix_socket *socket);
/* Call @visit for some sockets, from *@cursor on. False: there are no more. */
bool unix_visit(u64 *cursor,
		void (*visit)(const struct unix_socket *socket, void *arg),
		void *arg);

/* unix_connect.c */
int unix_connect(struct socket *socket, const struct socket_address *address,
		 u32 flags);
int unix_accept(struct socket *socket, u32 flags, struct socket **accepted);
int unix_listen(struct socket *socket, int backlog);
int unix_pair(struct socket *one, struct socket *other);
void unix_peer_credentials(struct socket *socket, struct ucred *peer);
/* @socket, which sends to @old, does so no more. */
void unix_leave_peer(struct unix_socket *socket, struct unix_socket *old);

/* unix_queue.c: buffers in and out, for all types. */
struct socket_buffer *unix_buffer(const struct unix_socket *from,
				  const struct unix_socket *to,
				  const struct socket_message *message,
				  size_t size);
/* Add @buffer, wake a reader, and let the lock go. */
void unix_append_and_unlock(struct unix_socket *to,
			    struct socket_buffer *buffer);
/* Let go of the lock; whoever can go on now is woken. */
void unix_unlock(struct unix_socket *socket);
/* Take @buffer, whose rights have been taken, out and free it. */
void unix_consume(struct unix_socket *socket, struct socket_buffer *buffer);
/* Wait in @queue of @locked. 0, -EAGAIN, -EINTR. */
int unix_wait(struct wait_queue *queue, struct unix_socket *locked, u32 flags,
	      u64 deadline_ns);
/* The same for room at @target, which is locked, to send from @self. */
int unix_wait_for_room(struct unix_socket *self, struct unix_socket *target,
		       u32 flags, u64 deadline_ns);
/* Once, for more to be in the queue of @socket. 1, 0 at the end, or -E... */
int unix_wait_for_more(struct unix_socket *socket, u32 flags, u64 deadline_ns);
/* SO_PEEK_OFF: where a look at the queue begins. */
void unix_set_peek_offset(struct socket *socket, s32 offset);
void unix_move_peek_offset_slow(struct unix_socket *socket, s64 size);

/* @size bytes have been looked at, or -@size read. The lock is held. */
static inline void unix_move_peek_offset(struct unix_socket *socket, s64 size)
{
	if (unlikely(socket->socket.peek_offset >= 0))
		unix_move_peek_offset_slow(socket, size);
}

/* unix_stream.c, unix_datagram.c */
extern const struct socket_ops unix_stream_ops;
extern const struct socket_ops unix_datagram_ops;

/*
 * unix_flight.c: files on their way. begin: @rights are about to be sent. 0 or
 * -ETOOMANYREFS. end: they were not.
 */
int unix_flight_begin(struct socket_rights *rights);
void unix_flight_end(struct socket_rights *rights);
/* The files that came with @message are not in flight any more. */
void unix_flight_land(struct socket_message *message);
/* Files that will not be received. */
void unix_flight_drop(struct socket_rights *rights);
/* A socket has been closed: look for those that nobody can reach. */
void unix_flight_collect(void);

#endif
