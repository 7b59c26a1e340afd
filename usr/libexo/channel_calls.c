// SPDX-License-Identifier: GPL-2.0-only
/*
 * The system calls of channels: Exo-OS's own, so no C library knows them.
 */
#include <exo/channel.h>
#include <unistd.h>

int channel_open(const char *name, unsigned int flags,
		 const struct channel_attributes *attributes)
{
	return syscall(SYS_channel_open, name, flags, attributes);
}

int channel_unlink(const char *name)
{
	return syscall(SYS_channel_unlink, name);
}

int channel_send(int fd, const struct channel_io *message)
{
	return syscall(SYS_channel_send, fd, message);
}

int channel_receive(int fd, struct channel_io *message)
{
	return syscall(SYS_channel_receive, fd, message);
}

int channel_call(int fd, const struct channel_io *request,
		 struct channel_io *reply)
{
	return syscall(SYS_channel_call, fd, request, reply);
}

int channel_reply(int fd, const struct channel_io *reply)
{
	return syscall(SYS_channel_reply, fd, reply);
}

int channel_reply_and_receive(int fd, const struct channel_io *reply,
			      struct channel_io *request)
{
	return syscall(SYS_channel_reply_and_receive, fd, reply, request);
}

int channel_put(int fd, const void *data, size_t size, unsigned int flags)
{
	return syscall(SYS_channel_put, fd, data, size, flags);
}

ssize_t channel_get(int fd, void *data, size_t room, unsigned int flags)
{
	return syscall(SYS_channel_get, fd, data, room, flags);
}

ssize_t channel_ask(int fd, const void *request, size_t size, void *reply,
		    size_t room)
{
	return syscall(SYS_channel_ask, fd, request, size, reply, room);
}

ssize_t channel_answer(int fd, uint64_t token, const void *reply, size_t size,
		       struct channel_request *request, size_t room)
{
	return syscall(SYS_channel_answer, fd, token, reply, size, request,
		       room);
}
