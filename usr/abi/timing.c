// SPDX-License-Identifier: GPL-2.0-only
/*
 * Clocks and sleeping.
 */
#include "abi.h"

#include <sys/time.h>
#include <time.h>

/* 2: all of a process's time, 6: of a task's. */
static int cpu_clock(int number, int kind)
{
	return (-number - 1) * 8 + kind;
}

void abi_time(void)
{
	struct timespec now, later, none = {0, 0}, bad = {0, 1000000000};
	struct timespec negative = {-1, 0}, soon = {0, 1000000};
	struct timeval day;

	topic("clocks");
	SHOW(clock_gettime, CLOCK_MONOTONIC, &now);
	SHOW(clock_gettime, CLOCK_REALTIME, &later);
	VALUE(later.tv_sec > 1000000000);
	SHOW(clock_gettime, CLOCK_PROCESS_CPUTIME_ID, &later);
	SHOW(clock_gettime, CLOCK_THREAD_CPUTIME_ID, &later);
	SHOW(clock_gettime, CLOCK_BOOTTIME, &later);
	SHOW(clock_gettime, CLOCK_MONOTONIC_COARSE, &later);
	SHOW(clock_gettime, CLOCK_REALTIME_COARSE, &later);
	SHOW(clock_gettime, CLOCK_MONOTONIC_RAW, &later);
	SHOW(clock_gettime, CLOCK_TAI, &later);
	SHOW(clock_gettime, -6, &later); /* the process */
	SHOW(clock_gettime, -2, &later); /* the thread */
	SHOW(clock_gettime, -8, &later);
	SHOW(clock_gettime, -7, &later);
	SHOW(clock_gettime, -5, &later);
	SHOW(clock_gettime, cpu_clock(getppid(), 2), &later);
	SHOW(clock_gettime, cpu_clock(getppid(), 6), &later); /* not ours */
	SHOW(clock_gettime, cpu_clock(getpid(), 6), &later);
	SHOW(clock_gettime, cpu_clock(1 << 22, 2), &later);
	SHOW(clock_getres, -6, &later);
	SHOW(clock_getres, cpu_clock(1 << 22, 2), &later);
	SHOW(clock_gettime, 99, &now);
	SHOW(clock_gettime, CLOCK_MONOTONIC, NOWHERE);
	SHOW(clock_getres, CLOCK_MONOTONIC, &later);
	VALUE(later.tv_sec);
	SHOW(clock_getres, CLOCK_MONOTONIC, NULL);
	SHOW(clock_getres, 99, &later);
	SHOW(gettimeofday, &day, NULL);
	SHOW(gettimeofday, NOWHERE, NULL);
	SHOW_SIGN(time, NULL);

	topic("nanosleep");
	SHOW(nanosleep, &none, NULL);
	SHOW(nanosleep, &soon, &later);
	SHOW(nanosleep, &bad, NULL);
	SHOW(nanosleep, &negative, NULL);
	SHOW(nanosleep, NOWHERE, NULL);
	SHOW(clock_nanosleep, CLOCK_MONOTONIC, 0, &soon, NULL);
	SHOW(clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &now, NULL);
	SHOW(clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, &now, NULL);
	SHOW(clock_nanosleep, CLOCK_MONOTONIC, 0, &bad, NULL);
	SHOW(clock_nanosleep, 99, 0, &soon, NULL);
	SHOW(clock_nanosleep, CLOCK_BOOTTIME, 0, &soon, NULL);
	SHOW(clock_nanosleep, CLOCK_MONOTONIC_RAW, 0, &soon, NULL);
	SHOW(clock_nanosleep, CLOCK_MONOTONIC_COARSE, 0, &soon, NULL);
	SHOW(clock_nanosleep, CLOCK_REALTIME_COARSE, 0, &soon, NULL);
	SHOW(clock_nanosleep, CLOCK_THREAD_CPUTIME_ID, 0, &soon, NULL);
	clock_gettime(CLOCK_MONOTONIC, &later);
	VALUE(later.tv_sec > now.tv_sec ||
	      later.tv_nsec - now.tv_nsec > 2000000);
}
