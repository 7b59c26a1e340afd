// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages that are plain bytes.
 */
#include <exo/channel.h>
#include <stdint.h>

static struct channel_io outgoing(const void *data, size_t size)
{
	return (struct channel_io){
		.data = (uintptr_t)data, .size = size, .fd = -1};
}

static struct channel_io incoming(void *data, size_t room)
{
	return (struct channel_io){
		.data = (uintptr_t)data, .room = room, .fd = -1};
}

int channel_put(int fd, const void *data, size_t size)
{
	struct channel_io message = outgoing(data, size);

	return channel_send(fd, &message);
}

ssize_t channel_get(int fd, void *data, size_t room)
{
	struct channel_io message = incoming(data, room);

	return channel_receive(fd, &message) < 0 ? -1 : (ssize_t)message.size;
}

ssize_t channel_ask(int fd, const void *request, size_t size, void *reply,
		    size_t room)
{
	struct channel_io asked = outgoing(request, size);
	struct channel_io answer = incoming(reply, room);

	if (channel_call(fd, &asked, &answer) < 0)
		return -1;
	return answer.size;
}

ssize_t channel_serve(int fd, void *data, size_t room, channel_handler handler,
		      void *arg)
{
	struct channel_io reply = outgoing(data, 0); /* token 0: none yet */

	for (;;) {
		struct channel_io request = incoming(data, room);
		ssize_t size;

		if (channel_reply_and_receive(fd, &reply, &request) < 0)
			return -1;
		size = handler(data, request.size, room, arg);
		if (size < 0)
			return size;
		reply.token = request.token;
		reply.size = size;
	}
}
