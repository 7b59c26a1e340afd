/* SPDX-License-Identifier: GPL-2.0-only */
/* Layer: kernel. Between time.c, tick.c and timer.c. */
#ifndef KERNEL_TICK_H
#define KERNEL_TICK_H

#include <exo/types.h>

/* Uptime told by ticks, for want of a clock source. Any context. */
u64 tick_uptime_ns(void);

/* True when a clock source tells the time, at any moment and exactly. */
bool time_is_exact(void);

/* A timer was started that is due at @due_ns. Interrupts off. */
void tick_timer_started(u64 due_ns);

#endif
