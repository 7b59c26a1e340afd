// SPDX-License-Identifier: GPL-2.0-only
/*
 * clocks: what the C library reads (by the vDSO where there is one) lies between
 * what the kernel says before and after, for each clock; and never goes back.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum {
	READINGS = 20000,
	CLOCK_NONE = 77,
};

static long long nanoseconds(struct timespec time)
{
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long by_kernel(clockid_t clock)
{
	struct timespec time = {-1, 0};

	syscall(SYS_clock_gettime, clock, &time);
	return nanoseconds(time);
}

static long long by_library(clockid_t clock)
{
	struct timespec time = {-1, 0};

	clock_gettime(clock, &time);
	return nanoseconds(time);
}

/* Linux's coarse clocks are as old as the last tick. */
static const char *agree(clockid_t clock)
{
	for (int i = 0; i < READINGS; i++) {
		long long before = by_kernel(clock);
		long long between = by_library(clock);
		long long after = by_kernel(clock);

		if (before < 0 || before > between || between > after)
			return "disagrees";
	}
	return "agrees";
}

static const char *goes_on(clockid_t clock)
{
	long long last = by_library(clock);

	for (int i = 0; i < READINGS; i++) {
		long long now = by_library(clock);

		if (now < last)
			return "goes back";
		last = now;
	}
	return "goes on";
}

static void show(const char *name, clockid_t clock)
{
	printf("%s %s, %s\n", name, agree(clock), goes_on(clock));
}

static void show_time_of_day(void)
{
	struct timeval day;
	struct timezone zone = {1, 1};
	long long before = by_kernel(CLOCK_REALTIME) / 1000;
	int result = gettimeofday(&day, &zone);
	long long after = by_kernel(CLOCK_REALTIME) / 1000;
	long long now = day.tv_sec * 1000000LL + day.tv_usec;

	printf("gettimeofday %d %s\n", result,
	       before <= now && now <= after ? "agrees" : "disagrees");
	printf("time %s\n",
	       time(NULL) - day.tv_sec <= 1 ? "agrees" : "disagrees");
}

int main(void)
{
	struct timespec time;

	printf("vDSO %s\n",
	       getauxval(AT_SYSINFO_EHDR) ? "is there" : "is absent");
	show("CLOCK_REALTIME", CLOCK_REALTIME);
	show("CLOCK_MONOTONIC", CLOCK_MONOTONIC);
	show("CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW);
	show("CLOCK_BOOTTIME", CLOCK_BOOTTIME);
	show("CLOCK_REALTIME_COARSE", CLOCK_REALTIME_COARSE);
	show("CLOCK_MONOTONIC_COARSE", CLOCK_MONOTONIC_COARSE);
	show("CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID);
	show_time_of_day();
	printf("a clock that is none: %d\n", clock_gettime(CLOCK_NONE, &time));
	return 0;
}
