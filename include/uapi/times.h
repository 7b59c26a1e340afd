/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * times(2), as on Linux.
 */
#ifndef UAPI_TIMES_H
#define UAPI_TIMES_H

#include <exo/types.h>

#define USER_HZ 100 /* clock ticks a second, as programs see them */

struct tms {
	s64 tms_utime, tms_stime, tms_cutime, tms_cstime;
};

#endif
