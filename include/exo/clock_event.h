/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. What interrupts when it is time: a timer chip, which either
 * ticks by itself or is told before each interrupt when it is to come. The
 * tick core (kernel/tick.c) is the only caller of these functions; all are
 * called with interrupts off.
 */
#ifndef EXO_CLOCK_EVENT_H
#define EXO_CLOCK_EVENT_H

#include <exo/types.h>

struct clock_event {
	const char *name;
	/*
	 * Begin to interrupt as close to @hz times a second as the hardware
	 * can; the true distance goes to *@tick_ns. 0 or a negative errno.
	 */
	int (*start_periodic)(unsigned int hz, u64 *tick_ns);
	/*
	 * Be ready for program(), and silent until then. 0 or a negative
	 * errno. Optional, as are the next two.
	 */
	int (*start_one_shot)(void);
	/* Interrupt once, @delta_ns from now or a little later; at most max_ns. */
	void (*program)(u64 delta_ns);
	u64 max_ns;
	/*
	 * While periodic: nanoseconds since the last tick was due; optional.
	 * A tick may be pending.
	 */
	u64 (*elapsed_ns)(void);
};

/*
 * Make @event the source of ticks and start it. The first that starts stays, so
 * better ones come first in link order. 0, -EBUSY when there is one, or the
 * error of starting.
 */
int clock_event_register(const struct clock_event *event);

/* The driver's interrupt came. Interrupt context. */
void clock_event_interrupt(void);

#endif
