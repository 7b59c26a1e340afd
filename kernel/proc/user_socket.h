/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. The sockets and addresses that programs name
 * in system calls.
 */
#ifndef PROC_USER_SOCKET_H
#define PROC_USER_SOCKET_H

#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/socket.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>

struct user_socket {
	struct fd_ref ref;
	struct socket *socket;
};

/* The socket of @fd. 0, -EBADF, -ENOTSOCK; after an error there is none to put. */
static inline int user_socket_get(struct user_socket *user, int fd)
{
	int err;

	user->ref = fd_ref_get(fd);
	if (unlikely(!user->ref.file))
		return -EBADF;
	user->socket = socket_of(user->ref.file);
	if (likely(user->socket))
		return 0;
	err = user->ref.file->flags & O_PATH ? -EBADF : -ENOTSOCK;
	fd_ref_put(user->ref);
	return err;
}

static inline void user_socket_put(const struct user_socket *user)
{
	fd_ref_put(user->ref);
}

/* MSG_DONTWAIT, if the descriptor is of that kind. */
static inline u32 user_socket_flags(const struct user_socket *user)
{
	return file_nonblocking(user->ref.file) ? MSG_DONTWAIT : 0;
}

/* Copy an address of @length bytes. 0, -EINVAL, -EFAULT. */
int user_address_get(struct socket_address *address, const void __user *from,
		     int length);

/*
 * Put as much of @address as the int at @length says, and there how long it is.
 * 0, -EFAULT, -EINVAL.
 */
int user_address_put(const struct socket_address *address, void __user *to,
		     int __user *length);

/*
 * user_control.c: ancillary data. get: @message is to be sent with what lies at
 * @from; the files that it has then are to be freed unless they were sent. 0 or a
 * negative errno.
 */
int user_control_get(struct socket_message *message, const void __user *from,
		     size_t size);

/*
 * Put what came with @message, received by @socket, at header->msg_control; its
 * files become descriptors or are closed. header->msg_controllen and
 * message->flags_out tell what came of it. @asked: MSG_* of the call.
 */
void user_control_put(const struct socket *socket,
		      struct socket_message *message, struct msghdr *header,
		      u32 asked);

#endif
