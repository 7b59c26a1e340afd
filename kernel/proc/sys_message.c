// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls that send and receive: send(2), recv(2) and their relatives.
 */
#include <exo/compiler.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <uapi/time.h>

#include "poll_time.h"
#include "user_pieces.h"
#include "user_socket.h"

/* One send(2) or recv(2). */
struct transfer {
	struct user_socket user;
	struct io_iter data;
	struct socket_message message;
	struct socket_address address; /* if the message has one */
};

/* Between @fd and the @size bytes at @buffer. 0, -EFAULT, -EBADF, -ENOTSOCK. */
static inline int begin_transfer(struct transfer *transfer, int fd,
				 const void __user *buffer, size_t size)
{
	int err;

	if (unlikely(!io_iter_user(&transfer->data, buffer, size)))
		return -EFAULT;
	err = user_socket_get(&transfer->user, fd);
	if (unlikely(err))
		return err;
	transfer->message.data = &transfer->data;
	transfer->message.flags |= user_socket_flags(&transfer->user);
	return 0;
}

long sys_sendto(int fd, const void __user *buffer, size_t size,
		unsigned int flags, const void __user *to, int length)
{
	struct transfer send;
	struct socket *socket;
	long done;

	send.message = (struct socket_message){.flags = flags};
	done = begin_transfer(&send, fd, buffer, size);
	if (unlikely(done))
		return done;
	if (to) {
		done = user_address_get(&send.address, to, length);
		send.message.address = &send.address;
	}
	socket = send.user.socket;
	if (likely(!done))
		done = socket->ops->send(socket, &send.message);
	user_socket_put(&send.user);
	return done;
}

long sys_recvfrom(int fd, void __user *buffer, size_t size, unsigned int flags,
		  void __user *from, int __user *length)
{
	struct transfer receive;
	struct socket *socket;
	long done;

	receive.message = (struct socket_message){.flags = flags};
	done = begin_transfer(&receive, fd, buffer, size);
	if (unlikely(done))
		return done;
	if (from) {
		receive.address.length = 0;
		receive.message.address = &receive.address;
	}
	socket = receive.user.socket;
	done = socket->ops->receive(socket, &receive.message);
	socket_rights_free(receive.message.rights);
	if (from && done >= 0) {
		int err = user_address_put(&receive.address, from, length);

		done = err ? err : done;
	}
	user_socket_put(&receive.user);
	return done;
}

/* A struct msghdr as the calls with it take it in. */
struct user_header {
	struct msghdr header;
	struct socket_address address;
	struct user_pieces pieces;
	struct io_iter data;
};

/* The header, and its pieces. 0 or a negative errno. */
static int get_header(struct user_header *user,
		      const struct msghdr __user *from)
{
	struct msghdr *header = &user->header;

	if (user_copy_from(header, from, sizeof(*header)))
		return -EFAULT;
	if (header->msg_name && header->msg_namelen < 0)
		return -EINVAL;
	if (header->msg_iovlen > UIO_MAXIOV)
		return -EMSGSIZE;
	return user_pieces_get(&user->pieces,
			       (const struct iovec __user *)header->msg_iov,
			       header->msg_iovlen, &user->data);
}

/* Where it goes to and what goes with it. */
static int get_rest(struct user_header *user, struct socket_message *message)
{
	const struct msghdr *header = &user->header;
	int err = 0;

	message->data = &user->data;
	if (header->msg_name && header->msg_namelen) {
		err = user_address_get(
			&user->address, (const void __user *)header->msg_name,
			min(header->msg_namelen, SOCKET_ADDRESS_MAX));
		message->address = &user->address;
	}
	if (!err && header->msg_controllen)
		err = user_control_get(message,
				       (const void __user *)header->msg_control,
				       header->msg_controllen);
	return err;
}

static long send_header(const struct user_socket *to,
			const struct msghdr __user *from, u32 flags)
{
	struct socket_message message = {
		.flags = flags | user_socket_flags(to),
	};
	struct user_header user;
	long done = get_header(&user, from);

	if (done)
		return done;
	done = get_rest(&user, &message);
	if (!done) {
		done = to->socket->ops->send(to->socket, &message);
		socket_rights_free(message.rights);
	}
	user_pieces_put(&user.pieces);
	return done;
}

long sys_sendmsg(int fd, const struct msghdr __user *from, unsigned int flags)
{
	struct user_socket user;
	long done;

	if (flags & MSG_CMSG_COMPAT)
		return -EINVAL;
	done = user_socket_get(&user, fd);
	if (done)
		return done;
	done = send_header(&user, from, flags);
	user_socket_put(&user);
	return done;
}

/* What is told of a message that came. */
static int put_header(struct user_header *user, struct msghdr __user *to,
		      const struct socket_message *message)
{
	struct msghdr *header = &user->header;
	int err = 0;

	if (message->address)
		err = user_address_put(&user->address,
				       (void __user *)header->msg_name,
				       &to->msg_namelen);
	if (!err && (user_put(&to->msg_flags, message->flags_out) ||
		     user_put(&to->msg_controllen, header->msg_controllen)))
		err = -EFAULT;
	return err;
}

static long receive_header(const struct user_socket *from,
			   struct msghdr __user *to, u32 flags)
{
	struct socket_message message = {
		.flags = flags | user_socket_flags(from),
		.flags_out = flags & MSG_CMSG_CLOEXEC,
	};
	struct user_header user;
	long done = get_header(&user, to);
	int err;

	if (done)
		return done;
	message.data = &user.data;
	user.address.length = 0;
	if (user.header.msg_name)
		message.address = &user.address;
	done = from->socket->ops->receive(from->socket, &message);
	if (done >= 0) {
		user_control_put(from->socket, &message, &user.header, flags);
		err = put_header(&user, to, &message);
		done = err ? err : done;
	}
	user_pieces_put(&user.pieces);
	return done;
}

long sys_recvmsg(int fd, struct msghdr __user *to, unsigned int flags)
{
	struct user_socket user;
	long done;

	if (flags & MSG_CMSG_COMPAT)
		return -EINVAL;
	done = user_socket_get(&user, fd);
	if (done)
		return done;
	done = receive_header(&user, to, flags);
	user_socket_put(&user);
	return done;
}

/* How many were done counts more than what ended it. */
static long result_of(unsigned int count, long last)
{
	return count ? (long)count : last;
}

long sys_sendmmsg(int fd, struct mmsghdr __user *from, unsigned int count,
		  unsigned int flags)
{
	struct user_socket user;
	unsigned int i;
	long done;

	if (flags & MSG_CMSG_COMPAT)
		return -EINVAL;
	done = user_socket_get(&user, fd);
	if (done)
		return done;
	count = min(count, (unsigned int)UIO_MAXIOV);
	for (i = 0; i < count; i++) {
		done = send_header(&user, &from[i].msg_hdr, flags);
		if (done < 0)
			break;
		if (user_put(&from[i].msg_len, done)) {
			done = -EFAULT;
			break;
		}
	}
	user_socket_put(&user);
	return result_of(i, done < 0 ? done : 0);
}

static long receive_many(const struct user_socket *user,
			 struct mmsghdr __user *to, unsigned int count,
			 u32 flags, u64 deadline_ns)
{
	u32 each = flags & ~(u32)MSG_WAITFORONE;
	unsigned int i;
	long done = 0;

	for (i = 0; i < count; i++) {
		done = receive_header(user, &to[i].msg_hdr, each);
		if (done < 0)
			break;
		if (user_put(&to[i].msg_len, done)) {
			done = -EFAULT;
			break;
		}
		if (flags & MSG_WAITFORONE)
			each |= MSG_DONTWAIT;
		if (time_uptime_ns() >= deadline_ns) {
			i++;
			break;
		}
	}
	return result_of(i, done < 0 ? done : 0);
}

long sys_recvmmsg(int fd, struct mmsghdr __user *to, unsigned int count,
		  unsigned int flags, struct timespec __user *timeout)
{
	struct user_socket user;
	u64 deadline_ns;
	long done;

	if (flags & MSG_CMSG_COMPAT)
		return -EINVAL;
	done = poll_deadline(timeout, &deadline_ns);
	if (!done)
		done = user_socket_get(&user, fd);
	if (done)
		return done;
	done = receive_many(&user, to, min(count, (unsigned int)UIO_MAXIOV),
			    flags, deadline_ns);
	user_socket_put(&user);
	poll_put_rest(timeout, deadline_ns);
	return done;
}
