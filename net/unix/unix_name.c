// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of sockets, unix(7): a path, where a file of type socket is made, whose
 * inode leads to who is bound to it; or an abstract name, whose first byte is 0,
 * in a table. That has all sockets, those without such a name by their numbers.
 */
#include <exo/compiler.h>
#include <exo/hash.h>
#include <exo/inode.h>
#include <exo/kmalloc.h>
#include <exo/printf.h>
#include <exo/string.h>
#include <exo/vfs.h>

#include "unix.h"

enum {
	BUCKET_BITS = 8,
	BUCKETS = 1 << BUCKET_BITS,
	AUTOBIND_NAMES = 1 << 20, /* five hexadecimal digits */
};

static struct mutex names_lock = MUTEX_INIT(names_lock, "unix names");
static struct hlist_head table[BUCKETS]; /* guarded by it */

static struct hlist_head *bucket_of_number(u64 number)
{
	return &table[hash_64(number, BUCKET_BITS)];
}

static struct hlist_head *bucket_of_name(const struct socket_name *name)
{
	return &table[hash_bytes(name->bytes, name->length, 0) % BUCKETS];
}

void unix_table_add(struct unix_socket *socket)
{
	mutex_lock(&names_lock);
	hlist_add_head(&socket->table_node,
		       bucket_of_number(socket->socket.number));
	mutex_unlock(&names_lock);
}

/* The place where @socket is bound leads nowhere from here on. */
static void leave_place(struct unix_socket *socket)
{
	struct inode *inode = socket->inode;

	if (!inode)
		return;
	mutex_lock(&inode->mutex);
	inode->special = NULL;
	mutex_unlock(&inode->mutex);
	path_put(&socket->path);
	socket->inode = NULL;
}

void unix_table_remove(struct unix_socket *socket)
{
	mutex_lock(&names_lock);
	hlist_del(&socket->table_node);
	mutex_unlock(&names_lock);
	leave_place(socket);
}

static bool is_abstract(const struct socket_name *name)
{
	return name->length > UNIX_ADDRESS_MIN &&
	       !name->bytes[UNIX_ADDRESS_MIN];
}

/* An abstract name, of which each type has its own; with names_lock held. */
static struct unix_socket *find_abstract(const struct socket_name *name,
					 int type)
{
	struct unix_socket *socket;

	hlist_for_each_entry(socket, bucket_of_name(name), table_node) {
		const struct socket_name *its = unix_name(socket);

		if (its && socket->in_table && socket->socket.type == type &&
		    its->length == name->length &&
		    !memcmp(its->bytes, name->bytes, name->length))
			return socket;
	}
	return NULL;
}

/* @name is that of @socket, which is locked, unless another has it. */
static int take_abstract(struct unix_socket *socket, struct socket_name *name)
{
	int err = 0;

	mutex_lock(&names_lock);
	if (find_abstract(name, socket->socket.type)) {
		err = -EADDRINUSE;
	} else {
		hlist_del(&socket->table_node);
		hlist_add_head(&socket->table_node, bucket_of_name(name));
		socket->in_table = true;
		__atomic_store_n(&socket->name, name, __ATOMIC_RELEASE);
	}
	mutex_unlock(&names_lock);
	return err;
}

/* 0 or -EINVAL. */
static int check_address(const struct socket_address *address)
{
	return address->length > UNIX_ADDRESS_MIN &&
			       address->length <= sizeof(struct sockaddr_un) &&
			       address->family == AF_UNIX
		       ? 0
		       : -EINVAL;
}

/* The name that @address is; NULL when memory is short. */
static struct socket_name *name_of(const struct socket_address *address)
{
	struct socket_name *name = kzalloc(sizeof(*name));

	if (!name)
		return NULL;
	name->refs = 1;
	name->length = address->length;
	memcpy(name->bytes, address->bytes, address->length);
	if (!is_abstract(name))
		name->length =
			UNIX_ADDRESS_MIN +
			(u32)strlen((char *)name->bytes + UNIX_ADDRESS_MIN) + 1;
	return name;
}

static const char *path_of(const struct socket_name *name)
{
	return (const char *)name->bytes + UNIX_ADDRESS_MIN;
}

static int take_path(struct unix_socket *socket, struct socket_name *name)
{
	int err = vfs_make_socket(path_of(name), S_IRWXU | S_IRWXG | S_IRWXO,
				  &socket->path);
	struct inode *inode;

	if (err)
		return err == -EEXIST ? -EADDRINUSE : err;
	inode = path_inode(&socket->path);
	mutex_lock(&inode->mutex);
	inode->special = socket;
	mutex_unlock(&inode->mutex);
	socket->inode = inode;
	__atomic_store_n(&socket->name, name, __ATOMIC_RELEASE);
	return 0;
}

static int bind_to(struct unix_socket *socket, struct socket_name *name)
{
	int err = -EINVAL;

	mutex_lock(&socket->lock);
	if (!socket->name)
		err = is_abstract(name) ? take_abstract(socket, name)
					: take_path(socket, name);
	mutex_unlock(&socket->lock);
	return err;
}

int unix_bind(struct socket *socket, const struct socket_address *address)
{
	struct socket_name *name;
	int err;

	if (address->length == UNIX_ADDRESS_MIN && address->family == AF_UNIX)
		return unix_autobind(unix_of(socket));
	err = check_address(address);
	if (err)
		return err;
	name = name_of(address);
	if (!name)
		return -ENOMEM;
	err = bind_to(unix_of(socket), name);
	if (err)
		kfree(name);
	return err;
}

/* With the lock of @socket: the next name that nobody has. */
static int take_free_name(struct unix_socket *socket, struct socket_name *name)
{
	static u32 last; /* atomic */

	for (u32 tries = 0; tries < AUTOBIND_NAMES; tries++) {
		u32 number = __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED) - 1;

		snprintf((char *)name->bytes + UNIX_ADDRESS_MIN + 1, 6, "%05x",
			 number % AUTOBIND_NAMES);
		if (!take_abstract(socket, name))
			return 0;
	}
	return -ENOSPC;
}

int unix_autobind(struct unix_socket *socket)
{
	struct socket_name *name;
	int err = 0;

	if (unix_name(socket))
		return 0;
	name = kzalloc(sizeof(*name));
	if (!name)
		return -ENOMEM;
	name->refs = 1;
	name->length = UNIX_ADDRESS_MIN + 6;
	name->family = AF_UNIX;
	mutex_lock(&socket->lock);
	if (socket->name) {
		kfree(name);
	} else {
		err = take_free_name(socket, name);
		if (err)
			kfree(name);
	}
	mutex_unlock(&socket->lock);
	return err;
}

/* Who is bound to the place @path, with a reference, or NULL. */
static struct unix_socket *socket_at(const struct path *path)
{
	struct inode *inode = path_inode(path);
	struct unix_socket *socket;

	mutex_lock(&inode->mutex);
	socket = S_ISSOCK(inode->mode) ? inode->special : NULL;
	if (socket)
		unix_get(socket);
	mutex_unlock(&inode->mutex);
	return socket;
}

static int find_by_path(const struct socket_name *name,
			struct unix_socket **found)
{
	struct path path;
	int err = path_lookup(NULL, path_of(name), 0, &path);

	if (err)
		return err;
	err = inode_permission(path_inode(&path), MAY_WRITE);
	if (!err) {
		*found = socket_at(&path);
		if (!*found)
			err = -ECONNREFUSED;
	}
	path_put(&path);
	return err;
}

static int find_by_name(const struct socket_name *name, int type,
			struct unix_socket **found)
{
	if (!is_abstract(name))
		return find_by_path(name, found);
	mutex_lock(&names_lock);
	*found = find_abstract(name, type);
	if (*found)
		unix_get(*found);
	mutex_unlock(&names_lock);
	return *found ? 0 : -ECONNREFUSED;
}

int unix_find(const struct socket_address *address, int type,
	      struct unix_socket **found)
{
	int err = check_address(address);
	struct socket_name *name;

	if (err)
		return err;
	name = name_of(address);
	if (!name)
		return -ENOMEM;
	err = find_by_name(name, type, found);
	kfree(name);
	if (!err && (*found)->socket.type != type) {
		unix_put(*found);
		err = -EPROTOTYPE;
	}
	return err;
}

void unix_put_address(struct socket_address *address,
		      const struct socket_name *name)
{
	address->length = name ? name->length : 0;
	if (name)
		memcpy(address->bytes, name->bytes, name->length);
}

int unix_get_name(struct socket *socket, bool peer,
		  struct socket_address *address)
{
	struct unix_socket *self = unix_of(socket), *whose = self;
	int err = 0;

	mutex_lock(&self->lock);
	if (peer)
		whose = self->peer;
	if (whose)
		unix_put_address(address, unix_name(whose));
	else
		err = -ENOTCONN;
	mutex_unlock(&self->lock);
	if (!err && !address->length) {
		address->family = AF_UNIX;
		address->length = UNIX_ADDRESS_MIN;
	}
	return err;
}

bool unix_visit(u64 *cursor,
		void (*visit)(const struct unix_socket *socket, void *arg),
		void *arg)
{
	struct unix_socket *socket;

	if (*cursor >= BUCKETS)
		return false;
	mutex_lock(&names_lock);
	hlist_for_each_entry(socket, &table[*cursor], table_node)
		visit(socket, arg);
	mutex_unlock(&names_lock);
	(*cursor)++;
	return true;
}
