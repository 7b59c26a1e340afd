/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Being told when somebody sets the time of day.
 */
#ifndef EXO_REAL_TIME_WATCH_H
#define EXO_REAL_TIME_WATCH_H

#include <exo/list.h>

struct real_time_watch {
	struct list_head node;
	/* time_real_ns() has jumped. Interrupts are off; does not sleep. */
	void (*changed)(struct real_time_watch *watch);
};

/* Threads. After the second nothing is told any more. */
void real_time_watch(struct real_time_watch *watch);
void real_time_unwatch(struct real_time_watch *watch);

/* Only time_set_real_ns() calls this. */
#ifdef CONFIG_REAL_TIME_WATCH
void real_time_tell(void);
#else
static inline void real_time_tell(void)
{
}
#endif

#endif
