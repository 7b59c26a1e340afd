// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sockets for tests, by their files.
 */
#include "test_unix.h"

#include <exo/file.h>
#include <exo/string.h>
#include <uapi/errno.h>

int test_socket(int type, struct file **file)
{
	struct socket *socket;
	int err = socket_create(AF_UNIX, type, 0, &socket);

	if (err)
		return err;
	*file = socket_open(socket, 0);
	if (*file)
		return 0;
	socket->ops->release(socket);
	return -ENOMEM;
}

void test_close_pair(struct file *ends[2])
{
	file_put(ends[0]);
	file_put(ends[1]);
}

int test_pair(int type, struct file *ends[2])
{
	struct socket *one;
	int err = test_socket(type, &ends[0]);

	if (err)
		return err;
	err = test_socket(type, &ends[1]);
	if (err) {
		file_put(ends[0]);
		return err;
	}
	one = socket_of(ends[0]);
	err = one->ops->pair(one, socket_of(ends[1]));
	if (err)
		test_close_pair(ends);
	return err;
}

struct socket_address test_address(const char *name)
{
	struct socket_address address = {.local = {.sun_family = AF_UNIX}};

	strscpy(address.local.sun_path, name, sizeof(address.local.sun_path));
	address.length = (u32)(sizeof(u16) + strlen(name));
	if (*name == '@')
		address.local.sun_path[0] = 0;
	return address;
}

int test_bind(struct file *file, const char *name)
{
	struct socket_address address = test_address(name);
	struct socket *socket = socket_of(file);

	return socket->ops->bind(socket, &address);
}

int test_connect(struct file *file, const char *name)
{
	struct socket_address address = test_address(name);
	struct socket *socket = socket_of(file);

	return socket->ops->connect(socket, &address, O_NONBLOCK);
}

int test_listen(struct file *file, int backlog)
{
	struct socket *socket = socket_of(file);

	return socket->ops->listen(socket, backlog);
}

int test_accept(struct file *file, struct file **accepted)
{
	struct socket *listener = socket_of(file), *socket;
	int err = listener->ops->accept(listener, O_NONBLOCK, &socket);

	if (err)
		return err;
	*accepted = socket_open(socket, 0);
	if (*accepted)
		return 0;
	socket->ops->release(socket);
	return -ENOMEM;
}

int test_meet(struct file *listener, const char *name, struct file *ends[2])
{
	int err = test_socket(SOCK_STREAM, &ends[0]);

	if (err)
		return err;
	err = test_connect(ends[0], name);
	if (!err)
		err = test_accept(listener, &ends[1]);
	if (err)
		file_put(ends[0]);
	return err;
}

ssize_t test_send_with(struct file *file, const char *bytes, size_t size,
		       struct socket_message *message)
{
	struct io_iter iter = io_iter_buffer(bytes, size);
	struct socket *socket = socket_of(file);

	message->data = &iter;
	message->flags |= MSG_DONTWAIT | MSG_NOSIGNAL;
	return socket->ops->send(socket, message);
}

ssize_t test_send(struct file *file, const char *bytes, size_t size)
{
	struct socket_message message = {};

	return test_send_with(file, bytes, size, &message);
}

ssize_t test_send_to(struct file *file, const char *name, const char *bytes,
		     size_t size)
{
	struct socket_address address = test_address(name);
	struct socket_message message = {.address = &address};

	return test_send_with(file, bytes, size, &message);
}

ssize_t test_send_file(struct file *end, struct file *file)
{
	struct socket_message message = {.rights = socket_rights_alloc(1)};
	ssize_t done;

	if (!message.rights)
		return -ENOMEM;
	socket_rights_add(message.rights, file);
	done = test_send_with(end, "f", 1, &message);
	socket_rights_free(message.rights);
	return done;
}

ssize_t test_receive_with(struct file *file, void *bytes, size_t size,
			  struct socket_message *message)
{
	struct io_iter iter = io_iter_buffer(bytes, size);
	struct socket *socket = socket_of(file);

	message->data = &iter;
	message->flags |= MSG_DONTWAIT;
	return socket->ops->receive(socket, message);
}

ssize_t test_receive(struct file *file, void *bytes, size_t size)
{
	struct socket_message message = {};
	ssize_t done = test_receive_with(file, bytes, size, &message);

	socket_rights_free(message.rights);
	return done;
}
