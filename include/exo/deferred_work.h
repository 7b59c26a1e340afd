/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Work that an interrupt handler leaves for later, when
 * interrupts are on again and one may sleep. Done in the order queued, by one
 * thread, or without CONFIG_THREADS whenever the kernel idles.
 *
 *	static DEFERRED_WORK(rx_work, rx_process);
 *	deferred_work_queue(&rx_work);
 */
#ifndef EXO_DEFERRED_WORK_H
#define EXO_DEFERRED_WORK_H

#include <exo/list.h>
#include <exo/types.h>

struct deferred_work;

/* Thread context. May queue its own work again and free its memory. */
typedef void (*deferred_work_fn)(struct deferred_work *work);

/* Embedded in what it serves; the fields are the core's. */
struct deferred_work {
	struct list_head node;
	deferred_work_fn run;
	bool pending; /* queued, and not begun */
};

#define DEFERRED_WORK(name, fn)                                           \
	struct deferred_work name = {.node = LIST_HEAD_INIT((name).node), \
				     .run = fn}

/* Before first use; @work is not pending. */
void deferred_work_init(struct deferred_work *work, deferred_work_fn run);

/*
 * Have @work done soon. False when it was pending already and will be done
 * once for both. Any context but NMI.
 */
bool deferred_work_queue(struct deferred_work *work);

/*
 * Forget @work. Returns whether it was pending; if not, it may be running.
 * Any context but NMI.
 */
bool deferred_work_cancel(struct deferred_work *work);

/* True when any work is pending. */
bool deferred_work_waiting(void);

/*
 * Do at most @limit pieces of work and return how many there were. Thread
 * context, interrupts on; one caller at a time.
 */
unsigned int deferred_work_run(unsigned int limit);

/* Who calls deferred_work_run() is woken by @wake, called in any context. */
void deferred_work_set_wake(void (*wake)(void));

#endif
