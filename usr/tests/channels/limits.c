// SPDX-License-Identifier: GPL-2.0-only
/*
 * How much may wait in the channels that a user has made: RLIMIT_MSGQUEUE.
 */
#include "channels.h"

#include <sys/resource.h>

enum {
	USER = 1000,
	LIMIT = 100000, /* bytes: one channel of the usual size, not two */
};

static const struct channel_attributes large = {
	.capacity = 1, .message_max = 2 * LIMIT, .mode = 0600};

static void limit(rlim_t bytes)
{
	struct rlimit limit = {bytes, bytes};

	setrlimit(RLIMIT_MSGQUEUE, &limit);
}

static int make(const char *name, const struct channel_attributes *attributes)
{
	int fd = channel_open(name, O_RDWR | O_CREAT | O_EXCL, attributes);

	show_error(name, fd);
	return fd;
}

/* What is made counts until its name and all its ends are gone. */
static int be_user(void)
{
	int fd, other;

	setuid(USER);
	make("/large", &large);
	fd = make("/one", NULL);
	make("/two", NULL);
	close(fd);
	make("/two", NULL);
	fd = channel_open("/one", O_RDWR, NULL);
	channel_unlink("/one");
	make("/two", NULL);
	close(fd);
	fd = make("/two", NULL);
	other = channel_open("/two", O_WRONLY, NULL);
	show_error("another end of it", other);
	channel_unlink("/two");
	return 0;
}

static int be_other_user(void)
{
	setuid(USER + 1);
	make("/other", NULL);
	channel_unlink("/other");
	return 0;
}

static int be_killed(void)
{
	setuid(USER);
	make("/left", NULL);
	return sleep_for_ever();
}

/* A name outlives who made it. */
static int be_next(void)
{
	setuid(USER);
	make("/next", NULL);
	channel_unlink("/left");
	make("/next", NULL);
	channel_unlink("/next");
	return 0;
}

static int be_unlimited(void)
{
	limit(RLIM_INFINITY);
	setuid(USER);
	make("/large", &large);
	channel_unlink("/large");
	return 0;
}

static int be_root(void)
{
	make("/large", &large);
	channel_unlink("/large");
	return 0;
}

static int with_limit(void)
{
	limit(LIMIT);
	show_end("the user", start(be_user));
	show_end("the other user", start(be_other_user));
	end(start_victim(be_killed));
	show_end("the next one", start(be_next));
	show_end("root", start(be_root));
	return 0;
}

void limits(void)
{
	show_end("with a limit", start(with_limit));
	show_end("without", start(be_unlimited));
}
