/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. Named channels: whole messages between threads or processes, and
 * calls with a reply. Documentation/channels.md has the picture.
 *
 * All functions may sleep. An end is an open file; those functions that take
 * one want a reference held, and return -EBADF for another kind of file or one
 * that is not open in that direction. They return 0 or a negative errno; when
 * it is negative nothing has been sent, received or lost, unless a function says
 * otherwise.
 */
#ifndef EXO_CHANNEL_H
#define EXO_CHANNEL_H

#include <exo/channel_pages.h>
#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/channel.h>

struct file;

enum {
	/* A larger message travels in pages, whatever its sender gave. */
	CHANNEL_SMALL_MAX = 4096,
};

/*
 * A flag of the system calls': as without CHANNEL_PAGES, but what comes in pages
 * stays there, and @data need not have more than CHANNEL_SMALL_MAX of the @room.
 */
#define CHANNEL_KEEP_PAGES 0x80000000U

/* Who sends a message; zeros for the kernel's own threads. */
struct channel_sender {
	u32 process;
	u32 uid, gid; /* effective ids */
};

/*
 * A message. The memory is the kernel's: for a program, the system call copies
 * a small message through its stack and moves a large one by pages.
 *
 * What is sent stays the sender's, but for @pages: NULL afterwards when they are
 * gone. What is received, @pages and the reference to @file, is the receiver's.
 */
struct channel_message {
	void *data;
	size_t size; /* of the message; receiving: set */
	size_t room; /* receiving: bytes at @data */
	struct channel_pages *pages; /* instead of data, or NULL */
	struct file *file; /* goes with it, or NULL */
	u64 deadline_ns; /* of time_uptime_ns(); 0: none */
	u32 flags; /* CHANNEL_* */
	/* Last, lest it need copying on its way to a program. */
	union {
		struct {
			/* Names the caller; 0: nobody waits for a reply. */
			u64 token;
			/* Receiving: set, but for replies. */
			struct channel_sender sender;
		};
		struct channel_request request; /* the same */
	};
};

/*
 * An end of the channel @name: O_RDONLY receives, O_WRONLY sends, O_RDWR both.
 * O_CREAT, O_EXCL and O_NONBLOCK mean what they do to open(2); @attributes, with
 * 0 or NULL for the defaults, apply when it is created. -EINVAL for a name that
 * is empty or does not begin with "/", flags or attributes out of range,
 * -ENAMETOOLONG, -ENOENT, -EEXIST, -EACCES, -ENOMEM; -ENOSPC when there are 65536
 * names, or what may wait in the channels of the caller's user, who is not root,
 * would be more than RLIMIT_MSGQUEUE.
 */
int channel_open(const char *name, u32 flags,
		 const struct channel_attributes *attributes,
		 struct file **file);

/*
 * Take the name away; the channel goes with its last end. -ENOENT, -EINVAL,
 * -EACCES for who is not the owner.
 */
int channel_unlink(const char *name);

/*
 * Send a message. Waits while @capacity messages wait. -EAGAIN, -ETIMEDOUT,
 * -EINTR, -EPIPE when nobody has the channel open for receiving, -EMSGSIZE for
 * more than the channel takes, -EINVAL for a file that cannot be sent, -ENOMEM.
 */
int channel_send(struct file *end, struct channel_message *message);

/*
 * Receive the message that came first. @room must hold the largest one that the
 * channel takes: -EMSGSIZE. With CHANNEL_PAGES what was sent in pages comes in
 * pages, and room for CHANNEL_SMALL_MAX bytes is enough. -EAGAIN, -ETIMEDOUT,
 * -EINTR, -EPIPE when there is none and the last sender has gone.
 */
int channel_receive(struct file *end, struct channel_message *message);

/*
 * Send @request and wait for the reply. @reply says where that goes, how long to
 * wait for it and whether pages are welcome. Errors as channel_send(); and
 * -ETIMEDOUT, -EINTR or -EPIPE, when who took the request closed its end, also
 * after it was received. Waits first while @capacity calls are under way.
 */
int channel_call(struct file *end, struct channel_message *request,
		 struct channel_message *reply);

/*
 * Reply to the caller that @reply->token names; once, by the end that received
 * the call. -ESRCH when nobody waits for it: the caller has gone or has had its
 * reply, or there was no such call. -EMSGSIZE when it is more than the caller
 * has room for, -EINVAL, -ENOMEM: the caller waits still. Never waits.
 */
int channel_reply(struct file *end, struct channel_message *reply);

/*
 * channel_reply(), unless the token is 0, and channel_receive() in one step: the
 * caller runs at once. With -ESRCH, -EMSGSIZE, -EINVAL, -ENOMEM it has not
 * replied, after -EAGAIN, -ETIMEDOUT, -EINTR, -EPIPE it has.
 */
int channel_reply_and_receive(struct file *end, struct channel_message *reply,
			      struct channel_message *request);

/*
 * There will be no reply for the caller that @token names, whose call has come by
 * @end, a receiving end: it gets -EPIPE. Nothing when nobody waits. Never waits.
 */
void channel_refuse(struct file *end, u64 token);

/* What a channel looks like, for people. */
struct channel_info {
	const char *name;
	u32 uid, gid, mode;
	u32 capacity, message_max;
	u32 senders, receivers; /* open ends */
	u32 messages; /* that wait for a receiver */
	u32 calls; /* without a reply yet */
};

/*
 * Call @visit for some channels that have a name, from *@cursor on, which is 0
 * before the first and is moved. False when there are no more. @visit may not use
 * channels. One that others appear beside meanwhile may come twice. May sleep.
 */
bool channel_visit(u64 *cursor,
		   void (*visit)(const struct channel_info *info, void *arg),
		   void *arg);

/* The same for all of them. */
void channel_for_each(void (*visit)(const struct channel_info *info, void *arg),
		      void *arg);

#endif
