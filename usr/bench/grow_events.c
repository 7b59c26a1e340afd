// SPDX-License-Identifier: GPL-2.0-only
/*
 * What it costs to wait when more is watched: one of the counters is ready.
 */
#include "bench.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>

enum {
	WATCHED_MAX = 10000,
	DESCRIPTORS_MAX = WATCHED_MAX + 10,
};

static int epoll, counters[WATCHED_MAX];
static unsigned int watched;
static uint64_t value = 1;
static struct epoll_event got[8];

static void watch(unsigned int count)
{
	const struct rlimit limit = {DESCRIPTORS_MAX, DESCRIPTORS_MAX};
	struct epoll_event event = {.events = EPOLLIN};

	MUST(!setrlimit(RLIMIT_NOFILE, &limit));
	epoll = epoll_create1(0);
	for (watched = 0; watched < count; watched++) {
		const int counter = eventfd(0, 0);

		MUST(counter >= 0);
		MUST(!epoll_ctl(epoll, EPOLL_CTL_ADD, counter, &event));
		counters[watched] = counter;
	}
}

static void unwatch(void)
{
	while (watched--)
		close(counters[watched]);
	close(epoll);
}

/* One becomes ready, and is so no longer. */
static void wait_for_one(void)
{
	const int counter = counters[watched / 2];

	call3(SYS_write, counter, (long)&value, sizeof(value));
	epoll_wait(epoll, got, 8, -1);
	call3(SYS_read, counter, (long)&value, sizeof(value));
}

/* Another is watched for a while. */
static void watch_another(void)
{
	const int counter = counters[watched / 2];
	struct epoll_event event = {.events = EPOLLIN};

	epoll_ctl(epoll, EPOLL_CTL_DEL, counter, NULL);
	epoll_ctl(epoll, EPOLL_CTL_ADD, counter, &event);
}

DEFINE_RUN(run_wait, wait_for_one())
DEFINE_RUN(run_watch, watch_another())

static const struct growth growths[] = {
	{{"epoll_wait", 100, NULL, run_wait, unwatch}, watch, {10, 10000}},
	{{"epoll_watch", 100, NULL, run_watch, unwatch}, watch, {10, 10000}},
};
GROWTHS(event_growths, growths);
