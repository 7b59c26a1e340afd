/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Timers: a function called once, or again and again, when its
 * time has come. Starting and cancelling cost the same however many are
 * pending. All functions may be called in any context but NMI.
 */
#ifndef EXO_TIMER_H
#define EXO_TIMER_H

#include <exo/list.h>
#include <exo/types.h>

struct timer;

/* Interrupt context, interrupts off; may start and cancel timers, its own too. */
typedef void (*timer_fn)(struct timer *timer);

/* Embedded in what it serves; the fields are the timer core's. */
struct timer {
	struct list_head node;
	timer_fn run;
	u64 expires_ns; /* of time_uptime_ns() */
	u64 period_ns; /* 0: once */
	u16 slot; /* of the wheel; meaningless unless pending */
	bool pending;
};

/* Before first use; @timer is not pending. */
void timer_init(struct timer *timer, timer_fn run);

/*
 * Call @timer->run once when time_uptime_ns() has reached @expires_ns, never
 * before; at the next chance when that is past. A pending timer is moved.
 */
void timer_start(struct timer *timer, u64 expires_ns);

/*
 * Call it every @period_ns (at least 1), the first time one period from now.
 * Times are kept to the original grid; what was missed is skipped.
 */
void timer_start_periodic(struct timer *timer, u64 period_ns);

/* Returns whether it was pending. It does not run after this returns. */
bool timer_cancel(struct timer *timer);

/* How many timers are pending. */
#ifdef CONFIG_TIMERS
unsigned int timers_pending(void);

/*
 * Between the timers and the tick core, interrupts off: when timers_run() is
 * to be called next, ~0 when there is no timer; and run what is due at
 * @now_ns. The former may be earlier than any timer by then is due.
 */
u64 timer_next_ns(void);
void timers_run(u64 now_ns);
#else
static inline unsigned int timers_pending(void)
{
	return 0;
}

static inline u64 timer_next_ns(void)
{
	return ~0UL;
}

static inline void timers_run(u64 now_ns)
{
	(void)now_ns;
}
#endif

#endif
