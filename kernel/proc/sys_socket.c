// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls that make sockets, name them and connect them. Those that give a
 * program descriptors reserve them first: nothing is left of a call that failed.
 */
#include <exo/compiler.h>
#include <exo/file_table.h>
#include <exo/syscalls.h>
#include <exo/task.h>
#include <exo/uaccess.h>

#include "user_socket.h"

static int check_flags(int flags)
{
	return flags & ~(SOCK_CLOEXEC | SOCK_NONBLOCK) ? -EINVAL : 0;
}

/* The file of @socket, which is closed when there cannot be one. */
static int open_socket(struct socket *socket, int flags, struct file **file)
{
	*file = socket_open(socket, (u32)flags & SOCK_NONBLOCK);
	if (*file)
		return 0;
	socket->ops->release(socket);
	return -ENOMEM;
}

long sys_socket(int family, int type, int protocol)
{
	int flags = type & ~SOCK_TYPE_MASK;
	struct socket *socket;
	struct file *file;
	int err = check_flags(flags), fd;

	if (!err)
		err = socket_create(family, type & SOCK_TYPE_MASK, protocol,
				    &socket);
	if (!err)
		err = open_socket(socket, flags, &file);
	if (err)
		return err;
	fd = fd_install(current->files, file, (u32)flags & SOCK_CLOEXEC, 0);
	if (fd < 0)
		file_put(file);
	return fd;
}

/* Two files of sockets that are connected. */
static int open_pair(int family, int type, int protocol, struct file *files[2])
{
	int flags = type & ~SOCK_TYPE_MASK, err;
	struct socket *sockets[2];

	type &= SOCK_TYPE_MASK;
	err = socket_create(family, type, protocol, &sockets[0]);
	if (!err)
		err = open_socket(sockets[0], flags, &files[0]);
	if (err)
		return err;
	err = socket_create(family, type, protocol, &sockets[1]);
	if (!err)
		err = open_socket(sockets[1], flags, &files[1]);
	if (err)
		goto err_put_first;
	err = sockets[0]->ops->pair
		      ? sockets[0]->ops->pair(sockets[0], sockets[1])
		      : -EOPNOTSUPP;
	if (!err)
		return 0;
	file_put(files[1]);
err_put_first:
	file_put(files[0]);
	return err;
}

long sys_socketpair(int family, int type, int protocol, int __user *to)
{
	struct file_table *table = current->files;
	u32 cloexec = (u32)type & SOCK_CLOEXEC;
	struct file *files[2];
	int err = check_flags(type & ~SOCK_TYPE_MASK);
	int fds[2];

	if (!err)
		err = fd_reserve_two(table, fds, cloexec);
	if (err)
		return err;
	err = user_copy_to(to, fds, sizeof(fds));
	if (!err)
		err = open_pair(family, type, protocol, files);
	if (err) {
		fd_unreserve_two(table, fds);
		return err;
	}
	fd_fill(table, fds[0], files[0]);
	fd_fill(table, fds[1], files[1]);
	return 0;
}

long sys_bind(int fd, const void __user *from, int length)
{
	struct socket_address address;
	struct user_socket user;
	int err = user_socket_get(&user, fd);

	if (err)
		return err;
	err = user_address_get(&address, from, length);
	if (!err)
		err = user.socket->ops->bind
			      ? user.socket->ops->bind(user.socket, &address)
			      : -EOPNOTSUPP;
	user_socket_put(&user);
	return err;
}

long sys_connect(int fd, const void __user *from, int length)
{
	struct socket_address address;
	struct user_socket user;
	int err = user_socket_get(&user, fd);

	if (err)
		return err;
	err = user_address_get(&address, from, length);
	if (!err)
		err = user.socket->ops->connect
			      ? user.socket->ops->connect(user.socket, &address,
							  user.ref.file->flags &
								  O_NONBLOCK)
			      : -EOPNOTSUPP;
	user_socket_put(&user);
	return err;
}

long sys_listen(int fd, int backlog)
{
	struct user_socket user;
	int err = user_socket_get(&user, fd);

	if (err)
		return err;
	err = user.socket->ops->listen
		      ? user.socket->ops->listen(user.socket, backlog)
		      : -EOPNOTSUPP;
	user_socket_put(&user);
	return err;
}

/* Tell the program whom @socket is connected to, if it asks. */
static int put_peer(struct socket *socket, void __user *to, int __user *length)
{
	struct socket_address address;
	int err;

	if (!to)
		return 0;
	err = socket->ops->name(socket, true, &address);
	return err ? -ECONNABORTED : user_address_put(&address, to, length);
}

static int accept_from(const struct user_socket *user, int flags,
		       struct file **file)
{
	struct socket *listener = user->socket, *socket;
	int err;

	if (!listener->ops->accept)
		return -EOPNOTSUPP;
	err = listener->ops->accept(
		listener, user->ref.file->flags & O_NONBLOCK, &socket);
	return err ? err : open_socket(socket, flags, file);
}

static long accept_and_install(const struct user_socket *user, int flags,
			       void __user *to, int __user *length)
{
	struct file_table *table = current->files;
	int fd = fd_reserve(table, (u32)flags & SOCK_CLOEXEC, 0);
	struct file *file;
	int err;

	if (fd < 0)
		return fd;
	err = accept_from(user, flags, &file);
	if (!err) {
		err = put_peer(socket_of(file), to, length);
		if (err)
			file_put(file);
	}
	if (err) {
		fd_unreserve(table, fd);
		return err;
	}
	fd_fill(table, fd, file);
	return fd;
}

long sys_accept4(int fd, void __user *to, int __user *length, int flags)
{
	struct user_socket user;
	long result = check_flags(flags);

	if (!result)
		result = user_socket_get(&user, fd);
	if (result)
		return result;
	result = accept_and_install(&user, flags, to, length);
	user_socket_put(&user);
	return result;
}

long sys_accept(int fd, void __user *to, int __user *length)
{
	return sys_accept4(fd, to, length, 0);
}

static long get_name(int fd, bool peer, void __user *to, int __user *length)
{
	struct socket_address address;
	struct user_socket user;
	int err = user_socket_get(&user, fd);

	if (err)
		return err;
	err = user.socket->ops->name
		      ? user.socket->ops->name(user.socket, peer, &address)
		      : -EOPNOTSUPP;
	if (!err)
		err = user_address_put(&address, to, length);
	user_socket_put(&user);
	return err;
}

long sys_getsockname(int fd, void __user *to, int __user *length)
{
	return get_name(fd, false, to, length);
}

long sys_getpeername(int fd, void __user *to, int __user *length)
{
	return get_name(fd, true, to, length);
}

long sys_shutdown(int fd, int how)
{
	struct user_socket user;
	int err = user_socket_get(&user, fd);

	if (err)
		return err;
	/* SHUT_* are one less than the bits they mean. */
	if (how < SHUT_RD || how > SHUT_RDWR)
		err = -EINVAL;
	else
		err = user.socket->ops->shutdown
			      ? user.socket->ops->shutdown(user.socket,
							   (u32)how + 1)
			      : -EOPNOTSUPP;
	user_socket_put(&user);
	return err;
}

static int get_option(struct socket *socket, int option, void __user *to,
		      int __user *length)
{
	u8 value[SOCKET_OPTION_MAX];
	int room, err;
	u32 size;

	if (user_get(room, length))
		return -EFAULT;
	if (room < 0)
		return -EINVAL;
	size = min((u32)room, (u32)sizeof(value));
	err = socket_get_option(socket, option, value, &size);
	if (err)
		return err;
	return user_copy_to(to, value, size) || user_put(length, size) ? -EFAULT
								       : 0;
}

long sys_getsockopt(int fd, int level, int option, void __user *to,
		    int __user *length)
{
	struct user_socket user;
	int err = user_socket_get(&user, fd);

	if (err)
		return err;
	err = level == SOL_SOCKET ? get_option(user.socket, option, to, length)
				  : -EOPNOTSUPP;
	user_socket_put(&user);
	return err;
}

static int set_option(struct socket *socket, int option,
		      const void __user *from, int length)
{
	u8 value[SOCKET_OPTION_MAX];
	u32 size = min((u32)length, (u32)sizeof(value));

	if (size < sizeof(int))
		return -EINVAL;
	if (user_copy_from(value, from, size))
		return -EFAULT;
	return socket_set_option(socket, option, value, size);
}

long sys_setsockopt(int fd, int level, int option, const void __user *from,
		    int length)
{
	struct user_socket user;
	int err;

	if (length < 0)
		return -EINVAL;
	err = user_socket_get(&user, fd);
	if (err)
		return err;
	err = level == SOL_SOCKET
		      ? set_option(user.socket, option, from, length)
		      : -EOPNOTSUPP;
	user_socket_put(&user);
	return err;
}
