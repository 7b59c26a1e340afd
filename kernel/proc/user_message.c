// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/credentials.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <exo/process.h>
#include <exo/task.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

#include "user_message.h"

enum {
	FLAGS_OUT = CHANNEL_NONBLOCK | CHANNEL_HAND_OVER,
	FLAGS_IN = CHANNEL_NONBLOCK | CHANNEL_PAGES | CHANNEL_FD,
	NO_FD = -1,
};

static u64 deadline_of(u64 timeout_ns)
{
	u64 now = time_uptime_ns();

	if (!timeout_ns)
		return 0;
	return timeout_ns < ~0ULL - now ? now + timeout_ns : ~0ULL;
}

/* Take over what the program gave, without its bytes. */
static int begin(struct user_message *user, const struct channel_io *io,
		 u32 flags)
{
	if (io->flags & ~flags || io->reserved)
		return -EINVAL;
	user->io = *io;
	user->buffer = user->few;
	user->fd = NO_FD;
	user->message = (struct channel_message){
		.token = io->token,
		.deadline_ns = deadline_of(io->timeout_ns),
		.flags = io->flags & ~(u32)(CHANNEL_PAGES | CHANNEL_FD),
	};
	return 0;
}

/* The buffer is to have @size bytes. */
static int make_room(struct user_message *user, size_t size)
{
	if (size > sizeof(user->few)) {
		user->buffer = kmalloc(size);
		if (!user->buffer)
			return -ENOMEM;
	}
	user->message.data = user->buffer;
	return 0;
}

static void free_room(struct user_message *user)
{
	if (user->buffer != user->few)
		kfree(user->buffer);
}

static void give_back_descriptor(struct user_message *user)
{
	if (user->fd != NO_FD)
		fd_unreserve(current->files, user->fd);
}

static void __user *user_data(const struct user_message *user, size_t offset)
{
	return (u8 __user *)user->io.data + offset;
}

/* The bytes of @pages that are in frame @i. */
static size_t bytes_in(const struct channel_pages *pages, u32 i)
{
	return min(pages->size - i * PAGE_SIZE, (size_t)PAGE_SIZE);
}

static int get_pages(struct user_message *user, size_t size)
{
	struct channel_pages *pages = channel_pages_alloc(size);

	if (!pages)
		return -ENOMEM;
	for (u32 i = 0; i < pages->nr_frames; i++) {
		if (user_copy_from(frame_to_virt(pages->frames[i]),
				   user_data(user, i * PAGE_SIZE),
				   bytes_in(pages, i))) {
			channel_pages_free(pages);
			return -EFAULT;
		}
	}
	user->message.pages = pages;
	return 0;
}

static int get_bytes(struct user_message *user, size_t size)
{
	int err = make_room(user, size);

	if (err)
		return err;
	if (!user_copy_from(user->buffer, user_data(user, 0), size))
		return 0;
	free_room(user);
	return -EFAULT;
}

static int get_file(struct user_message *user)
{
	if (user->io.fd < 0)
		return 0;
	user->message.file = fd_get(current->files, user->io.fd);
	return user->message.file ? 0 : -EBADF;
}

static struct channel_sender this_sender(void)
{
	const struct credentials *who = credentials_current();

	return (struct channel_sender){
		.process = current_process ? current_process->id : 0,
		.uid = who->euid,
		.gid = who->egid,
	};
}

int user_message_get(struct user_message *user, const struct channel_io *io)
{
	int err = begin(user, io, FLAGS_OUT);
	size_t size;

	if (err)
		return err;
	size = user->io.size;
	if (size > CHANNEL_MESSAGE_MAX)
		return -EMSGSIZE;
	user->message.size = size;
	user->message.sender = this_sender();
	err = size > CHANNEL_SMALL_MAX ? get_pages(user, size)
				       : get_bytes(user, size);
	if (err)
		return err;
	err = get_file(user);
	if (err)
		user_message_put(user);
	return err;
}

/*
 * A descriptor, before anything is received, so that no message is lost for want
 * of one. Who takes what others send had better not hand it on unawares.
 */
static int take_descriptor(struct user_message *user)
{
	int fd;

	if (!(user->io.flags & CHANNEL_FD))
		return 0;
	fd = fd_reserve(current->files, O_CLOEXEC, 0);
	if (fd < 0)
		return fd;
	user->fd = fd;
	return 0;
}

int user_message_prepare(struct user_message *user, const struct channel_io *io)
{
	int err = begin(user, io, FLAGS_IN);
	size_t room;

	if (err)
		return err;
	room = user->io.room;
	if (room && (!user_range_valid(user_data(user, 0), room) ||
		     user_touch(user_data(user, 0), true)))
		return -EFAULT;
	user->message.room = room;
	if (room > CHANNEL_SMALL_MAX)
		user->message.flags |= CHANNEL_KEEP_PAGES;
	err = take_descriptor(user);
	if (err)
		return err;
	err = make_room(user, min(room, (size_t)CHANNEL_SMALL_MAX));
	if (err)
		give_back_descriptor(user);
	return err;
}

static int put_pages(struct user_message *user)
{
	const struct channel_pages *pages = user->message.pages;

	for (u32 i = 0; i < pages->nr_frames; i++)
		if (user_copy_to(user_data(user, i * PAGE_SIZE),
				 frame_to_virt(pages->frames[i]),
				 bytes_in(pages, i)))
			return -EFAULT;
	return 0;
}

static int put_bytes(struct user_message *user)
{
	return user->message.pages
		       ? put_pages(user)
		       : user_copy_to(user_data(user, 0), user->buffer,
				      user->message.size);
}

int user_message_give(struct user_message *user)
{
	if (put_bytes(user))
		return -EFAULT;
	user->io.size = user->message.pages ? user->message.pages->size
					    : user->message.size;
	user->io.token = user->message.token;
	user->io.fd = user->message.file ? user->fd : NO_FD;
	user->io.process = user->message.sender.process;
	user->io.uid = user->message.sender.uid;
	user->io.gid = user->message.sender.gid;
	return 0;
}

void user_message_give_file(struct user_message *user)
{
	if (user->fd == NO_FD || !user->message.file)
		return;
	fd_fill(current->files, user->fd, user->message.file);
	user->message.file = NULL;
	user->fd = NO_FD;
}

void user_message_put(struct user_message *user)
{
	channel_pages_free(user->message.pages);
	if (user->message.file)
		file_put(user->message.file);
	give_back_descriptor(user);
	free_room(user);
}
