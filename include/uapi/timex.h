/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * adjtimex(2), with Linux's x86_64 values and layout.
 */
#ifndef UAPI_TIMEX_H
#define UAPI_TIMEX_H

#include <exo/types.h>
#include <uapi/time.h>

#define ADJ_TICK 0x4000

#define STA_UNSYNC 0x0040

#define TIME_ERROR 5 /* the clock is not synchronised */

struct timex {
	u32 modes; /* what is to be set */
	s64 offset, freq, maxerror, esterror;
	s32 status; /* STA_* */
	s64 constant, precision, tolerance;
	struct timeval time;
	s64 tick; /* microseconds from one to the next */
	s64 ppsfreq, jitter;
	s32 shift;
	s64 stabil, jitcnt, calcnt, errcnt, stbcnt;
	s32 tai;
	s32 unused[11];
};

#endif
