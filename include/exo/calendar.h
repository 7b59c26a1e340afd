/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. Dates of the Gregorian calendar, UTC, without leap seconds.
 */
#ifndef EXO_CALENDAR_H
#define EXO_CALENDAR_H

#include <exo/types.h>

struct calendar {
	unsigned int year; /* 1970.. */
	unsigned int month; /* 1-12 */
	unsigned int day; /* 1-31 */
	unsigned int hour, minute, second;
};

/* Seconds from the beginning of 1970 to @date. */
u64 calendar_seconds(const struct calendar *date);

#endif
