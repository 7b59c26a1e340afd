/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the serial driver meets instead of the kernel, and steps its tests share.
 */
#ifndef TESTS_SERIAL_MACHINE_H
#define TESTS_SERIAL_MACHINE_H

#include <exo/console.h>
#include <exo/irq.h>
#include <exo/ktest.h>
#include <exo/time.h>
#include <uapi/errno.h>

enum {
	SERIAL_MACHINE_TYPED = 256
};

extern struct console *console; /* NULL: none was registered */
extern irq_handler_t interrupt_handler;
extern int irq_request_error; /* 0: a line is there to be had */
extern time_tick_hook_t tick_hook;
extern unsigned int ticks_needed;
extern u8 typed[SERIAL_MACHINE_TYPED];
extern unsigned int nr_typed;
extern unsigned int queue_size;

void start_polled(void);
void start_with_interrupts(void);

/* Print @text. */
void say(const char *text);

/* Let time pass and interrupts come until nothing happens any more. */
void settle(void);

/* Whether all that was sent is @text. */
bool sent(const char *text);

#endif
