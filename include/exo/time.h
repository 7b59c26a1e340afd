/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Time since boot and the calendar.
 */
#ifndef EXO_TIME_H
#define EXO_TIME_H

#include <exo/calendar.h>
#include <exo/compiler.h>
#include <exo/time_page.h>
#include <exo/types.h>
#include <uapi/errno.h>

#define NSEC_PER_SEC  1000000000ULL
#define NSEC_PER_MSEC 1000000ULL
#define NSEC_PER_USEC 1000ULL
#define USEC_PER_SEC  1000000ULL

/* Nanoseconds since boot, never going back; 0 without a clock. Any context. */
u64 time_uptime_ns(void);

/* Nanoseconds since 1970 UTC; since boot while nobody knows. Any context. */
u64 time_real_ns(void);

/* It is now @now_ns after the beginning of 1970 UTC. */
void time_set_real_ns(u64 now_ns);

/*
 * How often a second the time-stamp counter counts, if the clock is read from
 * it; 0 otherwise. Any context.
 */
u64 time_tsc_hz(void);

/* Name of what time is read from; NULL without a clock. */
const char *time_clock_name(void);

/* Name of what interrupts; NULL when nothing does. */
const char *time_event_name(void);

/* Whether ticks pause while the CPU is idle. */
bool time_ticks_pause(void);

/* For the functions below; the length is no constant, so that few files depend on HZ. */
extern u64 time_ticks_passed;
extern const u64 time_tick_ns;

/*
 * Ticks, at the configured rate, since the clock event started. They are counted
 * when interrupts allow, those of a long sleep all at once. Any context.
 */
static inline u64 time_ticks(void)
{
	return READ_ONCE(time_ticks_passed);
}

/*
 * time_real_ns() at less cost: as of the last tick, give or take a few; at boot, while
 * there are none. Any context.
 */
static inline u64 time_real_coarse_ns(void)
{
	return READ_ONCE(time_ticks_passed) * time_tick_ns +
	       READ_ONCE(time_room.page.boot_ns);
}

/*
 * Call @hook at each tick from now on, in interrupt context: for drivers that
 * must look after their hardware now and then. Ticks that were counted at
 * once are one call, and those of an idle CPU may be counted minutes later; see
 * time_need_tick(). 0, or -ENOMEM.
 */
typedef void (*time_tick_hook_t)(void);
int time_add_tick_hook(time_tick_hook_t hook);

/*
 * The next tick is to come in time even if the CPU is idle: a hook has
 * something to look after. Interrupts off; may be called by a hook, for the
 * tick after.
 */
void time_need_tick(void);

/*
 * Around halts for want of work, interrupts and preemption off: in between,
 * the CPU need not be woken for ticks. Free of cost when it lasts no longer
 * than to the next tick. See idle_until().
 */
void time_idle_enter(void);
void time_idle_exit(void);

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
