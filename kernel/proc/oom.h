/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc. Which process ends first when there is no memory left.
 */
#ifndef KERNEL_PROC_OOM_H
#define KERNEL_PROC_OOM_H

#include <exo/limits.h>
#include <exo/types.h>

struct process;

/* What proc(5) allows in oom_score_adj, and as far below 0. */
enum {
	OOM_ADJUST_MAX = 1000
};

#define OOM_NEVER S64_MIN

/**
 * oom_points() - how much speaks for ending a process
 * @process: alive
 * @resident: frames that its memory has
 *
 * Return: @resident, more or less by as many thousandths of all frames as
 * oom_score_adj says. Who has most ends first. OOM_NEVER: never, which is so of
 * process 1 and with -1000.
 * Context: any.
 */
s64 oom_points(const struct process *process, u64 resident);

#endif
