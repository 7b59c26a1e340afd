// SPDX-License-Identifier: GPL-2.0-only
/*
 * Few bytes from a program's memory through a channel to another's: by way of
 * the stacks of both, so that nothing is allocated, and neither program's memory
 * is touched with the lock held.
 */
#include <exo/channel_few.h>
#include <exo/credentials.h>
#include <exo/fd_ref_inline.h>
#include <exo/uaccess.h>

#include "channel_fast.h"
#include "channel_internal.h"

enum {
	NOT_FAST = 2, /* no result of the functions with _slow */
};

static __always_inline int not_fast(struct file *file,
				    struct channel_message *message)
{
	(void)file;
	(void)message;
	return NOT_FAST;
}

static __always_inline int not_fast_two(struct file *file,
					struct channel_message *out,
					struct channel_message *in)
{
	(void)file;
	(void)out;
	(void)in;
	return NOT_FAST;
}

/* Those fields that the fast paths look at; the others have to be made up. */
static __always_inline void outgoing(struct channel_message *message,
				     void *data, size_t size, u64 token)
{
	const struct credentials *who = credentials_current();

	message->data = data;
	message->size = size;
	message->pages = NULL;
	message->file = NULL;
	message->token = token;
	message->flags = 0;
	message->sender.process = current->process_id;
	message->sender.uid = who->euid;
	message->sender.gid = who->egid;
}

static __always_inline void incoming(struct channel_message *message,
				     void *data, size_t room)
{
	message->data = data;
	message->room = room;
	message->deadline_ns = 0;
	message->flags = 0;
}

/*
 * Only the bytes are left of what has come: programs that take nothing else have no
 * descriptor for a file.
 */
static __noinline void unwrap(struct channel_message *received)
{
	channel_unpack(received);
	if (received->file)
		file_put(received->file);
}

static __noinline int send_slowly(struct file *file, void *data, size_t size,
				  u32 flags)
{
	struct channel_message message = {};

	outgoing(&message, data, size, 0);
	message.flags = flags;
	return channel_send_slow(file, &message);
}

long channel_put_few(int fd, const void __user *data, u32 size, u32 flags)
{
	struct fd_ref ref = fd_ref_get_inline(fd);
	u64 bytes[CHANNEL_FEW_MAX / sizeof(u64)];
	struct channel_message message;
	int err = -EFAULT;

	if (unlikely(!ref.file))
		return -EBADF;
	if (likely(!user_copy_from(bytes, data, size))) {
		outgoing(&message, bytes, size, 0);
		message.flags = flags;
		err = channel_send_fast(ref.file, &message, not_fast);
		if (unlikely(err == NOT_FAST))
			err = send_slowly(ref.file, bytes, size, flags);
	}
	fd_ref_put(ref);
	return err;
}

/* What has come, @size bytes with what tells of it, to the program: 0 or -EFAULT. */
static __always_inline int hand_out(void __user *to, const void *from, u32 size,
				    struct channel_message *received)
{
	if (unlikely(!channel_is_bare(received)))
		unwrap(received);
	return user_copy_to(to, from, size);
}

/* The bytes alone. Their number, or an error. */
static __always_inline long hand_out_bytes(void __user *to, const void *bytes,
					   struct channel_message *received)
{
	const u32 size = (u32)received->size;

	return likely(!hand_out(to, bytes, size, received)) ? (long)size
							    : -EFAULT;
}

long channel_get_few(int fd, void __user *data, u32 room, u32 flags)
{
	struct fd_ref ref = fd_ref_get_inline(fd);
	u64 bytes[CHANNEL_FEW_MAX / sizeof(u64)];
	struct channel_message message;
	long result;

	if (unlikely(!ref.file))
		return -EBADF;
	incoming(&message, bytes, room);
	message.flags = flags;
	result = channel_receive_fast(ref.file, &message, not_fast);
	if (unlikely(result == NOT_FAST))
		result = channel_receive_slow(ref.file, &message);
	if (likely(!result))
		result = hand_out_bytes(data, bytes, &message);
	fd_ref_put(ref);
	return result;
}

static __noinline int call_slowly(struct file *file, void *data, size_t size,
				  struct channel_message *reply)
{
	struct channel_message request = {};

	outgoing(&request, data, size, 0);
	return channel_call_slow(file, &request, reply);
}

long channel_ask_few(int fd, const void __user *request, u32 size,
		     void __user *reply, u32 room)
{
	struct fd_ref ref = fd_ref_get_inline(fd);
	/* The request has been received before the reply comes. */
	u64 bytes[CHANNEL_FEW_MAX / sizeof(u64)];
	struct channel_message asked, answer;
	long result = -EFAULT;

	if (unlikely(!ref.file))
		return -EBADF;
	if (likely(!user_copy_from(bytes, request, size))) {
		outgoing(&asked, bytes, size, 0);
		incoming(&answer, bytes, room);
		result = channel_call_fast(ref.file, &asked, &answer,
					   not_fast_two);
		if (unlikely(result == NOT_FAST))
			result = call_slowly(ref.file, bytes, size, &answer);
		if (likely(!result))
			result = hand_out_bytes(reply, bytes, &answer);
	}
	fd_ref_put(ref);
	return result;
}

/*
 * What has come, as the program gets it: message.request, and the bytes. Before that
 * they are those of the reply.
 */
struct answered {
	struct channel_message message;
	u64 bytes[CHANNEL_FEW_MAX / sizeof(u64)];
};

enum {
	REQUEST_AT = offsetof(struct answered, message.request)
};

_Static_assert(REQUEST_AT + sizeof(struct channel_request) ==
		       offsetof(struct answered, bytes),
	       "the bytes lie behind what tells of them");

static __noinline int answer_slowly(struct file *file, u64 token, void *data,
				    size_t size,
				    struct channel_message *request)
{
	struct channel_message reply = {};

	outgoing(&reply, data, size, token);
	return channel_reply_and_receive_slow(file, &reply, request);
}

/* The same, with what tells of it in front. */
static __always_inline long hand_out_request(struct file *file,
					     struct channel_request __user *to,
					     struct answered *from)
{
	const u32 size = (u32)from->message.size;

	if (likely(!hand_out(to, (u8 *)from + REQUEST_AT,
			     (u32)sizeof(*to) + size, &from->message)))
		return (long)size;
	channel_refuse(file, from->message.token);
	return -EFAULT;
}

long channel_answer_few(int fd, u64 token, const void __user *reply, u32 size,
			struct channel_request __user *request, u32 room)
{
	struct fd_ref ref = fd_ref_get_inline(fd);
	/* The reply has been given before the request comes. */
	struct answered asked;
	struct channel_message answer;
	long result = -EFAULT;

	if (unlikely(!ref.file))
		return -EBADF;
	if (likely(!user_copy_from(asked.bytes, reply, size))) {
		outgoing(&answer, asked.bytes, size, token);
		incoming(&asked.message, asked.bytes, room);
		asked.message.request.reserved = 0;
		result = channel_reply_and_receive_fast(
			ref.file, &answer, &asked.message, not_fast_two);
		if (unlikely(result == NOT_FAST))
			result = answer_slowly(ref.file, token, asked.bytes,
					       size, &asked.message);
		if (likely(!result))
			result = hand_out_request(ref.file, request, &asked);
	}
	fd_ref_put(ref);
	return result;
}
