/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Time since boot and the calendar.
 */
#ifndef EXO_TIME_H
#define EXO_TIME_H

#include <exo/types.h>
#include <uapi/errno.h>

#define NSEC_PER_SEC  1000000000ULL
#define NSEC_PER_MSEC 1000000ULL
#define NSEC_PER_USEC 1000ULL

/* A tick source at CONFIG_HZ; the time core is its only caller. */
struct clock_event {
	const char *name;
	/*
	 * Begin to tick as close to @hz times a second as the hardware can;
	 * the true distance goes to *@tick_ns. 0 or a negative errno.
	 */
	int (*start)(unsigned int hz, u64 *tick_ns);
	/*
	 * Nanoseconds since the last tick was due; optional. Interrupts are
	 * off; a tick may be pending.
	 */
	u64 (*elapsed_ns)(void);
};

/* Make @event the tick source and start it. 0 or a negative errno. */
int time_set_clock_event(const struct clock_event *event);

/* Name of the tick source; NULL while there is none. */
const char *time_clock_name(void);

/* One tick has passed; called by the clock event driver's interrupt. */
void time_tick(void);

/*
 * Call @hook at each tick from now on, in interrupt context: for drivers that
 * must look after their hardware now and then. 0, or -ENOMEM.
 */
typedef void (*time_tick_hook_t)(void);
int time_add_tick_hook(time_tick_hook_t hook);

/* Ticks since the clock event started. Any context. */
u64 time_ticks(void);

/* Nanoseconds since boot, never going back. Any context. */
u64 time_uptime_ns(void);

u64 time_tsc_khz(void);
void time_idle_enter(void);

/* A calendar date, UTC. */
struct calendar {
	unsigned int year; /* 1970.. */
	unsigned int month; /* 1-12 */
	unsigned int day; /* 1-31 */
	unsigned int hour, minute, second;
};

/* A source of the date; one at most registers. 0 or a negative errno. */
struct rtc_ops {
	const char *name;
	int (*read)(struct calendar *date);
};

#ifdef CONFIG_RTC
void rtc_register(const struct rtc_ops *ops);

/* The date now. -ENODEV without a clock, -EIO when it answers nonsense. */
int time_read_calendar(struct calendar *date);
#else
static inline int time_read_calendar(struct calendar *date)
{
	(void)date;
	return -ENODEV;
}
#endif

#endif
