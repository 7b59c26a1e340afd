/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: net. Sockets: ends of communication that are open files, socket(7). The
 * core has what all families share; a family registers itself and gives each
 * socket its operations:
 *
 *	struct file -> struct socket, embedded in the family's own
 *	                  ops -> struct socket_ops
 *
 * All functions may sleep unless they say otherwise. Errors are those of the system
 * calls of the same names (man-pages section 2).
 */
#ifndef EXO_SOCKET_H
#define EXO_SOCKET_H

#include <exo/compiler.h>
#include <exo/file.h>
#include <exo/poll.h>
#include <exo/socket_buffer.h>
#include <exo/spinlock.h>
#include <exo/types.h>
#include <uapi/socket.h>

struct socket;

enum {
	SOCKET_ADDRESS_MAX = 128,
	/* Of SO_SNDBUF and SO_RCVBUF, bytes; twice what programs ask for. */
	SOCKET_ROOM_DEFAULT = 212992,
	SOCKET_ROOM_MAX = 2 * 212992,
	SOCKET_SEND_ROOM_MIN = 4608,
	SOCKET_RECEIVE_ROOM_MIN = 2304,
	/* Bits of socket->shut. */
	SOCKET_SHUT_RECEIVE = 1,
	SOCKET_SHUT_SEND = 2,
	SOCKET_SHUT_BOTH = 3,
};

struct socket_address {
	u32 length; /* 0: there is none */
	union {
		u16 family; /* if the length is 2 or more */
		struct sockaddr_un local;
		u8 bytes[SOCKET_ADDRESS_MAX];
	};
};

/* What is sent or received. */
struct socket_message {
	struct io_iter *data;
	u32 flags; /* MSG_*, as the caller has them */
	/* Sending: to whom, or NULL. Receiving: where to put who it is from. */
	struct socket_address *address;
	/*
	 * Files that go with it: those sent are the family's on success only,
	 * those received the caller's.
	 */
	struct socket_rights *rights;
	struct ucred sender; /* receiving; sending if has_sender */
	bool has_sender; /* SCM_CREDENTIALS was given, or is wanted */
	u32 flags_out; /* receiving: MSG_* that are true of it */
};

/*
 * A NULL operation fails with EOPNOTSUPP, but send, receive, poll and release are
 * required. Addresses are not empty.
 */
struct socket_ops {
	int (*bind)(struct socket *socket,
		    const struct socket_address *address);
	/* @flags of these two: O_NONBLOCK or 0. */
	int (*connect)(struct socket *socket,
		       const struct socket_address *address, u32 flags);
	int (*accept)(struct socket *socket, u32 flags,
		      struct socket **accepted);
	int (*listen)(struct socket *socket, int backlog);
	/* Connect two that are new. */
	int (*pair)(struct socket *one, struct socket *other);
	/* Its address, or whom it is connected to. */
	int (*name)(struct socket *socket, bool peer,
		    struct socket_address *address);
	ssize_t (*send)(struct socket *socket, struct socket_message *message);
	ssize_t (*receive)(struct socket *socket,
			   struct socket_message *message);
	int (*shutdown)(struct socket *socket, u32 shut);
	/* POLL* that are true now. */
	u32 (*poll)(struct socket *socket);
	/* FIONREAD, SIOCINQ and such. */
	long (*control)(struct socket *socket, unsigned int command);
	void (*peer_credentials)(struct socket *socket, struct ucred *peer);
	/* Set peek_offset. NULL: the family has none. */
	void (*set_peek_offset)(struct socket *socket, s32 offset);
	/* Nobody has it open: the last call. */
	void (*release)(struct socket *socket);
};

struct socket_family {
	u16 number; /* AF_* */
	/*
	 * A new socket of @type, or -ESOCKTNOSUPPORT, -EPROTONOSUPPORT, -ENOMEM.
	 */
	int (*create)(int type, int protocol, struct socket **socket);
};

struct socket {
	const struct socket_ops *ops; /* constant, as are these */
	u16 family, type;
	u32 protocol;
	u64 number; /* st_ino */
	struct file *file; /* NULL until it has one; no reference */

	/* Each written at once, and read by anybody. */
	u32 send_room, receive_room;
	u32 receive_least; /* SO_RCVLOWAT */
	u64 send_timeout_ns, receive_timeout_ns; /* WAIT_FOREVER: none */
	bool listening; /* SO_ACCEPTCONN */
	s32 priority;
	struct linger linger;
	u32 options; /* 1 << SO_*, those that are only on or off; atomic */
	u32 shut; /* SOCKET_SHUT_*; atomic */
	s32 error; /* SO_ERROR, a positive errno; atomic */
	s32 peek_offset; /* SO_PEEK_OFF, or < 0; under the family's lock */

	struct spinlock news_lock; /* innermost */
	struct poll_source news; /* guarded by it */
};

/* Make @family known; it is never forgotten. 0 or -EBUSY. */
int socket_family_register(const struct socket_family *family);

/* For families: fill what is in @socket. */
void socket_init(struct socket *socket, const struct socket_ops *ops,
		 u16 family, u16 type);

/* A new one. -EAFNOSUPPORT, -EINVAL, or the family's. */
int socket_create(int family, int type, int protocol, struct socket **socket);

/*
 * The open file of a socket, which it belongs to from here on. @flags: O_NONBLOCK
 * or 0. NULL when memory is short: it is the caller's still.
 */
__must_check struct file *socket_open(struct socket *socket, u32 flags);

/* The socket that @file is, or NULL: ENOTSOCK. Does not sleep. */
struct socket *socket_of(const struct file *file);

/* Tell those who poll it. Any context with interrupts as they like. */
void socket_notify_slow(struct socket *socket, u32 events);

/*
 * What may be true now was made so under a lock that poll takes too after it has
 * hung in its entry: an empty list is one that need not be told.
 */
static inline void socket_notify(struct socket *socket, u32 events)
{
	if (unlikely(!list_empty(&socket->news.entries)))
		socket_notify_slow(socket, events);
}

static inline bool socket_option(const struct socket *socket, int option)
{
	return __atomic_load_n(&socket->options, __ATOMIC_RELAXED) >> option &
	       1;
}

static inline u32 socket_shut(const struct socket *socket)
{
	return __atomic_load_n(&socket->shut, __ATOMIC_RELAXED);
}

/* SO_ERROR, taken: 0 or a negative errno. */
static inline int socket_take_error(struct socket *socket)
{
	if (likely(!__atomic_load_n(&socket->error, __ATOMIC_RELAXED)))
		return 0;
	return -__atomic_exchange_n(&socket->error, 0, __ATOMIC_RELAXED);
}

/* When a wait of at most @timeout_ns is over. */
u64 socket_deadline(u64 timeout_ns);

/*
 * A signal has ended a wait until @deadline_ns: -EINTR, for the system call to
 * return. With a limit it is not made again, whatever the signal does, signal(7).
 */
int socket_interrupted(u64 deadline_ns);

/*
 * Options of SOL_SOCKET. get: *@size bytes are there at @value, and are then what
 * there is. -ENOPROTOOPT, -EINVAL, -EPERM, -EDOM.
 */
enum {
	SOCKET_OPTION_MAX = 16, /* bytes */
};
int socket_get_option(struct socket *socket, int option, void *value,
		      u32 *size);
int socket_set_option(struct socket *socket, int option, const void *value,
		      u32 size);

#endif
