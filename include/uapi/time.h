/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Clocks and times, with Linux's x86_64 values and layout (clock_gettime(2)).
 */
#ifndef UAPI_TIME_H
#define UAPI_TIME_H

#include <exo/types.h>

#define CLOCK_REALTIME		 0
#define CLOCK_MONOTONIC		 1
#define CLOCK_PROCESS_CPUTIME_ID 2
#define CLOCK_THREAD_CPUTIME_ID	 3
#define CLOCK_MONOTONIC_RAW	 4
#define CLOCK_REALTIME_COARSE	 5
#define CLOCK_MONOTONIC_COARSE	 6
#define CLOCK_BOOTTIME		 7
#define CLOCK_REALTIME_ALARM	 8
#define CLOCK_BOOTTIME_ALARM	 9
#define CLOCK_TAI		 11

#define TIMER_ABSTIME 1

struct timespec {
	s64 tv_sec;
	s64 tv_nsec;
};

struct itimerspec {
	struct timespec it_interval;
	struct timespec it_value;
};

struct timeval {
	s64 tv_sec;
	s64 tv_usec;
};

/* setitimer(2) */
#define ITIMER_REAL    0
#define ITIMER_VIRTUAL 1
#define ITIMER_PROF    2

struct itimerval {
	struct timeval it_interval; /* 0: once */
	struct timeval it_value; /* until it goes off; 0: it is off */
};

struct timezone {
	s32 tz_minuteswest;
	s32 tz_dsttime;
};

#endif
