// SPDX-License-Identifier: GPL-2.0-only
/*
 * The socket core: which families there are, and the open files of sockets. What a
 * socket does is its family's.
 */
#include <exo/compiler.h>
#include <exo/socket.h>
#include <exo/task_signal.h>
#include <exo/time.h>
#include <exo/wait.h>
#include <uapi/errno.h>
#include <uapi/stat.h>

/* By number; written once each. */
static const struct socket_family *families[AF_MAX];

int socket_family_register(const struct socket_family *family)
{
	const struct socket_family *none = NULL;
	bool first = __atomic_compare_exchange_n(&families[family->number],
						 &none, family, false,
						 __ATOMIC_RELEASE,
						 __ATOMIC_RELAXED);

	return first ? 0 : -EBUSY;
}

void socket_init(struct socket *socket, const struct socket_ops *ops,
		 u16 family, u16 type)
{
	static u64 last_number; /* atomic */

	*socket = (struct socket){
		.ops = ops,
		.family = family,
		.type = type,
		.number = __atomic_add_fetch(&last_number, 1, __ATOMIC_RELAXED),
		.send_room = SOCKET_ROOM_DEFAULT,
		.receive_room = SOCKET_ROOM_DEFAULT,
		.receive_least = 1,
		.peek_offset = -1,
		.send_timeout_ns = WAIT_FOREVER,
		.receive_timeout_ns = WAIT_FOREVER,
		.news_lock = SPINLOCK_INIT("socket news"),
	};
	poll_source_init(&socket->news);
}

int socket_create(int family, int type, int protocol, struct socket **socket)
{
	const struct socket_family *found;

	if (family < 0 || family >= AF_MAX)
		return -EAFNOSUPPORT;
	if (type < 0 || type >= SOCK_TYPE_MAX)
		return -EINVAL;
	found = __atomic_load_n(&families[family], __ATOMIC_ACQUIRE);
	return found ? found->create(type, protocol, socket) : -EAFNOSUPPORT;
}

u64 socket_deadline(u64 timeout_ns)
{
	return timeout_ns == WAIT_FOREVER ? WAIT_FOREVER
					  : time_uptime_ns() + timeout_ns;
}

int socket_interrupted(u64 deadline_ns)
{
	return deadline_ns == WAIT_FOREVER ? -EINTR : signal_end_call();
}

void socket_notify_slow(struct socket *socket, u32 events)
{
	unsigned long flags = spin_lock_irqsave(&socket->news_lock);

	poll_notify(&socket->news, events);
	spin_unlock_irqrestore(&socket->news_lock, flags);
}

static u32 file_flags(const struct file *file)
{
	return file_nonblocking(file) ? MSG_DONTWAIT : 0;
}

static ssize_t socket_read(struct file *file, struct io_iter *to, u64 *position)
{
	struct socket *socket = file->private;
	struct socket_message message = {
		.data = to,
		.flags = file_flags(file),
	};
	ssize_t done;

	(void)position;
	if (unlikely(!to->left))
		return 0;
	done = socket->ops->receive(socket, &message);
	if (unlikely(message.rights))
		socket_rights_free(message.rights);
	return done;
}

static ssize_t socket_write(struct file *file, struct io_iter *from,
			    u64 *position)
{
	struct socket *socket = file->private;
	struct socket_message message = {
		.data = from,
		.flags = file_flags(file),
	};

	(void)position;
	return socket->ops->send(socket, &message);
}

static u32 socket_poll(struct file *file, struct poll_entry *entry)
{
	struct socket *socket = file->private;
	unsigned long flags;

	if (entry) {
		flags = spin_lock_irqsave(&socket->news_lock);
		poll_attach(&socket->news, entry);
		spin_unlock_irqrestore(&socket->news_lock, flags);
	}
	return socket->ops->poll(socket);
}

static void socket_poll_detach(struct file *file, struct poll_entry *entry)
{
	struct socket *socket = file->private;
	unsigned long flags = spin_lock_irqsave(&socket->news_lock);

	list_del(&entry->node);
	spin_unlock_irqrestore(&socket->news_lock, flags);
}

static long socket_control(struct file *file, unsigned int command,
			   unsigned long arg)
{
	struct socket *socket = file->private;

	(void)arg;
	return socket->ops->control ? socket->ops->control(socket, command)
				    : -ENOTTY;
}

static void socket_stat(struct file *file, struct stat *status)
{
	const struct socket *socket = file->private;

	*status = (struct stat){
		.st_ino = socket->number,
		.st_nlink = 1,
		.st_mode = S_IFSOCK | S_IRWXU | S_IRWXG | S_IRWXO,
		.st_blksize = PAGE_SIZE,
	};
}

static void socket_release(struct file *file)
{
	struct socket *socket = file->private;

	socket->ops->release(socket);
}

static const struct file_ops socket_file_ops = {
	.read = socket_read,
	.write = socket_write,
	.poll = socket_poll,
	.poll_detach = socket_poll_detach,
	.control = socket_control,
	.stat = socket_stat,
	.release = socket_release,
	.carries_files = true,
};

struct file *socket_open(struct socket *socket, u32 flags)
{
	struct file *file =
		file_alloc(&socket_file_ops, socket, O_RDWR | flags);

	if (!file)
		return NULL;
	file->stream = true;
	socket->file = file;
	return file;
}

struct socket *socket_of(const struct file *file)
{
	return likely(file->ops == &socket_file_ops) ? file->private : NULL;
}
