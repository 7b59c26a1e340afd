// SPDX-License-Identifier: GPL-2.0-only
/*
 * allowance: what processes may have, and what they have used. Prints what happens,
 * as family does.
 */
#include "family.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <time.h>

/* Limits. */

static int open_many(void)
{
	struct rlimit limit = {8, 8};
	int highest = 0, fd;

	setrlimit(RLIMIT_NOFILE, &limit);
	while ((fd = dup(1)) >= 0)
		highest = fd;
	show("the highest descriptor", highest);
	show_error("one more", fd);
	return 0;
}

static int map_much(void)
{
	struct rlimit limit = {32 << 20, 32 << 20};
	void *small, *large;

	setrlimit(RLIMIT_AS, &limit);
	small = mmap(NULL, 1 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		     0);
	large = mmap(NULL, 64 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		     0);
	show("little memory", small != MAP_FAILED);
	show("much memory", large != MAP_FAILED);
	return 0;
}

static int compute(void)
{
	struct rlimit limit = {1, 5};

	setrlimit(RLIMIT_CPU, &limit);
	for (;;)
		;
	return 0;
}

static int raise_limit(void)
{
	struct rlimit limit = {5, 10}, more = {5, 11};

	show_error("a lower limit", setrlimit(RLIMIT_CORE, &limit));
	if (setuid(1000))
		return 1;
	show_error("a higher one", setrlimit(RLIMIT_CORE, &more));
	return 0;
}

static void limits(void)
{
	show_end("many files", start(open_many));
	show_end("much memory", start(map_much));
	show_end("much time", start(compute));
	show_end("a user", start(raise_limit));
}

/* Priorities and times. */

static int be_nice(void)
{
	show("inherited nice value", getpriority(PRIO_PROCESS, 0));
	if (setuid(1000))
		return 1;
	show_error("nicer", setpriority(PRIO_PROCESS, 0, 10));
	show_error("less nice", setpriority(PRIO_PROCESS, 0, 5));
	show_error("to another's", setpriority(PRIO_PROCESS, getppid(), 19));
	return 0;
}

static void priorities(void)
{
	setpriority(PRIO_PROCESS, 0, 7);
	show_end("a nice child", start(be_nice));
	show_error("the group's", setpriority(PRIO_PGRP, 0, 3));
	show("now", getpriority(PRIO_PROCESS, 0));
	setpriority(PRIO_PROCESS, 0, 0);
}

static int burn(void)
{
	while (clock() < CLOCKS_PER_SEC / 4)
		;
	return 0;
}

static long children_ms(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
	       (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

static int parent_of_a_burner(void)
{
	struct tms tms;
	pid_t pid = start(burn);

	show("time of children that were not waited for", children_ms());
	show_end("the child", pid);
	show("now it counts", children_ms() >= 240);
	times(&tms);
	show("in ticks too", tms.tms_cutime + tms.tms_cstime >= 24);
	return 0;
}

static void usage(void)
{
	long before = children_ms();

	show_end("the parent", start(parent_of_a_burner));
	show("grandchildren count", children_ms() - before >= 240);
}

int main(void)
{
	printf("# limits\n");
	limits();
	printf("# priorities\n");
	priorities();
	printf("# usage\n");
	usage();
	return 0;
}
