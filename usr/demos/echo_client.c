// SPDX-License-Identifier: GPL-2.0-only
/*
 * echo_client NAME WORD...: have an echo_server answer each word; then, without
 * one, stop the server.
 */
#include <err.h>
#include <exo/channel.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static void ask(int fd, const char *word)
{
	char reply[1024];
	ssize_t size =
		channel_ask(fd, word, strlen(word), reply, sizeof(reply));

	if (size < 0)
		err(1, "%s", word);
	printf("%s: %.*s\n", word, (int)size, reply);
}

int main(int argc, char **argv)
{
	int fd;

	if (argc < 2)
		errx(2, "usage: echo_client /NAME [WORD...]");
	fd = channel_open(argv[1], O_WRONLY, NULL);
	if (fd < 0)
		err(1, "%s", argv[1]);
	for (int i = 2; i < argc; i++)
		ask(fd, argv[i]);
	if (argc == 2 && channel_put(fd, "", 0, 0) < 0)
		err(1, "%s", argv[1]);
	return 0;
}
