// SPDX-License-Identifier: GPL-2.0-only
/*
 * Few bytes from a program's memory through a channel to another's: by way of
 * the stacks of both, so that nothing is allocated, and neither program's memory
 * is touched with the lock held.
 */
#include <exo/channel_few.h>
#include <exo/credentials.h>
#include <exo/fd_ref.h>
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

/* Programs that take bytes only have no descriptor for it. */
static __always_inline void drop_file(struct channel_message *received)
{
	if (unlikely(received->file))
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

long channel_put_few(int fd, const void __user *data, size_t size, u32 flags)
{
	struct fd_ref ref = fd_ref_get(fd);
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

/* The size of what has come, in the program's memory now. */
static __always_inline long hand_out(void __user *to, const void *from,
				     size_t size,
				     struct channel_message *received)
{
	drop_file(received);
	return likely(!user_copy_to(to, from, size)) ? (long)received->size
						     : -EFAULT;
}

long channel_get_few(int fd, void __user *data, size_t room, u32 flags)
{
	struct fd_ref ref = fd_ref_get(fd);
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
		result = hand_out(data, bytes, message.size, &message);
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

long channel_ask_few(int fd, const void __user *request, size_t size,
		     void __user *reply, size_t room)
{
	struct fd_ref ref = fd_ref_get(fd);
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
			result = hand_out(reply, bytes, answer.size, &answer);
	}
	fd_ref_put(ref);
	return result;
}

/* As the program gets it, and before that as it gave the reply. */
struct answer_bytes {
	struct channel_request head;
	u64 bytes[CHANNEL_FEW_MAX / sizeof(u64)];
};

static __noinline int answer_slowly(struct file *file, u64 token, void *data,
				    size_t size,
				    struct channel_message *request)
{
	struct channel_message reply = {};

	outgoing(&reply, data, size, token);
	return channel_reply_and_receive_slow(file, &reply, request);
}

/* As hand_out(), with what tells of it in front. */
static __always_inline long hand_out_request(struct file *file,
					     struct channel_request __user *to,
					     struct answer_bytes *from,
					     struct channel_message *received)
{
	long result;

	from->head.token = received->token;
	from->head.process = received->sender.process;
	from->head.uid = received->sender.uid;
	from->head.gid = received->sender.gid;
	from->head.reserved = 0;
	result = hand_out(to, from, sizeof(from->head) + received->size,
			  received);
	if (unlikely(result < 0))
		channel_refuse(file, received->token);
	return result;
}

long channel_answer_few(int fd, u64 token, const void __user *reply,
			size_t size, struct channel_request __user *request,
			size_t room)
{
	struct fd_ref ref = fd_ref_get(fd);
	/* The reply has been given before the request comes. */
	struct answer_bytes bytes;
	struct channel_message answer, asked;
	long result = -EFAULT;

	if (unlikely(!ref.file))
		return -EBADF;
	if (likely(!user_copy_from(bytes.bytes, reply, size))) {
		outgoing(&answer, bytes.bytes, size, token);
		incoming(&asked, bytes.bytes, room);
		result = channel_reply_and_receive_fast(ref.file, &answer,
							&asked, not_fast_two);
		if (unlikely(result == NOT_FAST))
			result = answer_slowly(ref.file, token, bytes.bytes,
					       size, &asked);
		if (likely(!result))
			result = hand_out_request(ref.file, request, &bytes,
						  &asked);
	}
	fd_ref_put(ref);
	return result;
}
