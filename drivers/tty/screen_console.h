/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the tests of tty0.
 */
#ifndef TTY_SCREEN_CONSOLE_H
#define TTY_SCREEN_CONSOLE_H

struct terminal;

/* The terminal of tty0, to be looked at with interrupts off. */
const struct terminal *screen_console_terminal(void);

#endif
