/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Named channels, as programs see them: messages between processes, and calls
 * with a reply. Documentation/channels.md explains what they do. The system
 * calls are Exo-OS's own; on any other kernel these numbers give ENOSYS.
 *
 *	int channel_open(const char *name, unsigned int flags,
 *			 const struct channel_attributes *attributes);
 *	int channel_unlink(const char *name);
 *	int channel_send(int fd, const struct channel_io *message);
 *	int channel_receive(int fd, struct channel_io *message);
 *	int channel_call(int fd, const struct channel_io *request,
 *			 struct channel_io *reply);
 *	int channel_reply(int fd, const struct channel_io *reply);
 *	int channel_reply_and_receive(int fd, const struct channel_io *reply,
 *				      struct channel_io *request);
 *
 * The same for who has bytes only, and no need of more: no descriptor, no limit of
 * time. A descriptor that comes is closed. The first returns 0, the others the
 * size of what has come.
 *
 *	int channel_put(int fd, const void *data, size_t size,
 *			unsigned int flags);
 *	ssize_t channel_get(int fd, void *data, size_t room,
 *			    unsigned int flags);
 *	ssize_t channel_ask(int fd, const void *request, size_t size,
 *			    void *reply, size_t room);
 *	ssize_t channel_answer(int fd, u64 token, const void *reply,
 *			       size_t size, struct channel_request *request,
 *			       size_t room);
 */
#ifndef UAPI_CHANNEL_H
#define UAPI_CHANNEL_H

#include <exo/types.h>

#define SYS_channel_open	      500
#define SYS_channel_unlink	      501
#define SYS_channel_send	      502
#define SYS_channel_receive	      503
#define SYS_channel_call	      504
#define SYS_channel_reply	      505
#define SYS_channel_reply_and_receive 506
#define SYS_channel_put		      507
#define SYS_channel_get		      508
#define SYS_channel_ask		      509
#define SYS_channel_answer	      510

#define CHANNEL_NAME_MAX     255 /* bytes, the leading "/" included */
#define CHANNEL_CAPACITY_MAX 4096 /* messages; calls under way */
#define CHANNEL_MESSAGE_MAX  (1U << 20) /* bytes */

/* Flags of one message or call. */
#define CHANNEL_NONBLOCK  0x1 /* EAGAIN rather than wait */
#define CHANNEL_PAGES	  0x2 /* receiving: whole pages are mapped, not copied */
#define CHANNEL_HAND_OVER 0x4 /* sending: a waiting receiver runs at once */
#define CHANNEL_FD	  0x8 /* receiving: a descriptor may come */

/* How a channel is created; ignored when it exists. */
struct channel_attributes {
	u32 capacity; /* messages that wait, and besides, calls under way */
	u32 message_max; /* bytes */
	u32 mode; /* 0400 lets the owner receive, 0200 send, and so on */
	u32 reserved; /* 0 */
};

/* One message, on its way out or in. */
struct channel_io {
	u64 data; /* address; page-aligned with CHANNEL_PAGES */
	u64 size; /* of the message; receiving: set */
	u64 room; /* receiving: bytes at data */
	u64 token; /* names a caller: set on receiving, given for a reply */
	u64 timeout_ns; /* 0: for ever */
	s32 fd; /* a descriptor that goes with it; -1: none; receiving: set */
	u32 flags; /* CHANNEL_* */
	/* Receiving: set. Who sent it; process 0 is the kernel. Not of replies. */
	u32 process, uid, gid; /* effective ids */
	u32 reserved; /* 0 */
};

/* What channel_answer() tells of a request; its bytes lie behind. */
struct channel_request {
	u64 token; /* names the caller; 0: nobody waits for a reply */
	u32 process, uid, gid; /* who sent it; process 0 is the kernel */
	u32 reserved; /* 0 */
};

#endif
