// SPDX-License-Identifier: GPL-2.0-only
/*
 * echo_server NAME: answer each message on the channel /NAME with the same in
 * capital letters, and stop at an empty one.
 */
#include <ctype.h>
#include <err.h>
#include <exo/channel.h>
#include <fcntl.h>
#include <stdio.h>

enum {
	STOP = -2
};

static ssize_t answer(void *data, size_t size, size_t room, void *arg)
{
	char *text = data;

	(void)room;
	(void)arg;
	for (size_t i = 0; i < size; i++)
		text[i] = toupper((unsigned char)text[i]);
	return size ? (ssize_t)size : STOP;
}

int main(int argc, char **argv)
{
	static const struct channel_attributes attributes = {
		.message_max = 1024, .mode = 0600};
	int fd;

	if (argc != 2)
		errx(2, "usage: echo_server /NAME");
	/* O_RDWR: being a sender itself, it waits for the next when all leave. */
	fd = channel_open(argv[1], O_RDWR | O_CREAT | O_EXCL, &attributes);
	if (fd < 0)
		err(1, "%s", argv[1]);
	if (channel_serve(fd, attributes.message_max, answer, NULL) != STOP)
		err(1, "%s", argv[1]);
	channel_unlink(argv[1]);
	return 0;
}
