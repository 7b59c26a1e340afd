// SPDX-License-Identifier: GPL-2.0-only
/*
 * The queue of a socket. A buffer is filled before the lock is taken; a reader
 * copies with it held. Who is woken gets the CPU when the waker gives it up, and
 * finds the lock free: see ipc/pipe.c, where it is the same.
 */
#include <exo/credentials.h>
#include <exo/limits.h>
#include <exo/process.h>

#include "unix.h"

/* Who sends it, if one of both sides wants that to be told. */
static struct ucred sender_of(const struct unix_socket *from,
			      const struct unix_socket *to,
			      const struct socket_message *message)
{
	const struct credentials *own;

	if (message->has_sender)
		return message->sender;
	if (likely(!socket_option(&from->socket, SO_PASSCRED) &&
		   !(to && socket_option(&to->socket, SO_PASSCRED))))
		return SOCKET_NOBODY;
	own = credentials_current();
	return (struct ucred){
		.pid = current_process ? current_process->id : 0,
		.uid = own->uid,
		.gid = own->gid,
	};
}

struct socket_buffer *unix_buffer(const struct unix_socket *from,
				  const struct unix_socket *to,
				  const struct socket_message *message,
				  size_t size)
{
	struct socket_buffer *buffer = socket_buffer_alloc(size);

	if (buffer)
		buffer->sender = sender_of(from, to, message);
	return buffer;
}

void unix_append_and_unlock(struct unix_socket *to,
			    struct socket_buffer *buffer)
{
	list_add_tail(&buffer->node, &to->queue);
	to->queued += buffer->memory;
	to->queue_length++;
	socket_notify(&to->socket, UNIX_READABLE);
	if (likely(wait_queue_empty(&to->reading))) {
		mutex_unlock(&to->lock);
		return;
	}
	irq_disable();
	if (unlikely(to->socket.peek_offset >= 0))
		wake_all(&to->reading); /* some may have to see more */
	else
		wake_one_next(&to->reading);
	mutex_unlock(&to->lock);
	irq_enable_and_yield();
}

void unix_unlock(struct unix_socket *socket)
{
	if (likely(wait_queue_empty(&socket->room) &&
		   wait_queue_empty(&socket->reading))) {
		mutex_unlock(&socket->lock);
		return;
	}
	irq_disable();
	if (!list_empty(&socket->queue) || !list_empty(&socket->backlog))
		wake_one_next(&socket->reading);
	wake_one_next(&socket->room);
	mutex_unlock(&socket->lock);
	irq_enable_and_yield();
}

void unix_consume(struct unix_socket *socket, struct socket_buffer *buffer)
{
	list_del(&buffer->node);
	socket->queued -= buffer->memory;
	socket->queue_length--;
	socket_buffer_free(buffer);
	unix_tell_senders(socket);
}

int unix_wait(struct wait_queue *queue, struct unix_socket *locked, u32 flags,
	      u64 deadline_ns)
{
	int err;

	if (flags & MSG_DONTWAIT)
		return -EAGAIN;
	err = wait_on_mutex_until(queue, &locked->lock, deadline_ns);
	if (unlikely(err == -EINTR))
		return socket_interrupted(deadline_ns);
	return err == -ETIMEDOUT ? -EAGAIN : err;
}

int unix_wait_for_room(struct unix_socket *self, struct unix_socket *target,
		       u32 flags, u64 deadline_ns)
{
	int err = unix_wait(&target->room, target, flags, deadline_ns);

	if (err == -EAGAIN)
		unix_await_room(self, target);
	return err;
}

int unix_wait_for_more(struct unix_socket *socket, u32 flags, u64 deadline_ns)
{
	int err = socket_take_error(&socket->socket);

	if (err)
		return err;
	if (socket_shut(&socket->socket) & SOCKET_SHUT_RECEIVE)
		return 0;
	wake_all(&socket->room); /* there is none better */
	err = unix_wait(&socket->reading, socket, flags, deadline_ns);
	return err ? err : 1;
}

void unix_set_peek_offset(struct socket *socket, s32 offset)
{
	struct unix_socket *self = unix_of(socket);

	mutex_lock(&self->lock);
	WRITE_ONCE(socket->peek_offset, offset);
	wake_all(&self->reading);
	mutex_unlock(&self->lock);
}

void unix_move_peek_offset_slow(struct unix_socket *socket, s64 size)
{
	s64 offset = max(socket->socket.peek_offset + size, (s64)0);

	WRITE_ONCE(socket->socket.peek_offset, (s32)min(offset, (s64)INT_MAX));
}
