// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ancillary data of messages, unix(7): open files and who sends.
 */
#include <exo/credentials.h>
#include <exo/file_table.h>
#include <exo/kmalloc.h>
#include <exo/process.h>
#include <exo/socket_control.h>
#include <exo/string.h>
#include <exo/uaccess.h>

#include "user_socket.h"

enum {
	CONTROL_MAX = 20480, /* bytes; Linux's optmem_max */
	CONTROL_FEW = 128, /* bytes that lie on the stack */
};

/* May the caller say of itself that it is @claimed? 0 or a negative errno. */
static int check_sender(const struct ucred *claimed)
{
	const struct credentials *own = credentials_current();
	bool root = !own->euid;

	if (claimed->uid == ~0U || claimed->gid == ~0U)
		return -EINVAL;
	if (!root &&
	    ((current_process && claimed->pid != current_process->id) ||
	     (claimed->uid != own->uid && claimed->uid != own->euid &&
	      claimed->uid != own->suid) ||
	     (claimed->gid != own->gid && claimed->gid != own->egid &&
	      claimed->gid != own->sgid)))
		return -EPERM;
	return 0;
}

static int get_sender(struct socket_message *message,
		      const struct cmsghdr *header, const u8 *data)
{
	int err;

	if (header->cmsg_len != sizeof(*header) + sizeof(message->sender))
		return -EINVAL;
	memcpy(&message->sender, data, sizeof(message->sender));
	err = check_sender(&message->sender);
	message->has_sender = !err;
	return err;
}

static int get_file(struct socket_rights *rights, int fd)
{
	struct file *file = fd_get(current->files, fd);

	if (!file)
		return -EBADF;
	socket_rights_add(rights, file);
	file_put(file);
	return 0;
}

static int get_files(struct socket_message *message,
		     const struct cmsghdr *header, const u8 *data)
{
	size_t count = (header->cmsg_len - sizeof(*header)) / sizeof(int);
	int err = 0, fd;

	if (!count)
		return 0;
	if (count > SCM_MAX_FD)
		return -EINVAL;
	if (!message->rights)
		message->rights = socket_rights_alloc(SCM_MAX_FD);
	if (!message->rights)
		return -ENOMEM;
	if (message->rights->count + count > SCM_MAX_FD)
		return -EINVAL;
	for (size_t i = 0; i < count && !err; i++) {
		memcpy(&fd, data + i * sizeof(fd), sizeof(fd));
		err = get_file(message->rights, fd);
	}
	return err;
}

static int get_item(struct socket_message *message,
		    const struct cmsghdr *header, const u8 *data)
{
	if (header->cmsg_level != SOL_SOCKET)
		return 0;
	switch (header->cmsg_type) {
	case SCM_RIGHTS:
		return get_files(message, header, data);
	case SCM_CREDENTIALS:
		return get_sender(message, header, data);
	default:
		return -EINVAL;
	}
}

static int get_items(struct socket_message *message, const u8 *control,
		     size_t size)
{
	struct cmsghdr header;
	size_t at = 0, next = 0;
	int found;

	while ((found = socket_control_next(control, size, &next, &header)) >
	       0) {
		int err = get_item(message, &header,
				   control + at + sizeof(header));

		if (err)
			return err;
		at = next;
	}
	return found;
}

int user_control_get(struct socket_message *message, const void __user *from,
		     size_t size)
{
	u8 few[CONTROL_FEW], *control = few;
	int err;

	if (size > CONTROL_MAX)
		return -ENOBUFS;
	if (size > sizeof(few))
		control = kmalloc(size);
	if (!control)
		return -ENOBUFS;
	err = user_copy_from(control, from, size);
	if (!err)
		err = get_items(message, control, size);
	if (err) {
		socket_rights_free(message->rights);
		message->rights = NULL;
	}
	if (control != few)
		kfree(control);
	return err;
}

/* Where the next item goes, and how many bytes are left there. */
struct control_room {
	u8 __user *at;
	size_t left;
};

/* A header and @size bytes of data, cut if need be. False: it was. */
static bool put_item(struct control_room *room, int type, const void *data,
		     size_t size)
{
	struct cmsghdr header = {
		.cmsg_len = min(sizeof(header) + size, room->left),
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = type,
	};
	size_t taken = min(SOCKET_CONTROL_SPACE(size), room->left);

	if (room->left < sizeof(header) ||
	    user_copy_to(room->at, &header, sizeof(header)) ||
	    user_copy_to(room->at + sizeof(header), data,
			 header.cmsg_len - sizeof(header)))
		return false;
	room->at += taken;
	room->left -= taken;
	return header.cmsg_len == sizeof(header) + size;
}

/* How many files became descriptors, at the places for them. */
static u32 install_files(struct socket_rights *rights, int __user *to, u32 room,
			 u32 flags)
{
	u32 done;

	for (done = 0; done < min(rights->count, room); done++) {
		int fd = fd_reserve(current->files, flags, 0);

		if (fd < 0)
			break;
		if (user_put(&to[done], fd)) {
			fd_unreserve(current->files, fd);
			break;
		}
		fd_fill(current->files, fd, rights->files[done]);
		rights->files[done] = NULL;
	}
	return done;
}

/* False: not all that came could be given. */
static bool put_files(struct control_room *room, struct socket_rights *rights,
		      u32 flags)
{
	struct cmsghdr header = {
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS,
	};
	size_t taken;
	u32 done;

	if (room->left < sizeof(header))
		return false;
	done = install_files(rights, (int __user *)(room->at + sizeof(header)),
			     (u32)((room->left - sizeof(header)) / sizeof(int)),
			     flags);
	if (!done)
		return false;
	header.cmsg_len = sizeof(header) + done * sizeof(int);
	if (user_copy_to(room->at, &header, sizeof(header)))
		return false;
	taken = min(SOCKET_CONTROL_SPACE(done * sizeof(int)), room->left);
	room->at += taken;
	room->left -= taken;
	return done == rights->count;
}

void user_control_put(const struct socket *socket,
		      struct socket_message *message, struct msghdr *header,
		      u32 asked)
{
	struct control_room room = {
		.at = (u8 __user *)header->msg_control,
		.left = header->msg_control ? header->msg_controllen : 0,
	};
	u32 cloexec = asked & MSG_CMSG_CLOEXEC ? O_CLOEXEC : 0;
	bool all = true;

	if (socket_option(socket, SO_PASSCRED))
		all = put_item(&room, SCM_CREDENTIALS, &message->sender,
			       sizeof(message->sender));
	if (message->rights)
		all = put_files(&room, message->rights, cloexec) && all;
	socket_rights_free(message->rights);
	if (!all)
		message->flags_out |= MSG_CTRUNC;
	header->msg_controllen = (size_t)((unsigned long)room.at -
					  (unsigned long)header->msg_control);
}
