/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The machine that a PS/2 keyboard's drivers run on: the model of controller
 * and keyboard, interrupts, deferred work, timers, and what was typed.
 */
#ifndef TESTS_KEYBOARD_MACHINE_H
#define TESTS_KEYBOARD_MACHINE_H

#include <exo/irq.h>
#include <exo/ktest.h>
#include <exo/screen_console.h>
#include <exo/types.h>
#include "i8042_model.h"

enum {
	KEYBOARD_MACHINE_TYPED = 1024,
};

struct keyboard_machine {
	u64 now_ns;
	irq_handler_t handler; /* of the keyboard's line */
	char typed[KEYBOARD_MACHINE_TYPED];
	size_t nr_typed;
	bool reads_nothing; /* the queue of the console is full */
	bool busy; /* with other things than deferred work */
	struct screen_key_modes modes; /* what programs have asked for */
	int scrolled_back; /* lines */
};

extern struct keyboard_machine machine;

/* Run the drivers' initcalls, and let the keyboard be set up. */
void machine_start(struct ktest *t);

/* The same with a good controller and a good keyboard. */
void machine_start_good(struct ktest *t);

/* Interrupts come and work is done until nothing happens any more. */
void settle(void);

/* Time passes; timers run when they are due. */
void pass_ms(u64 ms);

/* Whether any timer is pending. */
bool timer_waits(void);

/* The keyboard sends @bytes, and all of it is worked on. */
void send(const char *bytes);

/* What was typed since the last look. */
const char *typed(void);

/* Scancodes. */
#define A_DOWN "\x1e"
#define A_UP   "\x9e"
#define CAPS   "\x3a\xba"

#endif
