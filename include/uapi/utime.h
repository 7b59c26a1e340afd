/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What utime(2) is told, with Linux's x86_64 layout: seconds since 1970 UTC.
 */
#ifndef UAPI_UTIME_H
#define UAPI_UTIME_H

#include <exo/types.h>

struct utimbuf {
	s64 actime, modtime;
};

#endif
