// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loop of a server.
 */
#include <errno.h>
#include <exo/channel.h>
#include <stdlib.h>

/* Receive into what lies behind *@request, as often as @handler wants. */
static ssize_t serve(int fd, struct channel_request *request, size_t room,
		     channel_handler handler, void *arg)
{
	void *data = request + 1;
	uint64_t token = 0; /* none yet */
	ssize_t size = 0;

	do {
		size = channel_answer(fd, token, data, size, request, room);
		if (size < 0)
			return -1;
		token = request->token;
		size = handler(data, size, room, arg);
	} while (size >= 0);
	return size;
}

ssize_t channel_serve(int fd, size_t room, channel_handler handler, void *arg)
{
	struct channel_request *request = malloc(sizeof(*request) + room);
	ssize_t result;
	int error;

	if (!request)
		return -1;
	result = serve(fd, request, room, handler, arg);
	error = errno;
	free(request);
	errno = error;
	return result;
}
