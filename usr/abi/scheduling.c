// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scheduling: policies, priorities, processors. Real-time policies are not asked
 * for: a kernel need not have them.
 */
#include "abi.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

#define NOBODY (1 << 22)

static void show_policies(void)
{
	struct sched_param parameters = {0}, wrong = {.sched_priority = 1};
	struct timespec interval;

	topic("policies");
	SHOW(sched_getscheduler, 0);
	SHOW(sched_getscheduler, NOBODY);
	SHOW(sched_getscheduler, -1);
	SHOW(sched_getparam, 0, &parameters);
	VALUE(parameters.sched_priority);
	SHOW(sched_getparam, NOBODY, &parameters);
	SHOW(sched_getparam, -1, &parameters);
	SHOW(sched_getparam, 0, NULL);
	SHOW(sched_getparam, 0, NOWHERE);
	SHOW(sched_setscheduler, 0, SCHED_OTHER, &parameters);
	SHOW(sched_setscheduler, 0, SCHED_OTHER, &wrong);
	SHOW(sched_setscheduler, 0, 99, &parameters);
	SHOW(sched_setscheduler, 0, -1, &parameters);
	SHOW(sched_setscheduler, NOBODY, SCHED_OTHER, &parameters);
	SHOW(sched_setscheduler, 0, SCHED_OTHER, NULL);
	SHOW(sched_setparam, 0, &parameters);
	SHOW(sched_setparam, 0, &wrong);
	SHOW(sched_setparam, NOBODY, &parameters);
	SHOW(sched_get_priority_max, SCHED_OTHER);
	SHOW(sched_get_priority_min, SCHED_OTHER);
	SHOW(sched_get_priority_max, SCHED_FIFO);
	SHOW(sched_get_priority_min, SCHED_RR);
	SHOW(sched_get_priority_max, 99);
	SHOW(sched_rr_get_interval, NOBODY, &interval);
	SHOW(sched_rr_get_interval, 0, NOWHERE);
	SHOW(sched_rr_get_interval, 0, &interval);
}

static void show_processors(void)
{
	unsigned long set = 1, none = 0;
	unsigned int processor = 99, node = 99;

	topic("processors");
	SHOW(sched_getaffinity, 0, sizeof(set), &set);
	VALUE(set);
	SHOW(sched_getaffinity, 0, 4, &set);
	SHOW(sched_getaffinity, 0, sizeof(set), NOWHERE);
	SHOW(sched_setaffinity, 0, sizeof(set), &set);
	SHOW(sched_setaffinity, 0, sizeof(none), &none);
	SHOW(sched_setaffinity, 0, sizeof(set), NOWHERE);
	SHOW(sched_setaffinity, NOBODY, sizeof(set), &set);
	SHOW(getcpu, &processor, &node, NULL);
	VALUE(processor + node);
	SHOW(getcpu, NOWHERE, NULL, NULL);
	SHOW_SIGN(membarrier, 0, 0, 0); /* which there are */
	SHOW(membarrier, 1, 0, 0);
}

static void show_priorities(void)
{
	topic("priorities");
	SHOW(setpriority, PRIO_PROCESS, 0, 100);
	SHOW(getpriority, PRIO_PROCESS, 0);
	SHOW(setpriority, PRIO_PROCESS, 0, -100);
	SHOW(getpriority, PRIO_PROCESS, 0);
	SHOW(setpriority, PRIO_PGRP, 0, 3);
	SHOW(getpriority, PRIO_PGRP, 0);
	SHOW(getpriority, PRIO_USER, 0);
	SHOW(getpriority, PRIO_USER, 12345);
	SHOW(getpriority, PRIO_PROCESS, NOBODY);
	SHOW(setpriority, PRIO_PROCESS, 0, 5);
	SHOW(setuid, 1000);
	SHOW(setpriority, PRIO_PROCESS, 0, 4);
	SHOW(setpriority, PRIO_PROCESS, 0, 6);
	SHOW(setpriority, PRIO_PROCESS, 1, 6);
	SHOW(getpriority, PRIO_PROCESS, 0);
}

static void show_timers(void)
{
	struct timeval day = {0, 1000000};
	struct timespec bad = {0, -1}, now;

	topic("clocks that are set");
	clock_gettime(CLOCK_REALTIME, &now);
	SHOW(clock_settime, CLOCK_REALTIME, &now);
	gettimeofday(&day, NULL);
	SHOW(settimeofday, &day, NULL);
	day = (struct timeval){0, 1000000};
	SHOW(settimeofday, &day, NULL);
	SHOW(settimeofday, NOWHERE, NULL);
	SHOW(clock_settime, CLOCK_REALTIME, &bad);
	SHOW(clock_settime, CLOCK_MONOTONIC, &bad);
	SHOW(clock_settime, 99, &bad);
	SHOW(clock_settime, CLOCK_REALTIME, NOWHERE);
	SHOW(setuid, 1000);
	day.tv_usec = 0;
	SHOW(settimeofday, &day, NULL);
	bad.tv_nsec = 0;
	SHOW(clock_settime, CLOCK_REALTIME, &bad);
}

void abi_scheduling(void)
{
	show_policies();
	show_processors();
	show_child("child with priorities", show_priorities);
	show_child("child that sets clocks", show_timers);
}
