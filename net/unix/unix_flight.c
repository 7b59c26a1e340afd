// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files on their way, and sockets that nobody can reach.
 *
 * A socket may wait in the queue of another, or in its own: once no descriptor
 * leads to such a ring any more, each of its files still has a reference, that of
 * a message. So references of messages are counted for each socket.
 *
 *	suspect		all references to its file are those of messages
 *	reachable	not suspect; or a reference to it is in a message that is
 *			not in the queue of a suspect; or it is in the queue of
 *			one that is reachable
 *	garbage		the others: their queues are emptied, and they close
 *
 * Messages of suspects are not received meanwhile: to do so, one of them would have
 * to be held. A file comes out of a message under flight_lock only, also for a look
 * at it (MSG_PEEK), so that a suspect does not become reachable unseen.
 *
 * It is looked for when a socket is closed, and when files are sent while there are
 * many on their way. The work is bounded: each of these pays for some of the files
 * that are looked at, and nobody looks until all are paid for.
 */
#include <exo/compiler.h>
#include <exo/credentials.h>
#include <exo/kmalloc.h>
#include <exo/process.h>

#include "unix.h"

enum {
	FILES_PAID_FOR = 64, /* each time */
	FILES_MANY = 512, /* less than a program may have open */
};

static struct mutex flight_lock = MUTEX_INIT(flight_lock, "unix flight");
/* Guarded by it. */
static struct list_head sockets = LIST_HEAD_INIT(sockets); /* in flight */
static u64 nr_files, nr_users_files; /* in flight; of those not root's */
static u64 paid_for;

/* Rights to be let go: by who is at it, one after the other. */
static struct spinlock dropped_lock = SPINLOCK_INIT("unix dropped");
static struct list_head dropped = LIST_HEAD_INIT(dropped);
static bool dropping;

static struct unix_socket *unix_of_file(const struct file *file)
{
	struct socket *socket = socket_of(file);

	return socket && socket->family == AF_UNIX ? unix_of(socket) : NULL;
}

static void count_file(const struct file *file)
{
	struct unix_socket *socket = unix_of_file(file);

	if (socket && !socket->in_flight++)
		list_add_tail(&socket->flight_node, &sockets);
}

static void uncount_file(const struct file *file)
{
	struct unix_socket *socket = unix_of_file(file);

	if (socket && !--socket->in_flight)
		list_del(&socket->flight_node);
}

static u64 files_allowed(void)
{
	const struct process *process = current_process;

	return process ? process->limits[RLIMIT_NOFILE].rlim_cur
		       : RLIM_INFINITY;
}

/* As Linux: who has more on their way than may be open sends no more. */
static bool too_many(void)
{
	return credentials_current()->euid && nr_users_files > files_allowed();
}

int unix_flight_begin(struct socket_rights *rights)
{
	int err = 0;

	if (unlikely(READ_ONCE(nr_files) > FILES_MANY))
		unix_flight_collect();
	mutex_lock(&flight_lock);
	rights->owner = credentials_current()->euid;
	if (too_many()) {
		err = -ETOOMANYREFS;
	} else {
		for (u32 i = 0; i < rights->count; i++)
			count_file(rights->files[i]);
		nr_files += rights->count;
		nr_users_files += rights->owner ? rights->count : 0;
	}
	mutex_unlock(&flight_lock);
	return err;
}

static void end_locked(struct socket_rights *rights)
{
	for (u32 i = 0; i < rights->count; i++)
		uncount_file(rights->files[i]);
	nr_files -= rights->count;
	nr_users_files -= rights->owner ? rights->count : 0;
}

void unix_flight_end(struct socket_rights *rights)
{
	mutex_lock(&flight_lock);
	end_locked(rights);
	mutex_unlock(&flight_lock);
}

/* With flight_lock. NULL when memory is short. */
static struct socket_rights *copy_of(const struct socket_rights *rights)
{
	struct socket_rights *copy = socket_rights_alloc(rights->count);

	for (u32 i = 0; copy && i < rights->count; i++)
		socket_rights_add(copy, rights->files[i]);
	return copy;
}

/* The rights of a look are shared with the buffer; without memory none are told. */
void unix_flight_land(struct socket_message *message)
{
	struct socket_rights *rights = message->rights, *landed = rights;

	mutex_lock(&flight_lock);
	if (__atomic_load_n(&rights->refs, __ATOMIC_ACQUIRE) == 1)
		end_locked(rights);
	else
		landed = copy_of(rights);
	mutex_unlock(&flight_lock);
	if (landed != rights)
		unix_flight_drop(rights);
	if (!landed)
		message->flags_out |= MSG_CTRUNC;
	message->rights = landed;
}

static struct socket_rights *next_dropped(void)
{
	struct socket_rights *rights;

	spin_lock(&dropped_lock);
	rights = list_first_entry(&dropped, struct socket_rights, node);
	if (rights)
		list_del(&rights->node);
	else
		dropping = false;
	spin_unlock(&dropped_lock);
	return rights;
}

/*
 * Closing a file may close a socket, and drop what waits in it in turn: a chain of
 * those would take more stack than there is. So it is put in line.
 */
void unix_flight_drop(struct socket_rights *rights)
{
	bool busy;

	if (__atomic_sub_fetch(&rights->refs, 1, __ATOMIC_ACQ_REL))
		return;
	rights->refs = 1;
	unix_flight_end(rights);
	spin_lock(&dropped_lock);
	list_add_tail(&rights->node, &dropped);
	busy = dropping;
	dropping = true;
	spin_unlock(&dropped_lock);
	if (busy)
		return;
	while ((rights = next_dropped()))
		socket_rights_free(rights);
}

/* What to do with a socket that was found in a queue. */
typedef void (*found_t)(struct unix_socket *socket, struct list_head *arg);

static void scan_rights(const struct socket_rights *rights, found_t found,
			struct list_head *arg)
{
	for (u32 i = 0; i < rights->count; i++) {
		struct unix_socket *socket = unix_of_file(rights->files[i]);

		if (socket && socket->suspect)
			found(socket, arg);
	}
}

/*
 * Suspects that wait in @socket, and in what waits to be accepted by it, which has
 * no backlog.
 */
static void scan(struct unix_socket *socket, found_t found,
		 struct list_head *arg)
{
	struct unix_socket *waiting;
	struct socket_buffer *buffer;

	mutex_lock(&socket->lock);
	list_for_each_entry(buffer, &socket->queue, node)
		if (buffer->rights)
			scan_rights(buffer->rights, found, arg);
	list_for_each_entry(waiting, &socket->backlog, backlog_node)
		scan(waiting, found, arg);
	mutex_unlock(&socket->lock);
}

static void count_inside(struct unix_socket *socket, struct list_head *unused)
{
	(void)unused;
	socket->inside++;
}

/* A suspect is reachable after all: what waits in it is next. */
static void reach(struct unix_socket *socket, struct list_head *reached)
{
	socket->suspect = false;
	list_del(&socket->flight_node);
	list_add_tail(&socket->flight_node, reached);
}

static void find_suspects(void)
{
	struct unix_socket *socket;

	list_for_each_entry(socket, &sockets, flight_node) {
		u32 refs = __atomic_load_n(&socket->socket.file->refs,
					   __ATOMIC_ACQUIRE);

		socket->inside = 0;
		socket->suspect = refs == socket->in_flight;
	}
	list_for_each_entry(socket, &sockets, flight_node)
		if (socket->suspect)
			scan(socket, count_inside, NULL);
}

/* Only garbage is suspect behind it. */
static void clear_reachable(void)
{
	struct list_head reached, done;
	struct unix_socket *socket, *next;

	list_init(&reached);
	list_init(&done);
	list_for_each_entry_safe(socket, next, &sockets, flight_node)
		if (socket->suspect && socket->inside < socket->in_flight)
			reach(socket, &reached);
	while ((socket = list_first_entry(&reached, struct unix_socket,
					  flight_node))) {
		list_del(&socket->flight_node);
		list_add_tail(&socket->flight_node, &done);
		scan(socket, reach, &reached);
	}
	list_splice_tail(&done, &sockets);
}

static void take_queues(struct unix_socket *socket, struct list_head *buffers)
{
	struct unix_socket *waiting;

	mutex_lock(&socket->lock);
	list_splice_tail(&socket->queue, buffers);
	socket->queued = socket->queue_length = 0;
	list_for_each_entry(waiting, &socket->backlog, backlog_node)
		take_queues(waiting, buffers);
	mutex_unlock(&socket->lock);
}

static void take_garbage(struct list_head *buffers)
{
	struct unix_socket *socket;

	list_for_each_entry(socket, &sockets, flight_node)
		if (socket->suspect)
			take_queues(socket, buffers);
}

void unix_flight_collect(void)
{
	struct list_head buffers;

	if (likely(!READ_ONCE(nr_files)))
		return;
	list_init(&buffers);
	mutex_lock(&flight_lock);
	paid_for += FILES_PAID_FOR;
	if (paid_for >= nr_files) {
		paid_for = 0;
		find_suspects();
		clear_reachable();
		take_garbage(&buffers);
	}
	mutex_unlock(&flight_lock);
	unix_free_buffers(&buffers);
}
