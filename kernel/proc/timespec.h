/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Times as programs give and get them.
 */
#ifndef PROC_TIMESPEC_H
#define PROC_TIMESPEC_H

#include <exo/types.h>
#include <uapi/time.h>

/*
 * @time as nanoseconds: 0, or -EINVAL. What is further away than anybody waits, a
 * good 290 years, is cut to that.
 */
int timespec_to_ns(const struct timespec *time, u64 *ns);

struct timespec timespec_of(u64 ns);

#endif
