// SPDX-License-Identifier: GPL-2.0-only
/*
 * channels TOPIC: named channels as several processes have them. Prints what happens,
 * without numbers that differ from run to run.
 */
#include "channels.h"

#include <dirent.h>
#include <poll.h>

static const struct channel_attributes attributes = {
	.capacity = CAPACITY, .message_max = ROOM, .mode = 0600};

int open_end(int access)
{
	int fd = channel_open(NAME, access | O_CREAT, &attributes);

	if (fd < 0) {
		show_error("open", fd);
		exit(1);
	}
	return fd;
}

void end_topic(void)
{
	channel_unlink(NAME);
}

int put(int fd, const char *text)
{
	return channel_put(fd, text, strlen(text) + 1, 0);
}

int put_now(int fd, const char *text)
{
	return channel_put(fd, text, strlen(text) + 1, CHANNEL_NONBLOCK);
}

ssize_t ask(int fd, const char *text)
{
	char reply[ROOM];
	ssize_t size = channel_ask(fd, text, strlen(text) + 1, reply, ROOM);

	if (size > 0)
		printf("the reply: %s\n", reply);
	fflush(stdout);
	return size;
}

const char *outcome(long result)
{
	return result < 0 ? strerror(errno) : "done";
}

void show_next(int fd)
{
	char text[ROOM];
	ssize_t size = channel_get(fd, text, ROOM, CHANNEL_NONBLOCK);

	if (size < 0)
		show_error("next", -1);
	else
		printf("next: %.*s\n", (int)size, text);
	fflush(stdout);
}

uint64_t take(int fd)
{
	char text[ROOM];
	struct channel_io io = {
		.data = (uintptr_t)text, .room = ROOM, .fd = -1};

	if (channel_receive(fd, &io)) {
		show_error("receive", -1);
		exit(1);
	}
	return io.token;
}

int answer(int fd, uint64_t token, const char *text)
{
	struct channel_io io = {
		.data = (uintptr_t)text,
		.size = strlen(text) + 1,
		.token = token,
		.fd = -1,
	};

	return channel_reply(fd, &io);
}

int put_file(int fd, int file)
{
	struct channel_io io = {.fd = file};

	return channel_send(fd, &io);
}

int take_file(int fd, uint64_t *token)
{
	char text[ROOM];
	struct channel_io io = {
		.data = (uintptr_t)text,
		.room = ROOM,
		.flags = CHANNEL_FD,
	};

	if (channel_receive(fd, &io))
		return -1;
	*token = io.token;
	return io.fd;
}

void show_ready(const char *what, int fd)
{
	struct pollfd polled = {fd, POLLIN | POLLOUT, 0};

	poll(&polled, 1, 0);
	printf("%s:%s%s%s%s%s\n", what, polled.revents ? "" : " nothing",
	       polled.revents & POLLIN ? " in" : "",
	       polled.revents & POLLOUT ? " out" : "",
	       polled.revents & POLLERR ? " error" : "",
	       polled.revents & POLLHUP ? " hung up" : "");
	fflush(stdout);
}

struct witness open_witness(void)
{
	int ends[2];

	if (pipe(ends))
		exit(1);
	return (struct witness){ends[0], ends[1]};
}

void show_gone(struct witness *witness)
{
	struct pollfd polled = {witness->in, 0, 0};

	close(witness->other_end);
	poll(&polled, 1, 0);
	puts(polled.revents & POLLHUP ? "the file is closed"
				      : "the file is open");
	fflush(stdout);
	close(witness->in);
}

static int count_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int count = 0;

	while (folder && readdir(folder))
		count++;
	closedir(folder);
	return count;
}

/* But for the heading. */
static int count_channels(void)
{
	FILE *file = fopen("/proc/channels", "r");
	char line[512];
	int count = -1;

	while (file && fgets(line, sizeof(line), file))
		count++;
	fclose(file);
	return count;
}

static const struct {
	const char *name;
	void (*run)(void);
} topics[] = {
	{"peers", peers},
	{"readiness", readiness},
	{"interruptions", interruptions},
	{"inheritance", inheritance},
	{"limits", limits},
	{"crowd", crowd},
	{"inherited", inherited},
};

static void run(void (*topic)(void))
{
	int descriptors = count_descriptors();

	topic();
	show("descriptors that are left", count_descriptors() - descriptors);
	show("channels that are left", count_channels());
}

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++)
		if (argc == 2 && strcmp(topics[i].name, argv[1]) == 0)
			run(topics[i].run);
	return 0;
}
