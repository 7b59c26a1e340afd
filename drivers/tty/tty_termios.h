/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to terminals. termios(3) in all forms that programs have
 * it in.
 */
#ifndef TTY_TTY_TERMIOS_H
#define TTY_TTY_TERMIOS_H

#include <exo/types.h>
#include <uapi/termios.h>

struct tty;

/* The bits a second that CBAUD of @cflag says; 0 for B0 and BOTHER. */
u32 termios_baud(u32 cflag);

/* CBAUD's value for @baud: BOTHER if there is none. */
u32 termios_baud_flag(u32 baud);

/* The mutex is held. */
void tty_get_termios(const struct tty *tty, struct termios2 *termios);
void tty_set_termios(struct tty *tty, const struct termios2 *termios);

/* Forget what was received, and not read. The mutex is held. */
void tty_flush_input(struct tty *tty);

/*
 * tty_termios_control.c: TCGETS, TCSETS and their like; -ENOTTY for other commands.
 * Without the mutex.
 */
long tty_termios_control(struct tty *tty, unsigned int command,
			 unsigned long arg);

#endif
