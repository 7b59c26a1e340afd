/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers. The controller that PS/2 keyboards are plugged into.
 */
#ifndef INPUT_I8042_H
#define INPUT_I8042_H

#include <exo/types.h>

/* A byte that the keyboard sent. Deferred work; see i8042_start(). */
typedef void (*i8042_receive_fn)(u8 byte);

/*
 * Find the controller, set it to translate to scancode set 1, and have
 * @receive called for each byte of the keyboard from now on, from one piece of
 * deferred work. Takes some milliseconds; a controller that does not answer
 * costs up to a second. Before the interrupts are on.
 * 0; -ENODEV without a controller or with a broken one, which the log then
 * tells; or what irq_request() returned.
 */
int i8042_start(i8042_receive_fn receive);

/*
 * Send @byte to the keyboard. False when the controller is not ready to take
 * it, which may be tried again later. Any context.
 */
bool i8042_send(u8 byte);

/*
 * Fetch what the keyboard has sent although no interrupt came through; the
 * function given to i8042_start() is called later. Whether there was anything.
 * Any context but NMI.
 */
bool i8042_poll(void);

struct i8042_statistics {
	bool working;
	unsigned int ports; /* 1, or 2 with one for a mouse */
	u64 received; /* bytes of the keyboard */
	u64 dropped; /* bytes that came faster than they were worked on */
	u64 damaged; /* bytes with a wrong parity */
};

/* A snapshot. Any context. */
struct i8042_statistics i8042_statistics(void);

#endif
