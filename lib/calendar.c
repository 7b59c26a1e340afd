// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dates as numbers. A year is taken to begin in March: then the leap day is
 * its last, and the months before any month have a fixed number of days.
 */
#include <exo/calendar.h>

enum {
	DAYS_TO_1970 = 719468, /* from 1 March of the year 0 */
};

static u64 days_from_march_0(const struct calendar *date)
{
	u64 year = date->month > 2 ? date->year : date->year - 1;
	u64 months = (date->month + 9) % 12; /* since March */

	/* Months of 31 30 31 30 31 days, again and again. */
	return year * 365 + year / 4 - year / 100 + year / 400 +
	       (months * 153 + 2) / 5 + date->day - 1;
}

u64 calendar_seconds(const struct calendar *date)
{
	u64 days = days_from_march_0(date) - DAYS_TO_1970;

	return ((days * 24 + date->hour) * 60 + date->minute) * 60 +
	       date->second;
}
