/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. timerfd_create(2): a timer that is a file. Reading gives how often its
 * time has come, and waits while that is never.
 *
 * All functions may sleep.
 */
#ifndef EXO_TIMERFD_H
#define EXO_TIMERFD_H

#include <exo/compiler.h>
#include <exo/types.h>

struct file;
struct interval_time;

/*
 * One that is off, by the time of day if @real, else by the time since boot. @flags:
 * TFD_NONBLOCK counts. NULL when memory is short.
 */
__must_check struct file *timerfd_create(bool real, u32 flags);

bool file_is_timerfd(const struct file *file);

/*
 * Let the time come in @new->left_ns, or, with TFD_TIMER_ABSTIME in @flags, when
 * the clock shows that; 0 turns the timer off. Then every @new->period_ns, 0: no
 * more. What was expected before goes to *@old. -ECANCELED when the clock was set
 * and TFD_TIMER_CANCEL_ON_SET asks to be told; all is done then as well.
 */
int timerfd_set(struct file *file, u32 flags, const struct interval_time *new,
		struct interval_time *old);

/* What is expected now. */
void timerfd_get(struct file *file, struct interval_time *now);

#endif
