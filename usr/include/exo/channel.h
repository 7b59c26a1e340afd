/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libexo: named channels for programs. Documentation/channels.md explains them,
 * Documentation/userland.md shows a program.
 *
 * Every function but channel_serve() returns -1 with errno set when it fails. On
 * a kernel that knows no channels that is ENOSYS.
 */
#ifndef LIBEXO_CHANNEL_H
#define LIBEXO_CHANNEL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <uapi/channel.h>

/* --- The system calls, as they are */

/*
 * A descriptor of the channel @name, which begins with "/". @flags are those of
 * open(2): O_RDONLY receives, O_WRONLY sends, O_RDWR both; O_CREAT, O_EXCL,
 * O_NONBLOCK, O_CLOEXEC. @attributes, or NULL, apply to what is created. ENOSPC: the
 * channels that this user has made take RLIMIT_MSGQUEUE bytes already.
 */
int channel_open(const char *name, unsigned int flags,
		 const struct channel_attributes *attributes);
int channel_unlink(const char *name);

int channel_send(int fd, const struct channel_io *message);

/* @message->room bytes at data must hold the largest message that may come. */
int channel_receive(int fd, struct channel_io *message);

/* Send @request and wait for the reply. */
int channel_call(int fd, const struct channel_io *request,
		 struct channel_io *reply);

/* @reply->token names the call: that of the message received. */
int channel_reply(int fd, const struct channel_io *reply);

/* Both in one step, for servers; no reply when its token is 0. */
int channel_reply_and_receive(int fd, const struct channel_io *reply,
			      struct channel_io *request);

/* --- For what is usual: plain bytes, no descriptor, no limit of time */

/* Send @size bytes as one message. @flags: CHANNEL_NONBLOCK, _HAND_OVER. 0. */
int channel_put(int fd, const void *data, size_t size, unsigned int flags);

/* Receive one message into @room bytes. @flags: CHANNEL_NONBLOCK. Its size. */
ssize_t channel_get(int fd, void *data, size_t room, unsigned int flags);

/* Call with @size bytes and put the reply into @room bytes: its size. */
ssize_t channel_ask(int fd, const void *request, size_t size, void *reply,
		    size_t room);

/*
 * For servers: give the call that @token names a reply of @size bytes, unless it
 * is 0, and receive the next message; its size. *@request tells of it, and the
 * bytes lie behind, in at most @room.
 */
ssize_t channel_answer(int fd, uint64_t token, const void *reply, size_t size,
		       struct channel_request *request, size_t room);

/*
 * Answer a message of @size bytes at @data, in place, with at most @room bytes:
 * returns the size of the answer, or a negative number to stop serving.
 */
typedef ssize_t (*channel_handler)(void *data, size_t size, size_t room,
				   void *arg);

/*
 * Receive messages of at most @room bytes, for ever, and have @handler answer
 * them; what it returns for messages that nobody waits for is not sent. Returns
 * what @handler returned to stop, or -1 with errno set: EINTR when a signal, or a
 * stop, has come while it waited; nothing is lost if it is called again.
 */
ssize_t channel_serve(int fd, size_t room, channel_handler handler, void *arg);

#endif
