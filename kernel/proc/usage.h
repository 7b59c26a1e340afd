/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. What was used, as getrusage(2) has it.
 */
#ifndef PROC_USAGE_H
#define PROC_USAGE_H

#include <uapi/resource.h>

struct process_times;

void usage_fill(struct rusage *usage, const struct process_times *times);

#endif
